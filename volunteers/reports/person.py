"""One volunteer as the staff see them: cleared for what, since when, why; what they hold and what comes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from volunteers.gates import Span, clearance_spans
from volunteers.models import CheckKind, Clearance, Program, Volunteer
from volunteers.reports.failed_checks import cleared_in_spite, failed_checks

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
    """A program, its spans in words and drawn, the decision that stands, checks that failed under it."""

    program: Program
    spans: list[Span]
    pieces: list[Piece]
    standing: Clearance | None
    is_cleared: bool
    failed: list[str]


def timelines_of(volunteer: Volunteer, *, today: date, is_for_screening: bool) -> list[Timeline]:
    """Return the timeline of each program that somebody was ever cleared for or applies for."""
    of_interest = Q(clearances__volunteer=volunteer) | Q(
        applications__volunteer=volunteer, applications__state__in=["applied", "interview", "checks"]
    )
    standing = {one.program_id: one for one in volunteer.clearances.filter(revoked_at=None)}
    in_spite = _failed_under(volunteer, today) if is_for_screening else {}
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
                failed=in_spite.get(program.pk, []),
            )
        )
    return found


def _failed_under(volunteer: Volunteer, today: date) -> dict[int, list[str]]:
    """Name the checks that failed under each clearance which stands in spite of them, by program."""
    failed = set(failed_checks().filter(volunteer=volunteer).values_list("kind", flat=True))
    rows = cleared_in_spite(today).filter(volunteer=volunteer).select_related("program") if failed else []
    return {
        row.program_id: [str(CheckKind(kind).label) for kind in sorted(row.program.all_checks & failed)]
        for row in rows
    }


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
