"""A charge that failed, tried again now."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, must_go_on
from gifts.models import RecurringGift, RecurringRequest


def try_again(
    *,
    recurring_id: UUID,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Try the charge that failed once more, now. The tries that are planned stay planned.

    Raises: RequestRefused when no charge is open, or the bank says no again.
    """
    return ask(recurring_id, _a_try, Asker(by, on_behalf, reason), now=now)


def _a_try(row: RecurringGift) -> Wish:
    if not must_go_on(row).failed_attempts or not row.open_invoice_id:
        raise RequestRefused(_("No charge of this gift is open."))
    return Wish(kind=Kind.RETRY, wanted={"invoice": row.open_invoice_id}, sent={"pay": row.open_invoice_id})
