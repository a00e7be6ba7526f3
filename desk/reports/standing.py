"""How we are doing: the year so far and the last twelve months."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from gifts.models import RecurringGift
from gifts.reports.figures import FIGURES, Scope, Sums, sums_of
from gifts.reports.figures.kept import donors_until
from gifts.reports.figures.scope import this_year
from gifts.reports.figures.tables import by_month as by_month_of
from gifts.reports.monthly import COUNTS
from gifts.reports.recurring_list import totals_of
from gifts.reports.tallies import fiscal_month


@dataclass(frozen=True)
class Month:
    """One month's net giving, beside the same month a year before."""

    first: date
    raised: Decimal
    year_before: Decimal


def months_raised(today: date, year: Scope | None = None) -> list[Month]:
    """Return the last twelve months, oldest first: what stands of the gifts given in each.

    Whoever has `everything` of today at hand gives it along.
    """
    since = date(today.year - 2, today.month, 1)
    by_month = by_month_of(year or everything(today), since, date.max)
    firsts = [today.replace(day=1) - relativedelta(months=count) for count in range(11, -1, -1)]
    nothing = Sums()
    return [
        Month(
            first,
            by_month.get(first, nothing).money,
            by_month.get(first - relativedelta(years=1), nothing).money,
        )
        for first in firsts
    ]


@dataclass(frozen=True)
class Standing:
    """The year so far beside the same days of last year, and what recurs each month.

    `since` and `until` are the days counted: a list between them shows exactly these gifts.
    """

    since: date
    until: date
    raised: Decimal
    raised_before: Decimal
    donors: int
    donors_before: int
    recurring: int
    recurring_monthly: Decimal


def standing(today: date, year: Scope | None = None) -> Standing:
    """Return the fiscal year to date beside the same days of last year, from the kept totals."""
    year = year or everything(today)
    now, before = replace(year, until=today), year.by_this_day_before()
    recurring = totals_of(RecurringGift.objects.filter(COUNTS))
    return Standing(
        since=now.since,
        until=today,
        raised=sums_of(FIGURES["raised"], now).money,
        raised_before=sums_of(FIGURES["raised"], before).money,
        donors=donors_until(now),
        donors_before=donors_until(before),
        recurring=recurring.count,
        recurring_monthly=recurring.counting,
    )


def everything(today: date) -> Scope:
    """All gifts of the fiscal year of a day."""
    return this_year(today, fiscal_month())
