"""Coordinators hear in time of a shift that has fewer people than its rules ask for."""

from datetime import datetime, timedelta

from django.db import transaction

from volunteers.gates import coverage_of
from volunteers.letters import tell_staff
from volunteers.letters.staff import told_today
from volunteers.models import Coverage, Shift

AHEAD = timedelta(hours=72)
KIND = "coverage_low"


def tell_of_gaps(*, now: datetime, ahead: timedelta = AHEAD) -> int:
    """Tell of open shifts that begin within some hours and lack somebody; return how many were told of.

    However often it runs, each is told of once a day. The queries that find them are always the same number.
    """
    ruled = Coverage.objects.values("role_id")
    coming = Shift.objects.open().filter(starts_at__gt=now, starts_at__lte=now + ahead, role__in=ruled)
    shifts = list(coming.order_by("starts_at", "pk"))
    states = coverage_of(shifts)
    gaps = [shift.pk for shift in shifts if not all(state.is_met for state in states[shift.pk])]
    known = told_today(kind=KIND, about=("shift", gaps), now=now)
    new = [key for key in gaps if key not in known]
    for key in new:
        with transaction.atomic():
            tell_staff(kind=KIND, about=("shift", key), facts={}, now=now)
    return len(new)
