"""Hours by program and month, and what they are worth by the value of an hour on their day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db.models import Case, Count, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.plots import Plot, Series, bars
from volunteers.models import HoursEntry, HourValue, Program
from volunteers.reports.hours import hours_words

AMOUNT = DecimalField(max_digits=14, decimal_places=4)
MOST_MONTHS = 36


@dataclass(frozen=True)
class Span:
    """Days (inclusive) and, if any, one program."""

    since: date
    until: date
    program: Program | None = None

    def months(self) -> list[date]:
        """The first days of its months, the last `MOST_MONTHS` of them."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.since, self.until))
        found = [date(at // 12, at % 12 + 1, 1) for at in range(first, last + 1)]
        return found[-MOST_MONTHS:]

    def rows_of(self, month: date | None = None, program: Program | None = None) -> str:
        """The address of the list that holds the rows behind a figure."""
        since, until = self.since, self.until
        if month:
            ends = date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
            since, until = max(since, month), min(until, ends)
        facts: dict[str, str | int] = {"state": "approved", "since": f"{since}", "until": f"{until}"}
        chosen = program or self.program
        if chosen:
            facts["program"] = chosen.pk
        return f"{reverse('volunteers:hours_list')}?{urlencode(facts)}"


@dataclass(frozen=True)
class Cell:
    """A figure and the address of its rows."""

    minutes: int
    href: str


@dataclass(frozen=True)
class ProgramHours:
    """One program over the span. `value` is None where no value of an hour is known for any of its days."""

    program: Program
    minutes: int
    people: int
    value: Decimal | None
    months: list[Cell]
    href: str


@dataclass(frozen=True)
class HoursReport:
    """The whole report. `unvalued`: minutes of days before the first value of an hour."""

    span: Span
    months: list[str]
    programs: list[ProgramHours]
    minutes: int
    people: int
    value: Decimal | None
    unvalued: int
    plot: Plot | None
    by_program: Plot | None


def hours_report(span: Span) -> HoursReport:
    """Return hours by program and month. Four queries, however many programs."""
    counted = HoursEntry.objects.counted().filter(on__range=(span.since, span.until)).order_by()
    if span.program:
        counted = counted.filter(program=span.program)
    values = list(HourValue.objects.order_by("from_on").values_list("from_on", "value"))
    worth = counted.annotate(worth=_worth(values))
    sums = {"total": Sum("minutes"), "people": Count("volunteer", distinct=True)}
    sums |= {"value": Sum(F("minutes") * F("worth") / Value(Decimal(60)), output_field=AMOUNT)}
    whole = worth.aggregate(**sums, unvalued=Sum("minutes", filter=Q(worth=None)))
    # the type of the rows cannot know what `sums` adds
    rows = cast("Iterable[dict[str, Any]]", worth.values("program").annotate(**sums))
    found = {row["program"]: row for row in rows}
    monthly = counted.annotate(month=TruncMonth("on")).values("program", "month")
    cells = {(row["program"], row["month"]): row["sum"] for row in monthly.annotate(sum=Sum("minutes"))}
    months = span.months()
    programs = [
        _program_hours(program, found[program.pk], span, cells)
        for program in Program.objects.filter(pk__in=found)
    ]
    return HoursReport(
        span=span,
        months=[date_format(month, "M y") for month in months],
        programs=programs,
        minutes=whole["total"] or 0,
        people=whole["people"],
        value=_cents(whole["value"]),
        unvalued=whole["unvalued"] or 0,
        plot=_by_month(span, programs, months) if programs else None,
        by_program=_by_program(programs) if len(programs) > 1 else None,
    )


def _program_hours(
    program: Program, sums: dict[str, Any], span: Span, cells: dict[tuple[int, date], int]
) -> ProgramHours:
    return ProgramHours(
        program=program,
        minutes=sums["total"],
        people=sums["people"],
        value=_cents(sums["value"]),
        months=[
            Cell(cells.get((program.pk, month), 0), span.rows_of(month, program)) for month in span.months()
        ],
        href=span.rows_of(program=program),
    )


def _worth(values: Sequence[tuple[date, Decimal]]) -> Case:
    """What an hour is worth on the day of a row: by the last value from that day or before."""
    ends = [*(day for day, _value in values[1:]), date.max][: len(values)]
    whens = [
        When(on__gte=day, on__lt=end, then=Value(value))
        for (day, value), end in zip(values, ends, strict=True)
    ]
    return Case(*whens, default=Cast(Value(None), AMOUNT), output_field=AMOUNT)


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(Decimal("0.01"))


def _by_month(span: Span, programs: Sequence[ProgramHours], months: Sequence[date]) -> Plot:
    minutes = [sum(each.months[place].minutes for each in programs) for place in range(len(months))]
    facts = {"hours": hours_words(sum(minutes)), "months": len(months)}
    return bars(
        labels=[date_format(month, "M y") for month in months],
        series=[_series(minutes, [span.rows_of(month) for month in months])],
        summary=_("Hours by month: %(hours)s in %(months)d months.") % facts,
        first=_("Month"),
    )


def _by_program(programs: Sequence[ProgramHours]) -> Plot:
    largest = max(programs, key=lambda each: each.minutes)
    facts = {"program": str(largest.program), "hours": hours_words(largest.minutes)}
    return bars(
        labels=[str(each.program) for each in programs],
        series=[_series([each.minutes for each in programs], [each.href for each in programs])],
        summary=_("Hours by program; most in %(program)s: %(hours)s.") % facts,
        first=_("Program"),
    )


def _series(minutes: Sequence[int], links: Sequence[str]) -> Series:
    return Series(
        _("Hours"),
        [round(Decimal(one) / 60, 2) for one in minutes],
        texts=[hours_words(one) for one in minutes],
        links=links,
    )
