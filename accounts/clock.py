"""What accounts wants done again and again."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts.actions.codes import drop_old_codes
from jobs.registry import ticks


@ticks("accounts.drop_old_codes", every=timedelta(hours=1))
def forget_codes(now: datetime) -> None:
    """Forget sign-in codes of yesterday."""
    drop_old_codes(now=now)


@ticks("accounts.drop_ended_sessions", every=timedelta(hours=1))
def forget_sessions(now: datetime) -> None:
    """Forget sessions that ended: one that asked for a code holds the address, known here or not."""
    Session.objects.filter(expire_date__lt=now).delete()
