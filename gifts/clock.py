"""What the clock and the jobs start. Whatever is missed here, the next round finds."""

from datetime import datetime, timedelta
from uuid import UUID

from gifts.actions import defence, sweep
from gifts.actions.challenges import settle_all, settle_recent
from gifts.actions.events import SYNC, read_root, ring_for_waiting, sync_waiting
from gifts.actions.missed_events import take_up_events
from gifts.actions.pledges import remind_of_pledges
from gifts.actions.recurring.requests import CARRY_OUT, carry_out
from gifts.actions.recurring.rounds import keep_all_promises
from gifts.actions.refunds import SEND, send_refund
from gifts.actions.reminders import remind
from gifts.actions.retention import forget_unpaid_visits
from gifts.actions.roots import READ_AGAIN
from gifts.actions.tallies import REBUILD, check_tallies, keep_tallies, rebuild_tallies
from jobs.registry import handles, ticks

# a reading may wait for Stripe three times twenty seconds, and for the root before that
PATIENCE = timedelta(minutes=4)


@ticks("gifts.ring", every=timedelta(seconds=1))
def ring(now: datetime) -> None:
    """Ask for the roots of new events, and of failed ones whose next try is due."""
    ring_for_waiting(now=now)


@handles(SYNC, lease=PATIENCE)
def sync(about: str, now: datetime) -> None:
    """Read a root if events of it still wait: an earlier reading may have answered them."""
    sync_waiting(root=about, now=now)


# payments do not wait for the pot: they are pulled, as receipts are
@ticks("gifts.settle_challenges", every=timedelta(seconds=1))
def settle_challenges(now: datetime) -> None:
    """Let sponsors' pots follow the gifts that changed lately."""
    settle_recent(now=now)


@ticks("gifts.settle_all_challenges", every=timedelta(minutes=15), lease=timedelta(minutes=10))
def settle_every_challenge(now: datetime) -> None:
    """Let them follow all gifts: what the quick look missed, and pots that staff changed."""
    settle_all(now=now)


@handles(READ_AGAIN, lease=PATIENCE)
def read_again(about: str, now: datetime) -> None:
    """Read a root whether or not an event asks for it."""
    read_root(about, now=now)


@handles(SEND, lease=PATIENCE)
def send(about: str, now: datetime) -> None:
    """Send a refund whose page could not."""
    send_refund(refund_id=UUID(about), now=now)


@handles(CARRY_OUT, lease=PATIENCE)
def carry_out_request(about: str, now: datetime) -> None:
    """Carry out what was asked of a recurring gift and the page could not."""
    carry_out(request_id=UUID(about), now=now)


@ticks("gifts.recurring.promises", every=timedelta(days=1), lease=timedelta(hours=1))
def promises(now: datetime) -> None:
    """Make Stripe keep what was promised, where no event gave the occasion."""
    keep_all_promises(now=now)


@ticks("gifts.recurring.remind", every=timedelta(days=1), lease=timedelta(hours=1))
def reminders(now: datetime) -> None:
    """Tell donors of cards that run out and of yearly charges."""
    remind(now=now)


@ticks("gifts.pledges.remind", every=timedelta(days=1), lease=timedelta(hours=1))
def pledge_reminders(now: datetime) -> None:
    """Tell donors of parts of pledges that fall due, or did and have not come."""
    remind_of_pledges(now=now)


@ticks("gifts.missed_events", every=timedelta(minutes=15), lease=PATIENCE)
def missed_events(now: datetime) -> None:
    """Take up the events that never reached us."""
    take_up_events(now=now)


@ticks("gifts.sweep", every=timedelta(days=1), lease=timedelta(hours=1))
def nightly(now: datetime) -> None:
    """Compare Stripe's books with ours."""
    sweep.sweep(now=now)


@ticks("gifts.watch_failures", every=timedelta(minutes=1))
def watch_failures(now: datetime) -> None:
    """Raise or close the alarm on card testing."""
    defence.watch_failures(now=now)


@ticks("gifts.forget_budgets", every=timedelta(days=1))
def forget_budgets(now: datetime) -> None:
    """Drop what past hours used up."""
    defence.forget_budgets(now=now)


@ticks("gifts.forget_unpaid_visits", every=timedelta(days=1), lease=timedelta(minutes=10))
def forget_visits(now: datetime) -> None:
    """Drop who only tried to give, after 90 days."""
    forget_unpaid_visits(now=now)


@ticks("gifts.keep_tallies", every=timedelta(seconds=15), lease=timedelta(minutes=5))
def keep(now: datetime) -> None:
    """Bring the kept totals up to date, so that readers count little anew."""
    keep_tallies(now=now)


@handles(REBUILD, lease=timedelta(hours=1))
def rebuild(about: str, now: datetime) -> None:
    """Count all totals anew, by the fiscal year that begins in this month."""
    rebuild_tallies(month=int(about), now=now)


@ticks("gifts.check_tallies", every=timedelta(days=1), lease=timedelta(hours=1))
def check(now: datetime) -> None:
    """Compare the kept totals with a recount; the doctor tells what it found."""
    check_tallies(now=now)
