"""What accounts wants done again and again."""

from datetime import datetime, timedelta

from accounts.actions.codes import drop_old_codes
from jobs.registry import ticks


@ticks("accounts.drop_old_codes", every=timedelta(hours=1))
def forget_codes(now: datetime) -> None:
    """Forget sign-in codes of yesterday."""
    drop_old_codes(now=now)
