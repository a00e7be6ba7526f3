"""The end that was promised, told to Stripe together with whatever moves it.

Stripe charges in part a period in which an end lies that was set before it began. So while charges are still
to come, it holds an end where the period of the last one is over, in case nobody here lives to tell it more;
once that period runs, the end moves into it and changes no amount.

Source: `cancel_at` of the update of a subscription in the wheel (16.1.0).
"""

from datetime import datetime, timedelta
from typing import Any

from accounts.organisation import the_zone
from gifts.gateway.subscriptions import an_end, another_date
from gifts.models import Frequency, RecurringGift
from gifts.schedule import (
    MONTHS,
    YEARS_AHEAD,
    as_if,
    charged_on,
    charges,
    grid,
    later,
    later_day,
    moments,
)

# the end lies so long after the last charge began: retries of it have their time, the next one has not come
GRACE = timedelta(days=20)
# so far at most Stripe's grid and a chosen day lie apart: from the 28th to the 31st, and an hour of a clock
BEYOND = timedelta(days=4)
# Stripe takes no end in the past
AT_LEAST = timedelta(days=1)
SECOND = timedelta(seconds=1)
# what a change leaves behind that ends what is open
CLOSED: dict[str, object] = {"open_amount": None, "failed_attempts": 0}


def with_end(
    change: dict[str, Any], row: RecurringGift, *, now: datetime, **columns: object
) -> dict[str, Any]:
    """Return what Stripe is told for a change that moves the promised end along; `columns` stand after it."""
    after = as_if(row, **columns)
    at = end_after(after, now=now) if row.has_end else None
    return {"update": change} if at is None else another_end(change, row, after, at, now=now)


def another_end(
    change: dict[str, Any], row: RecurringGift, after: RecurringGift, at: datetime | None, *, now: datetime
) -> dict[str, Any]:
    """Return what Stripe is told for another end, or none; `after` is the gift with it.

    Where the period that runs would have been the last one, the next charge is put where it belongs: Stripe
    may begin anew at the end that is taken back.
    """
    told = change | an_end(at)
    if "trial_end" in told or not is_ending(row):
        return {"update": told}
    zone = the_zone()
    coming = next(moment for moment in moments(after, zone) if moment > now)
    return {"update": told | another_date(coming), "day": row.day or charged_on(row.anchor_at, zone).day}


def end_after(gift: RecurringGift, *, now: datetime) -> datetime | None:
    """Return the end that Stripe must hold so that it makes the promised charges, whole, and no other.

    None where no charge is left to promise.
    """
    zone = the_zone()
    until = gift.end_on or later_day(now.date(), 12 * YEARS_AHEAD)
    coming = list(charges(as_if(gift), until=until, zone=zone))
    if not coming:
        return None
    last = coming[-1].at
    if last == gift.period_began_at:
        return last + GRACE
    if gift.day is None:
        return next(grid(gift.anchor_at, gift.frequency, from_=last + SECOND))
    return later(last, MONTHS[Frequency(gift.frequency)]) + BEYOND


def end_in_period(row: RecurringGift, *, now: datetime) -> datetime:
    """Return the end within the period that runs, where its charge was the last one."""
    at, over = max((row.period_began_at or now) + GRACE, now + AT_LEAST), _period_over(row)
    return min(at, over) if over > now else at


def is_ending(row: RecurringGift) -> bool:
    """Whether Stripe holds an end within the period that runs, or where it is over."""
    return row.ends_at is not None and row.ends_at <= _period_over(row)


def _period_over(row: RecurringGift) -> datetime:
    return next(grid(row.anchor_at, row.frequency, from_=(row.period_began_at or row.anchor_at) + SECOND))
