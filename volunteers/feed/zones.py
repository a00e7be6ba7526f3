"""The rules of a zone's clock, as calendars want them (RFC 5545, 3.6.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone_rules(zone: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE of a zone, right from the first year's beginning until the last year's end.

    Each change of the clock is an observance of its own. It begins on the wall clock as it was before the
    change; the library's own maker writes the clock after it, and would be an hour late in spring.
    """
    clock = ZoneInfo(zone)
    begin = datetime(first, 1, 1, tzinfo=UTC) - DAY
    rules = Timezone()
    rules.add("TZID", zone)
    rules.add_component(_observance(begin, begin, clock))
    for change in _changes(clock, begin, datetime(last + 1, 1, 1, tzinfo=UTC) + DAY):
        rules.add_component(_observance(change - MINUTE, change, clock))
    return rules


def _changes(clock: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the clock jumps or gets another name."""
    at = begin
    while at < end:
        after = at + DAY
        if _reading(at, clock) != _reading(after, clock):
            low, high = at, after
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                is_before = _reading(middle, clock) == _reading(at, clock)
                low, high = (middle, high) if is_before else (low, middle)
            yield high
        at = after


def _reading(at: datetime, clock: ZoneInfo) -> tuple[timedelta | None, str | None]:
    local = at.astimezone(clock)
    return local.utcoffset(), local.tzname()


def _observance(before: datetime, at: datetime, clock: ZoneInfo) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a moment on, seen from another just before it."""
    local = at.astimezone(clock)
    offset_from = before.astimezone(clock).utcoffset() or timedelta()
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("DTSTART", (at + offset_from).replace(tzinfo=None))
    made.add("TZOFFSETFROM", offset_from)
    made.add("TZOFFSETTO", local.utcoffset())
    made.add("TZNAME", local.tzname())
    return made
