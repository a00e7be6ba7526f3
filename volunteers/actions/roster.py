"""What coordinators write down of a whole shift: times, and everybody at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from volunteers.actions.attendance import check_in, check_out
from volunteers.actions.attending import (
    AttendanceRefused,
    attendance_of,
    confirmed,
    entry_of,
    facts_of,
    keep,
    note_change,
    settle,
)
from volunteers.actions.locks import SignUpRefused, lock_sign_ups
from volunteers.models import Attendance, Shift, SignUp
from volunteers.models.attendance import COUNTED_AFTER, OPENS_BEFORE

Outcome, How = Attendance.Outcome, Attendance.How


def record_times(
    *,
    sign_up_id: int,
    arrived_at: datetime,
    left_at: datetime | None,
    reason: str,
    actor: User,
    now: datetime,
) -> Attendance:
    """Write down when somebody came and left, or correct it; hours already counted get a correction.

    Raises: AttendanceRefused for times that cannot be, and where hours would change without a reason.
    """
    with transaction.atomic():
        sign_up = confirmed(sign_up_id)
        _refuse_times(sign_up.shift, arrived_at, left_at, now)
        attendance = attendance_of(sign_up)
        before = facts_of(attendance)
        is_counted = entry_of(attendance) is not None
        if is_counted and left_at is None:
            raise AttendanceRefused(_("Please say when they left: hours are counted already."), "left_at")
        if is_counted and not reason:
            raise AttendanceRefused(_("Please say why: hours are counted already."), "reason")
        attendance.outcome, attendance.arrived_at = Outcome.PRESENT, arrived_at
        attendance.left_at, attendance.is_left_assumed = left_at, False
        kept = keep(attendance, How.COORDINATOR, actor)
        if left_at:
            settle(kept, reason=reason, actor=actor, now=now)
        note_change(kept, before, actor, now)
        return kept


def all_came(*, shift_id: int, actor: User, now: datetime) -> int:
    """Check in everybody of whom nothing is written down yet; return how many.

    Raises: AttendanceRefused when it is too early or too late for them.
    """
    with transaction.atomic():
        ids = _locked(Q(attendance=None), shift_id)
        for sign_up_id in ids:
            check_in(sign_up_id=sign_up_id, how=How.COORDINATOR, actor=actor, now=now)
        return len(ids)


def all_leave(*, shift_id: int, actor: User, now: datetime) -> int:
    """Check out everybody who is in; return how many. Raises: AttendanceRefused when it is too late."""
    with transaction.atomic():
        ids = _locked(Q(attendance__outcome=Outcome.PRESENT, attendance__left_at=None), shift_id)
        for sign_up_id in ids:
            check_out(sign_up_id=sign_up_id, how=How.COORDINATOR, actor=actor, now=now)
        return len(ids)


def _locked(which: Q, shift_id: int) -> list[int]:
    """Lock the volunteers of a shift, then the shift, and only then say who is meant."""
    confirmed_ones = SignUp.objects.filter(shift=shift_id, state=SignUp.State.CONFIRMED)
    try:
        locked = lock_sign_ups(list(confirmed_ones.values_list("pk", flat=True)))
    except SignUpRefused as refusal:
        raise AttendanceRefused(refusal.sentence) from refusal
    return list(confirmed_ones.filter(which, pk__in=locked).order_by("pk").values_list("pk", flat=True))


def _refuse_times(shift: Shift, arrived_at: datetime, left_at: datetime | None, now: datetime) -> None:
    if not shift.starts_at - OPENS_BEFORE <= arrived_at <= shift.ends_at:
        raise AttendanceRefused(
            _("Please give a time between an hour before the start and the end of the shift."), "arrived_at"
        )
    if arrived_at > now:
        raise AttendanceRefused(_("This time is still to come."), "arrived_at")
    if left_at is None:
        return
    if left_at < arrived_at:
        raise AttendanceRefused(_("Nobody leaves before arriving."), "left_at")
    if left_at > now:
        raise AttendanceRefused(_("This time is still to come."), "left_at")
    if left_at > shift.ends_at + COUNTED_AFTER:
        raise AttendanceRefused(
            _("Later than two hours after the end: give the end, and add a correction to the hours."),
            "left_at",
        )
