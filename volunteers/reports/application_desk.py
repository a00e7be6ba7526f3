"""An application as the staff see it: its way so far, and what is missing for each program.

What screening found out is gathered for screening alone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from volunteers.gates import lacks_on, reasons_of
from volunteers.models import Application, Check, Clearance, Interview, Program, Reference

State = Application.State


@dataclass(frozen=True)
class Event:
    """A line of the story."""

    at: datetime
    words: str
    actor: str
    tone: str


@dataclass(frozen=True)
class Missing:
    """A program that was applied for, what is missing for it, and whether a clearance stands."""

    program: Program
    reasons: list[str]
    is_cleared: bool


@dataclass(frozen=True)
class Looked:
    """What screening alone sees."""

    references: list[Reference]
    interviews: list[Interview]
    checks: list[Check]


def counts_by_state() -> dict[str, int]:
    """Return how many applications there are in each state. One query."""
    rows = Application.objects.order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in State.values}


def story_of(application: Application, *, is_for_screening: bool) -> list[Event]:
    """Return what happened, in order."""
    events = [
        Event(event.at, str(State(event.to_state).label), str(event.actor or ""), _tone(event.to_state))
        for event in application.events.select_related("actor")
    ]
    for interview in application.interviews.select_related("held_by"):
        result = interview.get_result_display()
        words = _("Conversation: %(result)s") % {"result": result} if is_for_screening else _("Conversation")
        events.append(Event(interview.at, words, str(interview.held_by or ""), "calm"))
    if is_for_screening:
        answers = application.references.exclude(answered_at=None).filter(state=Reference.State.ANSWERED)
        moments = answers.values_list("answered_at", flat=True)
        events += [Event(at, _("A reference answered"), "", "calm") for at in moments if at is not None]
    return sorted(events, key=lambda event: event.at)


def _tone(state: str) -> str:
    return "good" if state == State.CLEARED else "calm" if state in {State.DECLINED, State.WITHDRAWN} else ""


def missing_for(application: Application, *, is_for_screening: bool, today: date) -> list[Missing]:
    """Return what is missing for each program that was applied for, as of today."""
    standing = set(
        Clearance.objects.filter(volunteer=application.volunteer_id, revoked_at=None).values_list(
            "program", flat=True
        )
    )
    found = []
    for program in application.programs.all():
        lacks = lacks_on(volunteer=application.volunteer, program=program, day=today)
        reasons = reasons_of(lacks, is_for_screening=is_for_screening)
        found.append(Missing(program, reasons, program.pk in standing))
    return found


def looked_into(application: Application) -> Looked:
    """Return what screening found out. For screening alone."""
    return Looked(
        references=list(application.references.all()),
        interviews=list(application.interviews.all()),
        checks=list(application.volunteer.checks.all()),
    )
