"""What the clock starts for those who give time."""

from datetime import datetime, timedelta

from jobs.registry import handles, ticks
from volunteers.actions import horizon, waitlist
from volunteers.actions.reminders import remind
from volunteers.actions.seats import LOOK_AGAIN


@ticks("volunteers.remind", every=timedelta(minutes=5), lease=timedelta(minutes=5))
def reminders(now: datetime) -> None:
    """Remind those whose shift comes near."""
    remind(now=now)


@ticks("volunteers.waitlists", every=timedelta(minutes=1))
def waitlists(now: datetime) -> None:
    """Go on to the next where an offer ran out or a seat is free; close what is over."""
    waitlist.lapse_offers(now=now)
    waitlist.offer_free_seats(now=now)
    waitlist.end_what_is_over(now=now)


@ticks("volunteers.horizon", every=timedelta(hours=1), lease=timedelta(minutes=10))
def make_shifts(now: datetime) -> None:
    """Make the shifts of series as far ahead as volunteers see."""
    horizon.generate(now=now)


@handles(LOOK_AGAIN)
def offer_seats(about: str, now: datetime) -> None:
    """Offer the free seats of a shift whose next in line was busy. Harmless to repeat."""
    waitlist.offer_seats(shift_id=int(about), now=now)
