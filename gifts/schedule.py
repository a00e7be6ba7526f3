"""When a recurring gift is charged: the grid as Stripe counts it, and what was promised on top of it.

Source of the grid: docs.stripe.com/billing/subscriptions/billing-cycle. Periods are counted in UTC from the
anchor; a month without the anchor's day has its last day instead, and the day comes back after it.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from gifts.models import Frequency, RecurringGift

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUALLY: 12}
# an invoice stays a draft for about an hour before it is collected
COLLECTED_AFTER = timedelta(hours=1)
# the hour of a charge that we set: far from midnight, so that one day is meant everywhere
HOUR = time(12)
# the end lies so long after the last charge: retries of it have their time, the next charge has not come
GRACE = timedelta(days=20)


@dataclass(frozen=True)
class Charge:
    """A charge to come: the legal day on which it is collected, and the moment on Stripe's grid."""

    on: date
    at: datetime
    amount: Decimal


def later(start: datetime, months: int, day: int | None = None) -> datetime:
    """Return the same moment months later, on its day or another one; a short month has its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    wanted = min(day or start.day, monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=wanted)


def grid(anchor: datetime, frequency: str, *, from_: datetime) -> Iterator[datetime]:
    """Yield the moments of Stripe's grid from one on, that one included. UTC, without an end."""
    start, months = anchor.astimezone(UTC), MONTHS[Frequency(frequency)]
    ahead = (from_.year - start.year) * 12 + from_.month - start.month
    for steps in count(max(ahead // months - 1, 0)):
        moment = later(start, steps * months)
        if moment >= from_:
            yield moment


def at_noon(day: date, zone: str) -> datetime:
    """Return the moment of a charge that we set ourselves, in UTC."""
    return datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def charged_on(moment: datetime, zone: str) -> date:
    """Return the legal day on which what falls due at a moment is collected."""
    return (moment + COLLECTED_AFTER).astimezone(ZoneInfo(zone)).date()


def moments(gift: RecurringGift, zone: str) -> Iterator[datetime]:
    """Yield the moments of its charges from the next one on, paused ones too, without an end.

    Where a day was chosen, every charge after the next one lies on it: Stripe's anchor is moved along.
    """
    upcoming = gift.next_charge_at
    if upcoming is None or gift.state == RecurringGift.State.CANCELLED:
        return
    if gift.day is None:
        yield from grid(gift.anchor_at, gift.frequency, from_=upcoming)
        return
    yield upcoming
    first, months = upcoming.astimezone(ZoneInfo(zone)).date(), MONTHS[Frequency(gift.frequency)]
    start = datetime.combine(first, HOUR)
    for steps in count(1):
        yield at_noon(later(start, steps * months, gift.day).date(), zone)


def charges(gift: RecurringGift, *, until: date, zone: str) -> Iterator[Charge]:
    """Yield the charges to come, until a day and that day included; those in a pause are left out."""
    left = instalments_left(gift)
    for moment in moments(gift, zone):
        day = charged_on(moment, zone)
        if day > until or left == 0 or is_after_end(gift, moment, day):
            return
        if is_skipped(gift, moment):
            continue
        left = left - 1 if left is not None else None
        yield Charge(day, moment, gift.amount)


def is_skipped(gift: RecurringGift, moment: datetime) -> bool:
    """Whether a pause takes a charge away."""
    return gift.is_paused and (gift.paused_until is None or moment < gift.paused_until)


def is_after_end(gift: RecurringGift, moment: datetime, day: date) -> bool:
    """Whether a charge would come after the end that was promised or that Stripe knows of."""
    return (gift.ends_at is not None and moment >= gift.ends_at) or (
        gift.end_on is not None and day > gift.end_on
    )


def instalments_left(gift: RecurringGift) -> int | None:
    """Return how many charges are still promised; None where no number was. At most one query."""
    if gift.instalments is None:
        return None
    return max(gift.instalments - gift.instalments_paid, 0)
