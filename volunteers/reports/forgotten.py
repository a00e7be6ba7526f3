"""Check-outs that nobody and no clock has closed."""

from datetime import datetime, timedelta

from volunteers.models import Attendance

LONG = timedelta(days=1)


def forgotten_check_outs(now: datetime) -> int:
    """Count those who are still checked in a day after the end of their shift."""
    here = Attendance.objects.filter(outcome=Attendance.Outcome.PRESENT, left_at=None)
    return here.filter(sign_up__shift__ends_at__lt=now - LONG).count()
