"""A volunteer's own hours: by month, in sums, and each with what can still be said about it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from core.clock import legal_day
from core.plots import Plot, Series, bars
from volunteers.models import Attendance, HoursEntry, Volunteer
from volunteers.models.attendance import COUNTED_AFTER
from volunteers.models.hours import HoursEntryQuerySet
from volunteers.proofs import door_number
from volunteers.reports.hours import hours_words
from volunteers.reports.when import When, when

MONTHS = 12


@dataclass(frozen=True)
class Inside:
    """A shift on which somebody is checked in, and their number at the door."""

    when: When
    number: str


@dataclass(frozen=True)
class OwnHours:
    """Sums, a plot of the last months, and where one is checked in."""

    total: int
    of_year: int
    year: int
    waiting: int
    plot: Plot | None
    inside: list[Inside]


def own_hours(volunteer: Volunteer, now: datetime) -> OwnHours:
    """Return a volunteer's hours in sums. The number of queries is the same, however many there are."""
    home = the_zone()
    today = legal_day(now, home)
    rows = HoursEntry.objects.filter(volunteer=volunteer)
    year = Q(on__year=today.year)
    sums = rows.counted().aggregate(total=Sum("minutes"), of_year=Sum("minutes", filter=year))
    return OwnHours(
        total=sums["total"] or 0,
        of_year=sums["of_year"] or 0,
        year=today.year,
        waiting=rows.filter(state=HoursEntry.State.PENDING, kind=HoursEntry.Kind.REPORTED).sum_minutes(),
        plot=_plot(rows.counted(), today) if sums["total"] else None,
        inside=_inside(volunteer, home, now),
    )


def own_entries(volunteer: Volunteer) -> HoursEntryQuerySet:
    """Return what was counted or reported, the newest first, each with the sum of its corrections."""
    entries = HoursEntry.objects.filter(volunteer=volunteer).exclude(kind=HoursEntry.Kind.CORRECTION)
    return entries.with_sums().select_related("program", "shift")


def months_before(today: date, count: int) -> list[date]:
    """Return the first days of so many months up to today's, the earliest first."""
    last = today.year * 12 + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(last - count + 1, last + 1)]


def by_month(entries: HoursEntryQuerySet) -> dict[date, int]:
    """Return the minutes of each month, by its first day."""
    grouped = entries.order_by().annotate(month=TruncMonth("on")).values("month")
    return dict(grouped.annotate(sum=Sum("minutes")).values_list("month", "sum"))


def _plot(counted: HoursEntryQuerySet, today: date) -> Plot:
    months = months_before(today, MONTHS)
    sums = by_month(counted.filter(on__gte=months[0]))
    minutes = [sums.get(month, 0) for month in months]
    facts = {"hours": hours_words(sum(minutes))}
    return bars(
        labels=[date_format(month, "M y") for month in months],
        series=[
            Series(
                _("Hours"),
                [round(Decimal(one) / 60, 2) for one in minutes],
                texts=[hours_words(one) for one in minutes],
            )
        ],
        summary=_("The last twelve months: %(hours)s.") % facts,
        first=_("Month"),
    )


def _inside(volunteer: Volunteer, home: str, now: datetime) -> list[Inside]:
    found = Attendance.objects.filter(
        sign_up__volunteer=volunteer,
        outcome=Attendance.Outcome.PRESENT,
        left_at=None,
        sign_up__shift__ends_at__gte=now - COUNTED_AFTER,
    )
    rows = found.select_related("sign_up__shift")
    return [Inside(when(row.sign_up.shift, home=home, now=now), door_number(row.sign_up)) for row in rows]
