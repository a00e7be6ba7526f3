"""What all ways to record an attendance share: locks, the row, and the hours that follow from it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.clock import legal_day
from volunteers.actions.locks import SignUpRefused, lock_sign_up
from volunteers.models import Attendance, HoursEntry, SignUp

Facts = dict[str, str | int | bool | None]


class AttendanceRefused(Exception):
    """The sentence is for the person; `field` is where it belongs in a form."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def locked(sign_up_id: int) -> SignUp:
    """Return a sign-up with its volunteer and shift locked. Raises: AttendanceRefused when it just moved."""
    try:
        return lock_sign_up(sign_up_id)
    except SignUpRefused as refusal:
        raise AttendanceRefused(refusal.sentence) from refusal


def confirmed(sign_up_id: int) -> SignUp:
    """Return a confirmed sign-up, locked. Raises: AttendanceRefused for any other."""
    sign_up = locked(sign_up_id)
    if sign_up.state != SignUp.State.CONFIRMED:
        raise AttendanceRefused(_("This seat is not confirmed, so nobody can check in on it."))
    return sign_up


def attendance_of(sign_up: SignUp) -> Attendance:
    """Return what is written down so far, or a new row that is in no table yet."""
    found = Attendance.objects.filter(sign_up=sign_up).first() or Attendance(
        outcome=Attendance.Outcome.EXCUSED
    )
    found.sign_up = sign_up
    return found


def keep(attendance: Attendance, how: str, actor: User | None) -> Attendance:
    """Write it down, with the way and, where a coordinator did it, by whom."""
    attendance.how, attendance.recorded_by = how, actor if how == Attendance.How.COORDINATOR else None
    attendance.save()
    return attendance


def entry_of(attendance: Attendance) -> HoursEntry | None:
    """Return the hours that it gave, if any."""
    sign_up = attendance.sign_up
    return HoursEntry.objects.filter(
        volunteer=sign_up.volunteer_id, shift=sign_up.shift_id, kind=HoursEntry.Kind.ATTENDANCE
    ).first()


def settle(attendance: Attendance, *, reason: str, actor: User | None, now: datetime) -> None:
    """Let the hours follow: the first time as an entry, afterwards as a correction by the difference.

    Hours that were corrected by hand besides keep that correction; their sum never falls below zero.
    """
    entry, minutes = entry_of(attendance), attendance.minutes
    if entry is None and attendance.left_at is not None:
        _count(attendance, actor, now)
    elif entry is not None:
        change = max(minutes - attendance.counted, -entry.total)
        if change:
            reason = reason or HoursEntry.Reason.MISTAKE
            write_correction(entry, change, reason=reason, actor=actor, now=now)
    attendance.counted = minutes
    attendance.save(update_fields=["counted"])


def _count(attendance: Attendance, actor: User | None, now: datetime) -> None:
    shift = attendance.sign_up.shift
    HoursEntry.objects.create(
        volunteer_id=attendance.sign_up.volunteer_id,
        program_id=shift.role.program_id,
        shift=shift,
        on=legal_day(shift.starts_at, shift.zone),
        minutes=attendance.minutes,
        kind=HoursEntry.Kind.ATTENDANCE,
        state=HoursEntry.State.APPROVED,
        created_by=actor,
        created_at=now,
    )


def write_correction(
    entry: HoursEntry,
    minutes: int,
    *,
    reason: str,
    actor: User | None,
    now: datetime,
    is_claim: bool = False,
) -> HoursEntry:
    """Write a row that changes the sum of an entry by so many minutes. A claim waits for approval."""
    decided = {} if is_claim else {"decided_by": actor, "decided_at": now}
    return HoursEntry.objects.create(
        volunteer_id=entry.volunteer_id,
        program_id=entry.program_id,
        shift_id=entry.shift_id,
        on=entry.on,
        minutes=minutes,
        kind=HoursEntry.Kind.CORRECTION,
        state=HoursEntry.State.PENDING if is_claim else HoursEntry.State.APPROVED,
        corrects=entry,
        reason=reason,
        created_by=actor,
        created_at=now,
        **decided,
    )


def facts_of(attendance: Attendance) -> Facts:
    """Return what stands written down, for the trail; nothing where nothing does."""
    if not attendance.pk:
        return {}
    return {
        "outcome": attendance.outcome,
        "arrived_at": attendance.arrived_at.isoformat() if attendance.arrived_at else None,
        "left_at": attendance.left_at.isoformat() if attendance.left_at else None,
    }


def note_change(attendance: Attendance, before: Facts, actor: User, now: datetime) -> None:
    """Write on the trail what a coordinator changed of what was written down."""
    after = facts_of(attendance)
    if before and before != after:
        about = ("sign_up", str(attendance.sign_up_id))
        record(actor=actor, verb="attendance.corrected", about=about, now=now, before=before, after=after)
