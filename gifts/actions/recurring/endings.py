"""Cancelling: no reason asked, nothing charged after, and nothing in its way."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from gifts.actions.recurring.requests import Asker, Kind, Wish, ask
from gifts.models import RecurringGift, RecurringRequest


def cancel(
    *,
    recurring_id: UUID,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """End a recurring gift now, with every charge that is open, whatever is on its way. Twice is once.

    Raises: RequestRefused, when it ended in another way before.
    """
    return ask(recurring_id, _no_more, Asker(by, on_behalf, reason), now=now)


def _no_more(row: RecurringGift) -> Wish:
    return Wish(
        kind=Kind.CANCEL,
        sent={"cancel": True, "close": True},
        done=row.state == RecurringGift.State.CANCELLED,
    )
