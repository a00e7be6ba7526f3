"""The day of the shift: who came, when they left, and the hours that follow in the same transaction.

Whoever is recorded here holds a confirmed seat. Volunteer and shift are locked first, so two kiosks, two
presses or the clock and a person count once.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.attending import (
    AttendanceRefused,
    attendance_of,
    confirmed,
    facts_of,
    keep,
    locked,
    note_change,
    settle,
)
from volunteers.letters.spoken import clock_words
from volunteers.models import Attendance, HoursEntry, Shift
from volunteers.models.attendance import COUNTED_AFTER, OPENS_BEFORE

AT_ONCE = 200

Outcome, How = Attendance.Outcome, Attendance.How


def check_in(*, sign_up_id: int, how: str, actor: User | None, now: datetime) -> Attendance:
    """Note that somebody came, now. From an hour before the start until the end.

    Raises: AttendanceRefused when too early, when the shift is over, when they are in or have left already,
    and for a sign-up that is not confirmed.
    """
    with transaction.atomic():
        sign_up = confirmed(sign_up_id)
        shift = sign_up.shift
        if now < shift.starts_at - OPENS_BEFORE:
            raise AttendanceRefused(
                _("This shift begins at %(start)s. One can check in from %(opens)s.")
                % {"start": _at(shift, shift.starts_at), "opens": _at(shift, shift.starts_at - OPENS_BEFORE)}
            )
        if now >= shift.ends_at:
            raise AttendanceRefused(
                _("This shift ended at %(end)s. A coordinator can still write down who was there.")
                % {"end": _at(shift, shift.ends_at)}
            )
        attendance = attendance_of(sign_up)
        if attendance.is_here and attendance.arrived_at:
            raise AttendanceRefused(
                _("Checked in already, at %(time)s.") % {"time": _at(shift, attendance.arrived_at)}
            )
        if attendance.left_at:
            raise AttendanceRefused(
                _("Checked out already, at %(time)s. A coordinator can correct it.")
                % {"time": _at(shift, attendance.left_at)}
            )
        attendance.outcome, attendance.arrived_at = Outcome.PRESENT, now
        return keep(attendance, how, actor)


def check_out(*, sign_up_id: int, how: str, actor: User | None, now: datetime) -> Attendance:
    """Note that somebody leaves, now, and count their hours.

    Raises: AttendanceRefused when they are not in, or have left already.
    """
    with transaction.atomic():
        sign_up = confirmed(sign_up_id)
        shift, attendance = sign_up.shift, attendance_of(sign_up)
        if attendance.left_at:
            raise AttendanceRefused(
                _("Checked out already, at %(time)s. A coordinator can correct it.")
                % {"time": _at(shift, attendance.left_at)}
            )
        if not attendance.pk or not attendance.is_here:
            raise AttendanceRefused(_("Not checked in yet. A coordinator can write both times down."))
        if now > shift.ends_at + COUNTED_AFTER:
            raise AttendanceRefused(_("It is too late to check out here. A coordinator can write it down."))
        attendance.left_at = now
        kept = keep(attendance, how, actor)
        settle(kept, reason="", actor=actor, now=now)
        return kept


def record_no_show(*, sign_up_id: int, actor: User, now: datetime, is_excused: bool = False) -> Attendance:
    """Note that somebody did not come, or could not. Hours that were counted are taken back.

    Raises: AttendanceRefused before the start.
    """
    with transaction.atomic():
        sign_up = confirmed(sign_up_id)
        if now < sign_up.shift.starts_at:
            raise AttendanceRefused(
                _("The shift has not begun. Who cannot come is released, so that somebody else has the seat.")
            )
        attendance = attendance_of(sign_up)
        before = facts_of(attendance)
        attendance.outcome = Outcome.EXCUSED if is_excused else Outcome.NO_SHOW
        attendance.arrived_at = attendance.left_at = None
        attendance.is_left_assumed = False
        kept = keep(attendance, How.COORDINATOR, actor)
        settle(kept, reason=HoursEntry.Reason.MISTAKE, actor=actor, now=now)
        note_change(kept, before, actor, now)
        return kept


def close_forgotten(*, now: datetime) -> int:
    """Check out, at the end of their shift, those who forgot to; return how many there were."""
    open_rows = Attendance.objects.filter(
        outcome=Outcome.PRESENT, left_at=None, sign_up__shift__ends_at__lte=now - COUNTED_AFTER
    )
    ids = list(open_rows.order_by("sign_up__shift__ends_at").values_list("sign_up", flat=True)[:AT_ONCE])
    return sum(_close(sign_up_id, now) for sign_up_id in ids)


def _close(sign_up_id: int, now: datetime) -> bool:
    with transaction.atomic():
        sign_up = locked(sign_up_id)
        attendance = attendance_of(sign_up)
        shift = sign_up.shift
        if not attendance.is_here or not attendance.arrived_at or now < shift.ends_at + COUNTED_AFTER:
            return False
        attendance.left_at = max(shift.ends_at, attendance.arrived_at)
        attendance.is_left_assumed = True
        attendance.save(update_fields=["left_at", "is_left_assumed"])
        settle(attendance, reason="", actor=None, now=now)
        return True


def _at(shift: Shift, at: datetime) -> str:
    return clock_words(at.astimezone(ZoneInfo(shift.zone)))
