"""Series as the desk shows them: a sentence, the days, who stands on them."""

from calendar import Calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from volunteers.models import Series, SeriesException, Shift, SignUp, StandingPlace
from volunteers.recurrence import pattern_sentence, repeat_sentence, span_words
from volunteers.reports.series import closed_days, coming, exceptions_of, horizon_day, pattern_of
from volunteers.reports.when import When, when

PREVIEWED = 10
LOOKS_AHEAD = timedelta(days=3 * 366)
PAST_WEEKS = timedelta(weeks=2)


@dataclass(frozen=True)
class SeriesRow:
    """A series in the list."""

    series: Series
    repeats: str
    span: str
    next_shift: When | None
    coming: int
    open_seats: int


@dataclass(frozen=True)
class Preview:
    """What a rule gives: its sentence and its next days, with those that are left out and why."""

    sentence: str
    days: list[When]
    is_more: bool


@dataclass(frozen=True)
class Cell:
    """A day of the calendar: its shift with its people, or why there is none."""

    day: date
    shift: Shift | None = None
    held: int = 0
    waiting: int = 0
    note: str = ""

    @property
    def words(self) -> str:
        """The day, for those who cannot see the grid."""
        return date_format(self.day, "DATE_FORMAT")

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.shift is not None and self.held >= self.shift.seats


@dataclass(frozen=True)
class Month:
    """A month of the calendar, week by week; days of other months are empty."""

    title: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class SeriesPage:
    """A series with all that belongs to it."""

    sentence: str
    months: list[Month]
    coming: list[Cell]
    exceptions: list[SeriesException]
    places: list[StandingPlace]
    parts: list[Series]
    made_until: date | None

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """The names of the calendar's columns, whole and short."""
        return [(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in range(7)]


def preview_of(series: Series, now: datetime) -> Preview:
    """Return what a series gives, saved or not. Closed days are left out where it says so."""
    pattern = pattern_of(series)
    first = max(series.starts_on, now.astimezone(ZoneInfo(series.zone)).date())
    last = pattern.last_day(first + LOOKS_AHEAD)
    closed = closed_days(first, last) if series.skips_closed_days else {}
    found = coming(pattern, skipped=closed, first=first, last=last, now=now)
    home, zone = the_zone(), ZoneInfo(series.zone)
    shown = [
        When(one.starts_at.astimezone(zone), one.ends_at.astimezone(zone), home, now)
        for one in found[:PREVIEWED]
    ]
    return Preview(pattern_sentence(pattern), shown, len(found) > PREVIEWED)


def rows_of(rows: Sequence[Series], now: datetime) -> list[SeriesRow]:
    """Return series as the list shows them; the queries are the same number however many there are."""
    home = the_zone()
    shifts = Shift.objects.open().filter(series__in=rows, starts_at__gt=now)
    nearest = shifts.order_by("series_id", "starts_at").distinct("series_id")
    next_shifts = {shift.series_id: when(shift, home=home, now=now) for shift in nearest}
    counts = shifts.order_by().values_list("series_id").annotate(Count("pk"), Sum("seats"))
    counted = {series_id: (count, seats) for series_id, count, seats in counts}
    held = SignUp.objects.holding().filter(shift__in=shifts).order_by()
    taken = dict(held.values_list("shift__series_id").annotate(Count("pk")))
    found = []
    for series in rows:
        count, seats = counted.get(series.pk, (0, 0))
        row = SeriesRow(
            series=series,
            repeats=repeat_sentence(pattern_of(series).repeat),
            span=span_words(series.start_time, series.end_time),
            next_shift=next_shifts.get(series.pk),
            coming=count,
            open_seats=max(seats - taken.get(series.pk, 0), 0),
        )
        found.append(row)
    return found


def page_of(series: Series, now: datetime) -> SeriesPage:
    """Return a series with its calendar from two weeks ago on. The queries do not grow with its shifts."""
    today = now.astimezone(ZoneInfo(series.zone)).date()
    cells = _cells(series, today - PAST_WEEKS, now)
    return SeriesPage(
        sentence=pattern_sentence(pattern_of(series)),
        months=_months(cells),
        coming=[cell for cell in cells.values() if cell.shift and cell.shift.starts_at > now],
        exceptions=list(series.exceptions.filter(original_on__gte=today)),
        places=list(
            series.standing.filter(ended_at=None).select_related("volunteer").order_by("volunteer__name")
        ),
        parts=list(Series.objects.filter(split_from=series).order_by("starts_on")),
        made_until=series.generated_until,
    )


def _cells(series: Series, first: date, now: datetime) -> dict[date, Cell]:
    """Return the days that have a shift, or that lack one for a reason, in order."""
    shifts = list(Shift.objects.filter(series=series, original_on__gte=first))
    people = SignUp.objects.active().filter(shift__in=shifts).values_list("shift_id", "state")
    held = Counter(shift_id for shift_id, state in people if state in SignUp.HOLDING)
    waiting = Counter(shift_id for shift_id, state in people if state == SignUp.State.WAITING)
    last = max(horizon_day(now), series.generated_until or date.min)
    pattern = pattern_of(series)
    given = {one.original_on for one in coming(pattern, skipped=(), first=first, last=last, now=now)}
    cells = {day: Cell(day, note=_("Left out")) for day in given & exceptions_of([series.pk])[series.pk]}
    if series.skips_closed_days:
        cells |= {day: Cell(day, note=name) for day, name in closed_days(first, last).items() if day in given}
    zone = ZoneInfo(series.zone)
    for shift in shifts:
        note = _("Cancelled") if shift.state == Shift.State.CANCELLED else ""
        day = shift.starts_at.astimezone(zone).date()
        cells[day] = Cell(day, shift, held[shift.pk], waiting[shift.pk], note)
    return dict(sorted(cells.items()))


def _months(cells: dict[date, Cell]) -> list[Month]:
    calendar = Calendar()
    months = sorted({(day.year, day.month) for day in cells})
    return [
        Month(
            title=f"{MONTHS[month]} {year}",
            weeks=[
                [cells.get(day, Cell(day)) if day.month == month else None for day in week]
                for week in calendar.monthdatescalendar(year, month)
            ],
        )
        for year, month in months
    ]
