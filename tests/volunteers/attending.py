"""What tests of the day of a shift share: somebody on a shift, and what counts of it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from core.clock import legal_day
from tests.factories import ZONE, make_user
from tests.volunteers.makers import SHIFT_START, make_shift, make_sign_up, make_volunteer
from volunteers.actions.attendance import check_in, check_out
from volunteers.models import Attendance, HoursEntry, Program, Shift, SignUp, Volunteer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHIFT_END = SHIFT_START + 3 * HOUR


def seat(shift: Shift | None = None, name: str = "Rosa Lind") -> SignUp:
    """A confirmed seat of a new volunteer."""
    shift = shift or make_shift()
    return make_sign_up(shift, make_volunteer(shift.role.program, name=name))


def comes(one: SignUp, at: datetime) -> Attendance:
    return check_in(sign_up_id=one.pk, how=Attendance.How.KIOSK, actor=None, now=at)


def leaves(one: SignUp, at: datetime) -> Attendance:
    return check_out(sign_up_id=one.pk, how=Attendance.How.KIOSK, actor=None, now=at)


def attended(one: SignUp, arrived: datetime, left: datetime) -> HoursEntry:
    """Hours of somebody who came and left at these moments."""
    comes(one, arrived)
    leaves(one, left)
    return HoursEntry.objects.get(volunteer=one.volunteer, shift=one.shift, kind="attendance")


def counted(one: SignUp) -> int:
    """Minutes of a volunteer that count."""
    rows = HoursEntry.objects.filter(volunteer=one.volunteer).counted()
    return rows.aggregate(sum=Sum("minutes"))["sum"] or 0


def staff() -> User:
    """Whoever records it; the actions ask for no role."""
    return make_user()


def today() -> date:
    """The legal day of now."""
    return legal_day(timezone.now(), ZONE)


def entry(volunteer: Volunteer, program: Program, on: date, minutes: int = 90, **values: Any) -> HoursEntry:
    """A row of hours, reported and waiting unless said otherwise, past every action."""
    facts: dict[str, Any] = {"kind": "reported", "state": "pending", "created_at": timezone.now()}
    if values.get("state") in {"approved", "declined"}:
        facts["decided_at"] = timezone.now()
    return HoursEntry.objects.create(
        volunteer=volunteer, program=program, on=on, minutes=minutes, **{**facts, **values}
    )


def corrected(made: HoursEntry, minutes: int) -> HoursEntry:
    """An approved correction by so many minutes, past every action."""
    facts: dict[str, Any] = {"kind": "correction", "state": "approved", "reason": "mistake"}
    return entry(made.volunteer, made.program, made.on, minutes, corrects=made, **facts)
