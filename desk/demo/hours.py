"""Who came to the demo's past shifts, and the hours of that."""

import random
from datetime import datetime, timedelta

from core.clock import legal_day
from volunteers.models import Attendance, Clearance, HoursEntry, SignUp


def count_hours(chance: random.Random, now: datetime) -> None:
    """Who was there, who was not, and the hours of those who were."""
    past = SignUp.objects.filter(shift__ends_at__lt=now).select_related("shift__role", "shift__series")
    attended, hours = [], []
    for each in past.order_by("pk"):
        is_there = chance.random() < 0.95
        shift = each.shift
        minutes = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
        attended.append(
            Attendance(
                sign_up=each,
                outcome="present" if is_there else chance.choice(["no_show", "excused"]),
                how="kiosk" if shift.pk % 3 else "coordinator",
                arrived_at=shift.starts_at if is_there else None,
                left_at=shift.ends_at if is_there else None,
                counted=minutes if is_there else 0,
            )
        )
        if is_there:
            hours.append(
                HoursEntry(
                    volunteer_id=each.volunteer_id,
                    program_id=shift.role.program_id,
                    shift=shift,
                    on=legal_day(shift.starts_at, shift.zone),
                    minutes=minutes,
                    kind=HoursEntry.Kind.ATTENDANCE,
                    state=HoursEntry.State.APPROVED,
                    created_at=shift.ends_at,
                )
            )
    Attendance.objects.bulk_create(attended, batch_size=2000)
    HoursEntry.objects.bulk_create(hours, batch_size=2000)
    _reported(chance, now)


def _reported(chance: random.Random, now: datetime) -> None:
    """What volunteers did between shifts and wait to see approved."""
    cleared = Clearance.objects.filter(revoked_at=None).order_by("pk")
    HoursEntry.objects.bulk_create(
        HoursEntry(
            volunteer_id=each.volunteer_id,
            program_id=each.program_id,
            on=(now - timedelta(days=chance.randrange(1, 12))).date(),
            minutes=30 * chance.randrange(1, 7),
            kind=HoursEntry.Kind.REPORTED,
            state=HoursEntry.State.PENDING,
            created_at=now - timedelta(hours=chance.randrange(1, 40)),
        )
        for each in cleared[::17]
    )
