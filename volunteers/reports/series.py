"""What a series gives: its pattern, its coming days, and how far ahead shifts are made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min

from jobs.models import Heartbeat
from volunteers.models import ClosedDay, Series, SeriesException
from volunteers.recurrence import Occurrence, Pattern, occurrences, parse

BEAT = "horizon"
HORIZON = timedelta(weeks=12)
# how long the generator may keep silent, and how far the horizon may lie behind, before doctor says so
SILENT_AFTER = timedelta(hours=3)
NEAREST = HORIZON - timedelta(days=2)


@dataclass(frozen=True)
class Reach:
    """When the generator last ran (None: never), and the day until which every open series has its shifts."""

    ran_at: datetime | None
    until: date | None
    behind: int


def pattern_of(series: Series) -> Pattern:
    """Return a series' rule on its wall clock."""
    return Pattern(
        repeat=parse(series.rule),
        starts_on=series.starts_on,
        until_on=series.until_on,
        start_time=series.start_time,
        end_time=series.end_time,
        zone=series.zone,
        goes_earlier=series.gap == Series.Gap.EARLIER,
        fold=series.fold,
    )


def horizon_day(now: datetime) -> date:
    """Return the last local day for which shifts are made."""
    return (now + HORIZON).date()


def coming(
    pattern: Pattern, *, skipped: Collection[date], first: date | None, last: date, now: datetime
) -> list[Occurrence]:
    """Return the occurrences from `first` (None: today) to `last` that have not begun and are not skipped."""
    today = now.astimezone(ZoneInfo(pattern.zone)).date()
    found = occurrences(pattern, first=max(first or today, today), last=last)
    return [one for one in found if one.starts_at > now and one.original_on not in skipped]


def closed_days(first: date, last: date) -> dict[date, str]:
    """Return the closed days of a span, by day."""
    return dict(ClosedDay.objects.filter(on__gte=first, on__lte=last).values_list("on", "name"))


def exceptions_of(series_ids: Collection[int]) -> dict[int, set[date]]:
    """Return the days on which each series does not follow its rule."""
    found: dict[int, set[date]] = {series_id: set() for series_id in series_ids}
    rows = SeriesException.objects.filter(series_id__in=series_ids)
    for series_id, day in rows.values_list("series_id", "original_on"):
        found[series_id].add(day)
    return found


def reach(now: datetime) -> Reach:
    """Return how the generator stands; three probes."""
    ran_at = Heartbeat.objects.filter(name=BEAT).values_list("beat_at", flat=True).first()
    rows = Series.objects.filter(state=Series.State.OPEN)
    late = rows.exclude(generated_until__gte=(now + NEAREST).date()).count()
    return Reach(ran_at, rows.aggregate(day=Min("generated_until"))["day"], late)
