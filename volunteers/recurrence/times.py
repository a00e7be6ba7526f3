"""From a local day to the two moments of a shift, on every day that the clock makes odd."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from volunteers.recurrence.rules import Repeat, days

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pattern:
    """A rule on the wall clock of an IANA zone. A shift that ends at or before its start ends the next day.

    `goes_earlier`: where the clock jumps over a time, take it as long before the jump as it would lie behind
    it, else as long after. `fold`: where a time comes twice, 0 is the first and 1 the second.
    """

    repeat: Repeat
    starts_on: date
    until_on: date | None
    start_time: time
    end_time: time
    zone: str
    goes_earlier: bool = False
    fold: int = 0

    @property
    def is_overnight(self) -> bool:
        """Whether it ends the next day."""
        return self.end_time <= self.start_time

    @property
    def length(self) -> timedelta:
        """How long it lasts on a day on which nobody touches the clock."""
        starts = datetime.combine(date.min, self.start_time)
        ends = datetime.combine(date.min, self.end_time) + (DAY if self.is_overnight else timedelta())
        return ends - starts

    def last_day(self, last: date) -> date:
        """Return the last day to look at."""
        return last if self.until_on is None else min(last, self.until_on)


@dataclass(frozen=True, order=True)
class Occurrence:
    """A shift that the rule gives: the local day that names it, and its moments (aware, UTC; half-open)."""

    original_on: date
    starts_at: datetime
    ends_at: datetime


class SnagKind(StrEnum):
    """What the clock can do to a local time."""

    MISSING = "missing"
    TWICE = "twice"


@dataclass(frozen=True)
class Snag:
    """A coming day on which the shift's start (or end) does not exist, or comes twice."""

    on: date
    kind: SnagKind
    is_start: bool


def occurrence(pattern: Pattern, day: date) -> Occurrence:
    """Return the shift of a local day. It has a length whatever the clock does."""
    zone = ZoneInfo(pattern.zone)
    starts_at = _moment(day, pattern.start_time, pattern, zone)
    ends_at = _moment(_end_day(pattern, day), pattern.end_time, pattern, zone)
    if ends_at <= starts_at:  # the jump swallowed it: it lasts as long as on any other day
        ends_at = starts_at + pattern.length
    return Occurrence(day, starts_at, ends_at)


def occurrences(pattern: Pattern, *, first: date, last: date) -> Iterator[Occurrence]:
    """Yield the shifts of the local days from `first` to `last`, both included."""
    for day in days(pattern.repeat, starts_on=pattern.starts_on, first=first, last=pattern.last_day(last)):
        yield occurrence(pattern, day)


def snags(pattern: Pattern, *, first: date, last: date) -> list[Snag]:
    """Return the days in this span about which a person must be asked, in order."""
    zone = ZoneInfo(pattern.zone)
    found = []
    for day in days(pattern.repeat, starts_on=pattern.starts_on, first=first, last=pattern.last_day(last)):
        ends = datetime.combine(_end_day(pattern, day), pattern.end_time)
        for is_start, local in ((True, datetime.combine(day, pattern.start_time)), (False, ends)):
            kind = _oddity(local, zone)
            if kind:
                found.append(Snag(local.date(), kind, is_start))
    return found


def _end_day(pattern: Pattern, day: date) -> date:
    return day + DAY if pattern.is_overnight else day


def _moment(day: date, at: time, pattern: Pattern, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall time.

    For a time that the clock jumps over, fold 0 counts with the offset of before (it lies after the jump),
    fold 1 with that of after (it lies before), as PEP 495 has it.
    """
    local = datetime.combine(day, at)
    fold = int(pattern.goes_earlier) if _oddity(local, zone) is SnagKind.MISSING else pattern.fold
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _oddity(local: datetime, zone: ZoneInfo) -> SnagKind | None:
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second or first is None or second is None:
        return None
    return SnagKind.MISSING if first < second else SnagKind.TWICE
