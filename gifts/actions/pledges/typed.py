"""What staff type of a pledge, and the schedule that it makes."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from core.money import CENT, ZERO
from gifts.actions.offline import Party
from gifts.models import Pledge

MONTHS = {Pledge.Rhythm.MONTHLY: 1, Pledge.Rhythm.QUARTERLY: 3, Pledge.Rhythm.YEARLY: 12}
MOST = 120


class PledgeRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Due:
    """A part of a pledge and its day."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class TypedPledge:
    """A pledge as typed; `parts` sum to `amount`."""

    form_key: UUID
    donor: Party
    amount: Decimal
    pledged_on: date
    rhythm: str
    parts: tuple[Due, ...]
    fund_id: int
    campaign_id: int | None = None
    appeal_id: int | None = None
    is_reminded: bool = True


def plan(amount: Decimal, *, rhythm: str, first_on: date, count: int = 1) -> tuple[Due, ...]:
    """Return equal parts that sum to the amount, each a month, a quarter or a year after the one before.

    Cents that do not divide go to the last part. A month without the first part's day has its last day.

    Raises: PledgeRefused where a part would be nothing.
    """
    if rhythm == Pledge.Rhythm.ONCE:
        count = 1
    each = (amount / count).quantize(CENT, ROUND_DOWN)
    if each <= ZERO:
        raise PledgeRefused(_("That is less than a cent for each part: choose fewer."))
    months = MONTHS.get(Pledge.Rhythm(rhythm), 1)
    parts = [Due(_later(first_on, months * place), each) for place in range(count)]
    return (*parts[:-1], Due(parts[-1].on, amount - each * (count - 1)))


def check_parts(parts: Sequence[Due], amount: Decimal) -> None:
    """Raises: PledgeRefused where parts are not the whole, or two fall on one day."""
    if not parts or len(parts) > MOST:
        raise PledgeRefused(_("A pledge has between one and 120 parts."))
    if len({part.on for part in parts}) < len(parts):
        raise PledgeRefused(_("Two parts fall on the same day: make them one."))
    if any(part.amount <= ZERO for part in parts) or sum((part.amount for part in parts), ZERO) != amount:
        raise PledgeRefused(_("The parts do not sum to the amount."))


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
