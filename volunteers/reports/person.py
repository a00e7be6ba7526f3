"""One volunteer as the staff see them: cleared for what, since when, why; what they hold and what comes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from volunteers.gates import Span, clearance_spans
from volunteers.models import Clearance, Program, Volunteer

# the drawing shows a year before today and a year after it
BEFORE = AFTER = timedelta(days=365)
WIDE = 1000


@dataclass(frozen=True)
class Piece:
    """A part of the drawing: where it begins, how wide it is (of 1000), whether it is cleared."""

    x: int
    width: int
    is_cleared: bool


@dataclass(frozen=True)
class Timeline:
    """A program, its spans in words, their drawing, and the decision that stands."""

    program: Program
    spans: list[Span]
    pieces: list[Piece]
    standing: Clearance | None
    is_cleared: bool


def timelines_of(volunteer: Volunteer, *, today: date, is_for_screening: bool) -> list[Timeline]:
    """Return the timeline of each program that somebody was ever cleared for or applies for."""
    of_interest = Q(clearances__volunteer=volunteer) | Q(
        applications__volunteer=volunteer, applications__state__in=["applied", "interview", "checks"]
    )
    standing = {one.program_id: one for one in volunteer.clearances.filter(revoked_at=None)}
    found = []
    for program in Program.objects.filter(of_interest).distinct():
        spans = clearance_spans(
            volunteer=volunteer, program=program, today=today, is_for_screening=is_for_screening
        )
        found.append(
            Timeline(
                program=program,
                spans=[span for span in spans if span.from_on <= today + AFTER],
                pieces=[piece for span in spans if (piece := _piece(span, today)).width],
                standing=standing.get(program.pk),
                is_cleared=any(_covers(span, today) and span.is_cleared for span in spans),
            )
        )
    return found


def minutes_given(volunteer: Volunteer) -> int:
    """Return the minutes that were approved."""
    return volunteer.hours.counted().aggregate(total=Sum("minutes"))["total"] or 0


def _covers(span: Span, day: date) -> bool:
    return span.from_on <= day and (span.until_on is None or day <= span.until_on)


def _piece(span: Span, today: date) -> Piece:
    first, last = today - BEFORE, today + AFTER
    begins = _place(max(span.from_on, first), first)
    until = last if span.until_on is None else min(span.until_on + timedelta(days=1), last)
    return Piece(begins, max(_place(until, first) - begins, 0), span.is_cleared)


def _place(day: date, first: date) -> int:
    return (day - first) * WIDE // (BEFORE + AFTER)
