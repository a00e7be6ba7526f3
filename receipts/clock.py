"""What the clock starts: receipts follow the ledger within seconds."""

from datetime import datetime, timedelta

from jobs.actions import enqueue
from jobs.registry import handles, ticks
from receipts.actions import settle
from receipts.reports import unsettled


@ticks("receipts.settle", every=timedelta(seconds=3))
def settle_receipts(now: datetime) -> None:
    """Ask for the gifts that changed lately to be settled."""
    _ask(now, everything=False)


@ticks("receipts.settle_everything", every=timedelta(days=1))
def settle_everything(now: datetime) -> None:
    """Ask for whatever the quick look missed."""
    _ask(now, everything=True)


@handles("receipts.settle")
def settle_one(about: str, now: datetime) -> None:
    """Settle one gift. A job of its own, so that one that fails stops no other and stays visible."""
    settle(gift_id=about, now=now)


def _ask(now: datetime, *, everything: bool) -> None:
    for gift_id, changed_at in unsettled(everything=everything):
        key = f"receipts.settle:{gift_id}:{changed_at.timestamp()}"
        enqueue(kind="receipts.settle", about=str(gift_id), now=now, key=key)
