"""From handed in to decided: interviews, the beginning of checks, yes and no."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.applications import ApplicationRefused, State, lock_application, move
from volunteers.actions.clearance import ClearanceRefused, grant_clearance
from volunteers.actions.locks import lock_volunteers
from volunteers.gates import Gate, lacks_on
from volunteers.letters.screening import tell_cleared, tell_declined, tell_interview, tell_renewed
from volunteers.models import Clearance, ClosedDay, Interview, Program, Volunteer

SATURDAY = 5
# when the answers of the day before are told
MORNING = time(9, 30)
# without these nobody is cleared; training and agreements may follow, and shifts wait for them
FIRST = frozenset({Gate.LEFT, Gate.CHECK, Gate.REFERENCES, Gate.INTERVIEW, Gate.AGE})


@dataclass(frozen=True)
class Terms:
    """What somebody is cleared for, and from when until when (None: open)."""

    programs: tuple[Program, ...]
    is_for_confidential: bool
    from_on: date
    until_on: date | None


def plan_interview(*, application_id: int, at: datetime, actor: User, now: datetime) -> Interview:
    """Plan a conversation, or move the one that is planned; the applicant is told when it is.

    Raises: ApplicationRefused for a past time, or when the application is not that far.
    """
    if at <= now:
        raise ApplicationRefused(_("That time is over. Please choose a later one."))
    with transaction.atomic():
        found = lock_application(application_id)
        if found.state == State.APPLIED:
            move(found, State.INTERVIEW, actor=actor, now=now)
        if found.state != State.INTERVIEW:
            raise ApplicationRefused(_("This application is not waiting for a conversation."))
        interview = found.interviews.filter(result=Interview.Result.PENDING).first()
        if interview is None:
            interview = Interview(application=found)
        interview.at, interview.held_by = at, actor
        interview.save()
        tell_interview(interview=interview, now=now)
    return interview


def record_interview(*, interview_id: int, result: str, actor: User, now: datetime) -> Interview:
    """Note how a conversation went, once. One that went well lets the checks begin.

    Raises: ApplicationRefused when it was noted before, or has not begun.
    """
    with transaction.atomic():
        key = Interview.objects.values_list("application_id", flat=True).get(pk=interview_id)
        found = lock_application(key)
        interview = Interview.objects.get(pk=interview_id)
        if interview.result != Interview.Result.PENDING or found.state != State.INTERVIEW:
            raise ApplicationRefused(_("How it went is noted already."))
        if interview.at > now and result != Interview.Result.MISSED:
            raise ApplicationRefused(_("This conversation has not begun yet."))
        interview.result, interview.held_by = result, actor
        interview.save(update_fields=["result", "held_by"])
        if result == Interview.Result.PASS:
            move(found, State.CHECKS, actor=actor, now=now)
    return interview


def begin_checks(*, application_id: int, actor: User, now: datetime) -> None:
    """Go on to the checks where no chosen program wants a conversation, or one went well before.

    Raises: ApplicationRefused when a conversation is wanting, or the application is not that far.
    """
    with transaction.atomic():
        found = lock_application(application_id)
        wants = found.programs.filter(needs_interview=True).exists()
        passed = Interview.objects.filter(
            application__volunteer=found.volunteer_id, result=Interview.Result.PASS
        )
        if wants and not passed.exists():
            raise ApplicationRefused(_("A conversation comes first: a chosen program asks for one."))
        move(found, State.CHECKS, actor=actor, now=now)


def clear_applicant(*, application_id: int, terms: Terms, actor: User, now: datetime) -> list[Clearance]:
    """Say yes for some of the chosen programs.

    Raises: ApplicationRefused when nothing was chosen, when checks, references, the conversation or the age
    are wanting for one of the programs, or when the application is not that far.
    """
    with transaction.atomic():
        found = lock_application(application_id)
        if not terms.programs:
            raise ApplicationRefused(_("Choose at least one program."))
        for program in terms.programs:
            if not found.programs.filter(pk=program.pk).exists():
                raise ApplicationRefused(_("“%(program)s” was not applied for.") % {"program": program})
            _check_ready(found.volunteer, program, terms)
        found.decided_at, found.decided_by, found.told_at = now, actor, now
        move(found, State.CLEARED, actor=actor, now=now)
        granted = [
            grant_clearance(
                volunteer=found.volunteer,
                program=program,
                is_for_confidential=terms.is_for_confidential,
                from_on=terms.from_on,
                until_on=terms.until_on,
                actor=actor,
                now=now,
            )
            for program in terms.programs
        ]
        tell_cleared(application=found, now=now)
    return granted


def renew_clearance(
    *, clearance_id: int, is_for_confidential: bool, until_on: date | None, actor: User, now: datetime
) -> Clearance:
    """Clear somebody anew from today for what stands or ran out, without another application; they are told.

    Raises: ApplicationRefused when checks, references, the conversation or the age are wanting;
    ClearanceRefused when it was revoked, or when the new one would give less.
    """
    with transaction.atomic():
        former = Clearance.objects.select_related("program").get(pk=clearance_id)
        volunteer = lock_volunteers([former.volunteer_id])[former.volunteer_id]
        former.refresh_from_db(fields=["revoked_at"])
        if former.revoked_at is not None:
            raise ClearanceRefused(_("This clearance was revoked already."))
        today = legal_day(now, the_zone())
        _check_ready(
            volunteer, former.program, Terms((former.program,), is_for_confidential, today, until_on)
        )
        made = grant_clearance(
            volunteer=volunteer,
            program=former.program,
            is_for_confidential=is_for_confidential,
            from_on=today,
            until_on=until_on,
            actor=actor,
            now=now,
        )
        tell_renewed(clearance=made, now=now)
    return made


def decline_applicant(*, application_id: int, declined_for: str, actor: User, now: datetime) -> None:
    """Say no. Everybody reads the same words on the morning of the next working day, and no reason.

    Raises: ApplicationRefused when the application was decided before.
    """
    with transaction.atomic():
        found = lock_application(application_id)
        found.decided_at, found.decided_by, found.declined_for = now, actor, declined_for
        closed = ClosedDay.objects.filter(on__gte=now.date()).values_list("on", flat=True)
        found.told_at = next_morning(now, the_zone(), frozenset(closed))
        move(found, State.DECLINED, actor=actor, now=now)
        tell_declined(application=found, now=now)
        about = ("application", str(found.pk))
        record(actor=actor, verb="application.declined", about=about, now=now)


def next_morning(now: datetime, zone: str, closed: Collection[date]) -> datetime:
    """Return the morning of the first working day after today, on the organisation's clock."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY or day in closed:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))


def _check_ready(volunteer: Volunteer, program: Program, terms: Terms) -> None:
    lacks = lacks_on(
        volunteer=volunteer,
        program=program,
        day=terms.from_on,
        is_for_confidential=terms.is_for_confidential,
    )
    missing = [lack.reason_for_staff for lack in lacks if lack.gate in FIRST]
    if missing:
        facts = {"program": program, "missing": "; ".join(missing)}
        raise ApplicationRefused(_("“%(program)s” cannot be cleared yet: %(missing)s.") % facts)
