"""Rest, hours and nights in a row: limits that a coordinator may set aside for a reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from volunteers.gates.days import DAY, nights
from volunteers.gates.facts import Busy, Place
from volunteers.gates.words import Asked, Gate, Refusal
from volunteers.models import Program

Span = tuple[datetime, datetime]
HOUR = timedelta(hours=1)


def limits_passed(place: Place, program: Program, busy: Sequence[Busy]) -> list[Refusal]:
    """Return the limits of the program that a shift would break, beside the other shifts of a volunteer.

    Hours and nights of all programs count. Rest is the longer of what the two programs ask for.
    """
    limits = [
        (Gate.HOURS_7, program.max_hours_7, 7),
        (Gate.HOURS_28, program.max_hours_28, 28),
    ]
    found = []
    rest = _rest_missed(place, timedelta(hours=program.rest_hours), busy)
    if rest:
        found.append(Refusal(Asked(Gate.REST), limit=rest // HOUR))
    spans = [(place.starts_at, place.ends_at), *((other.starts_at, other.ends_at) for other in busy)]
    for gate, most, days in limits:
        if most is not None and longest(spans, timedelta(days=days), stop=most * HOUR) > most * HOUR:
            found.append(Refusal(Asked(gate), limit=most))
    if program.max_nights is not None and nights_in_a_row(place, busy) > program.max_nights:
        found.append(Refusal(Asked(Gate.NIGHTS), limit=program.max_nights))
    return found


def overlaps(place: Place, other: Busy) -> bool:
    """Whether two shifts share time. Touching is not overlapping."""
    return other.starts_at < place.ends_at and place.starts_at < other.ends_at


def longest(spans: Sequence[Span], window: timedelta, *, stop: timedelta) -> timedelta:
    """Return the most time that spans fill in a window that touches the first of them.

    A fullest window begins where a span begins or ends where one ends. Where all near spans together do not
    exceed `stop`, their sum is returned, which is no less.
    """
    starts_at, ends_at = spans[0]
    near = [span for span in spans if span[0] < ends_at + window and span[1] > starts_at - window]
    total = sum((end - start for start, end in near), timedelta())
    if total <= stop:
        return total
    begins = [start for start, _end in near] + [end - window for _start, end in near]
    return max(
        sum((_shared(span, begin, begin + window) for span in near), timedelta())
        for begin in begins
        if begin < ends_at and begin + window > starts_at
    )


def nights_in_a_row(place: Place, busy: Sequence[Busy]) -> int:
    """Return how many nights follow each other around the night of a shift; 0 for a shift by day."""
    own = nights(place.starts_at, place.ends_at, place.zone)
    if not own:
        return 0
    taken = own.union(*(nights(other.starts_at, other.ends_at, other.zone) for other in busy))
    first = last = min(own)
    while first - DAY in taken:
        first -= DAY
    while last + DAY in taken:
        last += DAY
    return (last - first).days + 1


def _shared(span: Span, begin: datetime, end: datetime) -> timedelta:
    return max(min(span[1], end) - max(span[0], begin), timedelta())


def _rest_missed(place: Place, rest: timedelta, busy: Sequence[Busy]) -> timedelta:
    """Return the longest rest that some other shift does not leave, or nothing."""
    missed = timedelta()
    for other in busy:
        wanted = max(rest, other.rest)
        gap = max(place.starts_at - other.ends_at, other.starts_at - place.ends_at)
        if timedelta() <= gap < wanted:
            missed = max(missed, wanted)
    return missed
