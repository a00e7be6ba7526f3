"""What the clock starts, and jobs that act: receipts follow the ledger, statements are drawn in chunks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from jobs.actions import enqueue_all
from jobs.registry import handles, ticks
from receipts.actions import settle
from receipts.actions.statement_runs import KIND, draw_chunk
from receipts.reports import unsettled
from receipts.signing import sign_missing

# pages record gifts too, also while no clock runs: an outage may last so long before receipts wait for night
OUTAGE = timedelta(days=2)
CHUNK = 1000
DRAWING = timedelta(minutes=5)  # a donor may have thousands of gifts


@ticks("receipts.settle", every=timedelta(seconds=3))
def settle_receipts(now: datetime) -> None:
    """Ask for the gifts that changed lately to be settled."""
    _ask(unsettled(), now=now)


@ticks("receipts.settle_missed", every=timedelta(minutes=15))
def settle_missed(now: datetime) -> None:
    """Ask for the gifts that changed while nothing looked."""
    _ask(unsettled(look_back=OUTAGE), now=now)


@ticks("receipts.settle_everything", every=timedelta(days=1))
def settle_everything(now: datetime) -> None:
    """Ask for whatever the quick look missed."""
    _ask(unsettled(everything=True), now=now)


@ticks("receipts.sign_missing", every=timedelta(minutes=5))
def sign_papers(now: datetime) -> None:
    """Sign what is not signed yet."""
    sign_missing(now=now)


@handles("receipts.settle")
def settle_one(about: str, now: datetime) -> None:
    """Settle one gift. A job of its own, so that one that fails stops no other and stays visible."""
    settle(gift_id=about, now=now)


@handles(KIND, lease=DRAWING, is_patient=True)
def draw_some(about: str, now: datetime) -> None:
    """Draw the statements of a chunk of donors. Patient: nobody's payment waits for the year end."""
    draw_chunk(chunk_id=int(about), now=now)


def _ask(found: Iterable[tuple[UUID, datetime]], *, now: datetime) -> None:
    """By a thousand for each statement: an import may bring more than a lease has time for one by one."""
    rest = iter(found)
    while chunk := list(islice(rest, CHUNK)):
        wanted = {f"receipts.settle:{pk}:{changed_at.timestamp()}": str(pk) for pk, changed_at in chunk}
        enqueue_all(kind="receipts.settle", about_by_key=wanted, now=now)
