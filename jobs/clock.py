"""What the jobs app itself wants done again and again."""

from datetime import datetime, timedelta

from jobs import actions
from jobs.registry import ticks


@ticks("jobs.worker_is_alive", every=timedelta(seconds=10))
def worker_is_alive(now: datetime) -> None:
    """Prove the whole way: the clock wrote a row, a relay sent it, a worker took it, the database heard."""
    actions.beat(name="worker", now=now)


@ticks("jobs.drop_done", every=timedelta(hours=1))
def drop_done(now: datetime) -> None:
    """Forget jobs that are long done."""
    actions.drop_done(now=now)
