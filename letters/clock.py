"""What the clock starts for letters."""

from datetime import datetime, timedelta

from jobs.registry import ticks
from letters.actions import forget_old_letters, rescue_stranded_letters


@ticks("letters.forget", every=timedelta(days=1), lease=timedelta(minutes=10))
def forget(now: datetime) -> None:
    """Drop words and files whose time is over."""
    forget_old_letters(now=now)


@ticks("letters.rescue", every=timedelta(minutes=30))
def rescue(now: datetime) -> None:
    """Find letters that nobody works on."""
    rescue_stranded_letters(now=now)
