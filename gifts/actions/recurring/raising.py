"""A donor gives more by the link in a letter; staff send that letter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.money import ZERO, format_money
from gifts.actions.recurring.prices import another_amount
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, State, Wish, ask, must_go_on
from gifts.letters import write_asks
from gifts.models import GivingPolicy, RecurringGift, RecurringRequest
from gifts.reports.raising import base_of

# a link is good for so long
GOOD_FOR = timedelta(days=60)
# whoever wants to give more than this times as much shows who they are first
MOST = 5


class _UsedUp(Exception):
    """The link was used, by the request it carries."""

    def __init__(self, used: RecurringRequest) -> None:
        super().__init__()
        self.used = used


def raised_since(row: RecurringGift, marked_at: datetime) -> RecurringRequest | None:
    """Return the change of amount that used up a link given out at a moment; None while it can be used."""
    since = row.requests.filter(kind=Kind.AMOUNT, asked_at__gte=marked_at)
    return since.filter(state__in=[State.ASKED, State.DONE]).order_by("-asked_at").first()


def raise_amount(
    *, recurring_id: UUID, marked_at: datetime, amount: Decimal, cover_fee: bool, now: datetime
) -> RecurringRequest:
    """Let each charge be more: a larger amount, or the fee on top, and nothing else. Twice is once.

    It stands in the books as done by the link: whoever presses may be anybody who reads the donor's mail.

    Raises: RequestRefused for less than now, for the same, for more than five times as much.
    """
    plan = partial(_more, marked_at=marked_at, amount=amount, cover_fee=cover_fee)
    try:
        return ask(recurring_id, plan, Asker(None, by_link=True), now=now)
    except _UsedUp as link:
        return link.used


def _more(row: RecurringGift, *, marked_at: datetime, amount: Decimal, cover_fee: bool) -> Wish:
    """Planned under the lock: of two presses at once the second must neither lower nor raise once more."""
    must_go_on(row)
    used = raised_since(row, marked_at)
    if used is not None:
        raise _UsedUp(used)
    if amount < base_of(row):
        raise RequestRefused(_("This link can only raise your gift. To give less, please sign in."))
    if amount > base_of(row) * MOST:
        most = format_money(base_of(row) * MOST, row.currency)
        raise RequestRefused(_("By this link, %(most)s at most. For more, please sign in.") % {"most": most})
    policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy()
    fee = policy.fee_cover_for(amount) if cover_fee or row.fee_cover else ZERO
    if amount + fee <= row.amount:
        raise RequestRefused(_("That is what you give already. Please choose more."))
    return another_amount(row, amount=amount, fee_cover=fee)


def ask_for_more(*, rows: Sequence[RecurringGift], by: User, now: datetime) -> int:
    """Write to the donors of gifts, as `reports.raising.askable` found them; return to how many."""
    with transaction.atomic():
        written = write_asks(rows, now=now)
        if written:
            record(
                actor=by,
                verb="recurring.more_asked",
                about=("recurring_gift", "many"),
                now=now,
                after={"count": written},
            )
    return written
