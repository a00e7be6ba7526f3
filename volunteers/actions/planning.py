"""What an edit of a series, its end, or a day left out would do. Reads only."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from volunteers.actions.impact import Impact, Place
from volunteers.actions.judging import judged
from volunteers.models import Series, Shift
from volunteers.recurrence import Kind, Occurrence, days, parse
from volunteers.reports.series import closed_days, coming, exceptions_of, horizon_day, pattern_of

DAY = timedelta(days=1)
NOTHING_LEFT: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SeriesFacts:
    """What staff choose about a series."""

    role_id: int
    site_id: int
    zone: str
    rule: str
    starts_on: date
    until_on: date | None
    start_time: time
    end_time: time
    gap: str = Series.Gap.LATER
    fold: int = 0
    skips_closed_days: bool = True
    seats: int = 2


@dataclass(frozen=True)
class SeriesEdit:
    """New facts for a series: for all that comes, or (`from_on`) from the shift of a day on."""

    series_id: int
    facts: SeriesFacts
    from_on: date | None = None


def described(series: Series, facts: SeriesFacts) -> Series:
    """Return a copy of a series with these facts. Nothing is saved."""
    new = copy(series)
    for name, value in asdict(facts).items():
        setattr(new, name, value)
    return new


def split_day(series: Series, from_on: date | None) -> date | None:
    """Return the day at which a series must be split, None where nothing of it lies before that day."""
    if from_on is None or from_on <= series.starts_on:
        return None
    earlier = days(parse(series.rule), starts_on=series.starts_on, first=series.starts_on, last=from_on - DAY)
    return from_on if earlier else None


def edited(series: Series, edit: SeriesEdit, now: datetime) -> Series:
    """Return the series as it would be from the edit on: itself, or the part that is split off."""
    new = described(series, edit.facts)
    from_on = split_day(series, edit.from_on)
    if from_on is None:
        return new
    new.starts_on = from_on
    if new.rule != series.rule and parse(new.rule).kind is Kind.WEEKLY:
        # a Tuesday that becomes a Monday stays in its week
        monday = from_on - timedelta(days=from_on.weekday())
        kept = days(parse(series.rule), starts_on=series.starts_on, first=monday, last=from_on - DAY)
        today = now.astimezone(ZoneInfo(series.zone)).date()
        new.starts_on = min(max([monday, today, *(day + DAY for day in kept)]), from_on)
    return new


def coming_shifts(series: Series, from_on: date | None, now: datetime) -> "QuerySet[Shift]":
    """Return the shifts of a series that have not begun, from a day on, whatever their state."""
    rows = Shift.objects.filter(series=series, starts_at__gt=now)
    if from_on is not None:
        rows = rows.filter(original_on__gte=from_on)
    return rows.select_related("role__program", "site").order_by("starts_at", "pk")


def plan_edit(edit: SeriesEdit, *, now: datetime, left: Collection[int] = NOTHING_LEFT) -> Impact:
    """Return what an edit would do. Shifts that were edited by hand, or cancelled, stay as they are."""
    series = Series.objects.get(pk=edit.series_id)
    new = edited(series, edit, now)
    from_on = split_day(series, edit.from_on)
    shifts = list(coming_shifts(series, from_on, now))
    free = [shift for shift in shifts if not shift.is_hand_edited and shift.state == Shift.State.OPEN]
    wanted = _wanted(series, new, free, now)
    pairs = paired([shift.original_on for shift in free if shift.original_on], list(wanted), new.rule)
    found = {old: wanted[day] for old, day in pairs.items()}
    places = [(shift, _place(shift, series, new, found.get(shift.original_on))) for shift in free]
    impact = judged(_mark(series, edit), places, left=left, now=now)
    made = tuple(day for day in wanted if day not in set(pairs.values()))
    by_hand = tuple(
        shift for shift in shifts if shift.is_hand_edited and shift.state != Shift.State.CANCELLED
    )
    return replace(impact, new_days=made, by_hand=by_hand)


def plan_end(series_id: int, last_on: date, *, now: datetime) -> Impact:
    """Return what ending a series with a day would do: later shifts go, those edited by hand too."""
    series = Series.objects.get(pk=series_id)
    return _without(series, coming_shifts(series, last_on + DAY, now), f"end {last_on}", now)


def plan_skip(series_id: int, day: date, *, now: datetime) -> Impact:
    """Return what leaving out a day would do."""
    series = Series.objects.get(pk=series_id)
    shifts = coming_shifts(series, None, now).filter(original_on=day)
    return _without(series, shifts, f"skip {day}", now)


def _without(series: Series, shifts: "QuerySet[Shift]", what: str, now: datetime) -> Impact:
    mark = f"{series.pk} {series.version} {what}"
    standing = shifts.exclude(state=Shift.State.CANCELLED)
    return judged(mark, [(shift, None) for shift in standing], left=NOTHING_LEFT, now=now)


def _wanted(series: Series, new: Series, free: Sequence[Shift], now: datetime) -> dict[date, Occurrence]:
    """Return the days that the new rule gives, without those that are taken or left out."""
    last = max(series.generated_until or date.min, horizon_day(now))
    taken = set(exceptions_of([series.pk])[series.pk])
    rows = Shift.objects.filter(series=series).exclude(pk__in=[shift.pk for shift in free])
    taken |= {day for day in rows.values_list("original_on", flat=True) if day}
    if new.skips_closed_days:
        taken |= set(closed_days(now.date() - DAY, last))
    found = coming(pattern_of(new), skipped=taken, first=new.starts_on, last=last, now=now)
    return {one.original_on: one for one in found}


def paired(old: Iterable[date], new: Iterable[date], rule: str) -> dict[date | None, date]:
    """Return where each old day goes: to itself, else to a new day of its week (month, for monthly rules).

    Days without a partner are not in the answer.
    """
    old, new = set(old), set(new)
    pairs: dict[date | None, date] = {day: day for day in old & new}
    is_monthly = parse(rule).kind in {Kind.MONTHLY_WEEKDAY, Kind.MONTHLY_DAY}
    rest: defaultdict[tuple[int, int], list[date]] = defaultdict(list)
    for day in sorted(new - old):
        rest[_period(day, is_monthly)].append(day)
    for day in sorted(old - new):
        partners = rest[_period(day, is_monthly)]
        if partners:
            pairs[day] = partners.pop(0)
    return pairs


def _period(day: date, is_monthly: bool) -> tuple[int, int]:
    return (day.year, day.month) if is_monthly else day.isocalendar()[:2]


def _place(shift: Shift, series: Series, new: Series, found: Occurrence | None) -> Place | None:
    """Return where a shift would be. What the edit does not change of it stays, seats added by hand too."""
    if found is None:
        return None
    return Place(
        original_on=found.original_on,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        role_id=shift.role_id if new.role_id == series.role_id else new.role_id,
        site_id=shift.site_id if new.site_id == series.site_id else new.site_id,
        zone=shift.zone if new.zone == series.zone else new.zone,
        seats=shift.seats if new.seats == series.seats else new.seats,
    )


def _mark(series: Series, edit: SeriesEdit) -> str:
    facts = {name: str(value) for name, value in asdict(edit.facts).items()}
    return json.dumps([series.pk, series.version, str(edit.from_on), facts], sort_keys=True)
