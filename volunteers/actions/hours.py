"""Hours that volunteers report, who approves them, and corrections, which are rows of their own.

The volunteer is locked first: two reports, two decisions or a check-out at the same time see each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.attending import write_correction
from volunteers.actions.locks import lock_volunteers
from volunteers.models import Attendance, HoursEntry, Volunteer

MOST_REPORTED = 16 * 60
MOST_COUNTED = 26 * 60
REPORTED_WITHIN = timedelta(days=366)
CLAIMED_WITHIN = timedelta(days=60)

Kind, State = HoursEntry.Kind, HoursEntry.State


class HoursRefused(Exception):
    """The sentence is for the person; `field` is where it belongs in a form."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class Decision:
    """What came of deciding on several: how many were decided, and why the others were not."""

    done: int
    left: list[str]


def report_hours(
    *, volunteer_id: int, program_id: int, on: date, minutes: int, actor: User, now: datetime
) -> HoursEntry:
    """Write down hours that no check-in counted. They count once somebody approves them.

    Raises: HoursRefused for a day to come or long past, more than 16 hours on a day, a day of the program
    that is counted by attendance or was reported already.
    """
    today = legal_day(now, the_zone())
    if on > today:
        raise HoursRefused(_("This day is still to come."), "on")
    if on < today - REPORTED_WITHIN:
        raise HoursRefused(_("This is more than a year ago. A coordinator can help."), "on")
    if not 0 < minutes <= MOST_REPORTED:
        raise HoursRefused(_("Please give more than nothing and at most 16 hours for one day."), "hours")
    with transaction.atomic():
        lock_volunteers([volunteer_id])
        _refuse_twice(volunteer_id, program_id, on)
        if _of_day(volunteer_id, on) + minutes > MOST_REPORTED:
            raise HoursRefused(
                _("With what stands there already this day would have more than 16 hours."), "hours"
            )
        return HoursEntry.objects.create(
            volunteer_id=volunteer_id,
            program_id=program_id,
            on=on,
            minutes=minutes,
            kind=Kind.REPORTED,
            state=State.PENDING,
            created_by=actor,
            created_at=now,
        )


def decide_hours(*, entry_ids: Iterable[int], is_approved: bool, actor: User, now: datetime) -> Decision:
    """Approve or decline what waits. What is decided already stays as it is and is not counted."""
    left: list[str] = []
    done = 0
    with transaction.atomic():
        waiting = HoursEntry.objects.filter(pk__in=list(entry_ids), state=State.PENDING)
        lock_volunteers(waiting.values_list("volunteer", flat=True))
        for entry in waiting.select_related("volunteer", "corrects").order_by("pk"):
            try:
                _decide(entry, is_approved=is_approved, actor=actor, now=now)
            except HoursRefused as refusal:
                left.append(refusal.sentence)
            else:
                done += 1
    return Decision(done, left)


def correct_hours(
    *, entry_id: int, minutes: int, reason: str, actor: User, now: datetime, is_claim: bool = False
) -> HoursEntry:
    """Let an entry count as so many minutes from now on, by a row that says the difference.

    `is_claim`: by the volunteer; it counts once somebody approves it.

    Raises: HoursRefused for what is not approved, a sum below zero or above 26 hours, no change, a claim too
    late or while another waits.
    """
    with transaction.atomic():
        lock_volunteers(HoursEntry.objects.filter(pk=entry_id).values_list("volunteer", flat=True))
        entry = HoursEntry.objects.get(pk=entry_id)
        _refuse_sum(entry, minutes)
        if minutes == entry.total:
            raise HoursRefused(_("It counts as that already."), "hours")
        if is_claim:
            _refuse_claim(entry, now)
        elif entry.volunteer.user_id == actor.pk:
            raise HoursRefused(_("Your own hours are corrected by somebody else."))
        change = minutes - entry.total
        return write_correction(entry, change, reason=reason, actor=actor, now=now, is_claim=is_claim)


def _decide(entry: HoursEntry, *, is_approved: bool, actor: User, now: datetime) -> None:
    volunteer: Volunteer = entry.volunteer
    facts = {"name": volunteer.name, "day": entry.on}
    if volunteer.user_id == actor.pk:
        raise HoursRefused(_("Your own hours of %(day)s: somebody else decides on them.") % facts)
    if is_approved and entry.kind == Kind.REPORTED and _is_attended(entry):
        raise HoursRefused(
            _("%(name)s, %(day)s: these hours are counted by attendance. Decline them.") % facts
        )
    if is_approved and entry.corrects and not 0 <= entry.corrects.total + entry.minutes <= MOST_COUNTED:
        raise HoursRefused(
            _("%(name)s, %(day)s: the hours were corrected meanwhile, and this no longer fits. Decline it.")
            % facts
        )
    entry.state = State.APPROVED if is_approved else State.DECLINED
    entry.decided_by, entry.decided_at = actor, now
    entry.save(update_fields=["state", "decided_by", "decided_at"])


def _refuse_twice(volunteer_id: int, program_id: int, on: date) -> None:
    """Refuse a day of a program that a shift counts, or is about to, or that was reported."""
    of_day = HoursEntry.objects.filter(volunteer=volunteer_id, program=program_id, on=on)
    here = Attendance.objects.filter(
        sign_up__volunteer=volunteer_id, sign_up__shift__role__program=program_id, outcome="present"
    ).select_related("sign_up__shift")
    if of_day.filter(kind=Kind.ATTENDANCE).exists() or any(
        _day_of(attendance) == on for attendance in here.filter(left_at=None)
    ):
        raise HoursRefused(
            _("You were checked in on a shift of this program that day: its hours count by themselves."), "on"
        )
    if of_day.filter(kind=Kind.REPORTED).exclude(state=State.DECLINED).exists():
        raise HoursRefused(_("You reported this program and day already."), "on")


def _day_of(attendance: Attendance) -> date:
    shift = attendance.sign_up.shift
    return legal_day(shift.starts_at, shift.zone)


def _is_attended(entry: HoursEntry) -> bool:
    return HoursEntry.objects.filter(
        volunteer=entry.volunteer_id, program=entry.program_id, on=entry.on, kind=Kind.ATTENDANCE
    ).exists()


def _of_day(volunteer_id: int, on: date) -> int:
    """Minutes that stand on a day, counted or waiting."""
    standing = ~Q(state=State.DECLINED) & ~Q(kind=Kind.CORRECTION, state=State.PENDING)
    return HoursEntry.objects.filter(standing, volunteer=volunteer_id, on=on).sum_minutes()


def _refuse_sum(entry: HoursEntry, minutes: int) -> None:
    if entry.state != State.APPROVED or entry.kind == Kind.CORRECTION:
        raise HoursRefused(_("Only hours that count can be corrected."))
    if not 0 <= minutes <= MOST_COUNTED:
        raise HoursRefused(_("Hours of one day are never below zero, and at most 26."), "hours")


def _refuse_claim(entry: HoursEntry, now: datetime) -> None:
    if now - entry.created_at > CLAIMED_WITHIN:
        raise HoursRefused(_("This is some time ago. Please write to a coordinator."))
    if entry.corrections.filter(state=State.PENDING).exists():
        raise HoursRefused(_("A correction of these hours waits to be approved already."))
