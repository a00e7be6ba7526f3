"""Spans of whole days, and the local days that a span of time touches."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NIGHT = time(2, 0)


class Days(NamedTuple):
    """Days in a row, first and last included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


EVER = Days(date.min, date.max)


def days_from(first: date, *lasts: date | None) -> tuple[Days, ...]:
    """Return the days from one until the earliest of the last ones (None: no end), or nothing."""
    last = date.max
    for day in lasts:
        if day is not None and day < last:
            last = day
    return (Days(first, last),) if first <= last else ()


def before(day: date | None) -> date | None:
    """Return the day before, or None for no day."""
    return None if day is None else day - DAY


def covers(spans: Iterable[Days], day: date) -> bool:
    """Whether one of the spans holds the day."""
    for first, last in spans:  # noqa: SIM110 - asked so often that a generator would be felt
        if first <= day <= last:
            return True
    return False


def local_days(starts_at: datetime, ends_at: datetime, zone: str) -> list[date]:
    """Return the calendar days of a zone on which something takes place. Midnight belongs to the next day."""
    place = ZoneInfo(zone)
    first = starts_at.astimezone(place).date()
    last = (ends_at - timedelta(microseconds=1)).astimezone(place).date()
    return [first + DAY * number for number in range((last - first).days + 1)]


def nights(starts_at: datetime, ends_at: datetime, zone: str) -> set[date]:
    """Return the nights (by their date at two o'clock) that something covers."""
    place = ZoneInfo(zone)
    return {
        day
        for day in local_days(starts_at, ends_at, zone)
        if starts_at <= datetime.combine(day, NIGHT, tzinfo=place) < ends_at
    }
