"""When a recurring gift is charged: the grid as Stripe counts it, and what was promised on top of it.

A moment is when an invoice is made. Where a day of the month was chosen, `gifts.actions.recurring.promises`
moves Stripe's grid along, by the same `follow` that the forecast is made of.

Source of the grid: docs.stripe.com/billing/subscriptions/billing-cycle. Periods are counted in UTC from the
anchor; a month without the anchor's day has its last day instead, and the day comes back after it.
"""

from calendar import monthrange
from collections.abc import Iterator
from copy import copy
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
# two charges of a gift lie so far apart at least, also where the first came late
REST = timedelta(days=20)
# no promise is looked at further ahead
YEARS_AHEAD = 60


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


def later_day(day: date, months: int, wanted: int | None = None) -> date:
    """Return the same day months later, or another one of that month; a short month has its last day."""
    return later(datetime.combine(day, time()), months, wanted).date()


def day_in_month(month: date, day: int) -> int:
    """Return a day of a month, or its last one."""
    return min(day, monthrange(month.year, month.month)[1])


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


def follow(last: date, frequency: str, day: int) -> date:
    """Return the day of the charge after one, where a day of the month was chosen.

    One that came late, and so on another day, is followed by the chosen day again: of the month after the
    one it was for, or a month later still where it would come too soon.
    """
    due = last.replace(day=day_in_month(last, day))
    if due > last:
        due = later_day(due, -1, day)
    after = later_day(due, MONTHS[Frequency(frequency)], day)
    return after if after - last >= REST else later_day(after, 1, day)


def moments(gift: RecurringGift, zone: str) -> Iterator[datetime]:
    """Yield the moments of its charges from the next one on, paused ones too, without an end."""
    moment = gift.next_charge_at
    if moment is None or gift.state == RecurringGift.State.CANCELLED:
        return
    if gift.day is None:
        yield from grid(gift.anchor_at, gift.frequency, from_=moment)
        return
    moment = next_on_day(gift, zone) or moment
    while True:
        yield moment
        moment = at_noon(follow(charged_on(moment, zone), gift.frequency, gift.day), zone)


def next_on_day(gift: RecurringGift, zone: str) -> datetime | None:
    """Return the moment to which the next charge must be moved; None where it lies on the chosen day.

    A charge that Stripe's grid begins at was put there by us, as was one that is being collected.
    """
    moment, began_at = gift.next_charge_at, gift.period_began_at
    if gift.day is None or moment is None or began_at is None or moment in (gift.anchor_at, began_at):
        return None
    wanted = follow(charged_on(began_at, zone), gift.frequency, gift.day)
    return None if wanted == charged_on(moment, zone) else at_noon(wanted, zone)


def charges(gift: RecurringGift, *, until: date, zone: str) -> Iterator[Charge]:
    """Yield the charges to come, until a day and that day included; those in a pause are left out.

    One that is being collected is among them, as a pause made at Stripe's own desk does not stop it; one that
    failed is not.
    """
    left = instalments_left(gift)
    for moment in moments(gift, zone):
        day = charged_on(moment, zone)
        if day > until or left == 0 or is_after_end(gift, moment, day):
            return
        begun = gift.open_amount if moment == gift.period_began_at else None
        if begun is None and is_skipped(gift, moment):
            if gift.paused_until is None:
                return
            continue
        left = left - 1 if left is not None else None
        yield Charge(day, moment, begun or gift.amount)


def next_on(gift: RecurringGift, zone: str) -> date | None:
    """Return the day of the next charge that no pause takes away; None where none is to come."""
    for moment in moments(gift, zone):
        day = charged_on(moment, zone)
        if is_after_end(gift, moment, day) or (gift.is_paused and gift.paused_until is None):
            return None
        if not is_skipped(gift, moment):
            return day
    return None


def is_skipped(gift: RecurringGift, moment: datetime) -> bool:
    """Whether a pause takes a charge away."""
    return gift.is_paused and (gift.paused_until is None or moment < gift.paused_until)


def is_after_end(gift: RecurringGift, moment: datetime, day: date) -> bool:
    """Whether a charge would come after the end that was promised or that Stripe knows of."""
    return (gift.ends_at is not None and moment >= gift.ends_at) or (
        gift.end_on is not None and day > gift.end_on
    )


def instalments_left(gift: RecurringGift) -> int | None:
    """Return how many charges are still promised; None where no number was. At most one query.

    One that failed is still being tried, so it is not promised once more.
    """
    if gift.instalments is None:
        return None
    tried = 1 if gift.failed_attempts else 0
    return max(gift.instalments - gift.instalments_paid - tried, 0)


def as_if(gift: RecurringGift, **columns: object) -> RecurringGift:
    """Return a copy of a gift, never to be saved, as if some columns were others and nothing ended it yet."""
    other = copy(gift)
    other.ends_at = None
    if other.next_charge_at is None and other.period_began_at is not None:
        following = grid(other.anchor_at, other.frequency, from_=other.period_began_at + timedelta(seconds=1))
        other.next_charge_at = next(following)
    for name, value in columns.items():
        setattr(other, name, value)
    return other


def resumes_at(gift: RecurringGift, until: date, zone: str) -> datetime:
    """Return when a pause must end so that whatever is collected from a day on is collected."""
    midnight = datetime.combine(until, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    first = next(moment for moment in moments(gift, zone) if charged_on(moment, zone) >= until)
    return min(midnight, first - COLLECTED_AFTER)
