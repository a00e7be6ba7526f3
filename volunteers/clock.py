"""What the clock starts for those who give time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.organisation import the_zone
from jobs.registry import handles, ticks
from volunteers.actions import horizon, waitlist
from volunteers.actions.attendance import close_forgotten
from volunteers.actions.coverage import AHEAD, tell_of_gaps
from volunteers.actions.guardians import follow_up_guardians
from volunteers.actions.messages import forget_old_messages
from volunteers.actions.references import follow_up
from volunteers.actions.reminders import remind
from volunteers.actions.retention import forget_old_applications
from volunteers.actions.seats import LOOK_AGAIN
from volunteers.actions.warnings import send_warnings

# letters that can wait leave while people are up
BY_DAY = range(9, 18)
# what begins before the next morning's letters could help
NIGHT = timedelta(hours=15)


@ticks("volunteers.remind", every=timedelta(minutes=5), lease=timedelta(minutes=5))
def reminders(now: datetime) -> None:
    """Remind those whose shift comes near."""
    remind(now=now)


@ticks("volunteers.coverage", every=timedelta(minutes=15), lease=timedelta(minutes=5))
def coverage(now: datetime) -> None:
    """Tell coordinators of coming shifts that lack somebody; at night only of those that cannot wait."""
    tell_of_gaps(now=now, ahead=AHEAD if _is_by_day(now) else NIGHT)


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


@ticks("volunteers.check_out", every=timedelta(minutes=10), lease=timedelta(minutes=5))
def check_out_forgotten(now: datetime) -> None:
    """Let those who forgot to check out have left at the end of their shift."""
    close_forgotten(now=now)


@handles(LOOK_AGAIN)
def offer_seats(about: str, now: datetime) -> None:
    """Offer the free seats of a shift whose next in line was busy. Harmless to repeat."""
    waitlist.offer_seats(shift_id=int(about), now=now)


@ticks("volunteers.follow_up", every=timedelta(hours=1), lease=timedelta(minutes=10))
def follow_up_by_day(now: datetime) -> None:
    """Remind references and guardians, give up silent ones, warn before something runs out."""
    if _is_by_day(now):
        follow_up(now=now)
        follow_up_guardians(now=now)
        send_warnings(now=now)


@ticks("volunteers.forget", every=timedelta(days=1), lease=timedelta(minutes=10))
def forget(now: datetime) -> None:
    """Forget what applications leave behind."""
    forget_old_applications(now=now)


@ticks("volunteers.forget_messages", every=timedelta(days=1), lease=timedelta(minutes=10))
def forget_messages(now: datetime) -> None:
    """Forget messages about shifts that are long over."""
    forget_old_messages(now=now)


def _is_by_day(now: datetime) -> bool:
    return now.astimezone(ZoneInfo(the_zone())).hour in BY_DAY
