"""A donor's giving at a glance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import ZERO
from donors.models import Donor, Household
from gifts.reports.giving_years import GivingYear, giving_years
from gifts.reports.tallies import fiscal_month, fiscal_span


@dataclass(frozen=True)
class Glance:
    """A donor's giving: count and net total of gifts, first and last day, the largest, years in a row."""

    count: int
    total: Decimal
    first_on: date | None
    last_on: date | None
    largest: Decimal
    streak: int


@dataclass(frozen=True)
class Year:
    """What stands of the gifts that a donor gave in a fiscal year, and the days of that year."""

    year: int
    given: Decimal
    since: date
    until: date


@dataclass(frozen=True)
class Giving:
    """What a donor gave: at a glance, and each year of it."""

    glance: Glance
    years: list[Year]


def giving_of(donor: Donor, *, year: int, month: int | None = None) -> Giving:
    """Return what a donor gave, by one question; `year` is the current one, `month` begins fiscal years.

    A streak, of fiscal years, counts back from `year` and does not end before the year without a gift is
    over. The years go from the first gift to `year`, empty ones too, at most the last ten; the fiscal year
    that ends in the year after is there once something is given in it.
    """
    month = month or fiscal_month()
    rows = giving_years(donor.pk, month=month)
    return Giving(_glance(rows, year), _years(rows, year, month))


def glance_at(donor: Donor, *, year: int) -> Glance:
    """Return a donor's giving at a glance, as `giving_of` does."""
    return _glance(giving_years(donor.pk), year)


def glance_together(household: Household, *, year: int) -> Glance:
    """Return the giving of all who belong to a household, together, as `glance_at` does."""
    members = Donor.objects.filter(household=household).values_list("pk", flat=True)
    return _glance(giving_years(*members), year)


def _glance(rows: list[GivingYear], year: int) -> Glance:
    gave = [row for row in rows if row.gifts]
    years = {row.year for row in gave}
    start = next((each for each in (year + 1, year) if each in years), year - 1)
    streak = 0
    while start - streak in years:
        streak += 1
    return Glance(
        count=sum(row.gifts for row in gave),
        total=sum((row.given for row in rows), ZERO),
        first_on=min((row.first_on for row in gave if row.first_on), default=None),
        last_on=max((row.last_on for row in gave if row.last_on), default=None),
        largest=max((row.largest for row in gave), default=ZERO),
        streak=streak,
    )


def _years(rows: list[GivingYear], until: int, month: int) -> list[Year]:
    given = {row.year: row.given for row in rows}
    until = max([until, *given])
    first = max(min(given, default=until + 1), until - 9)
    return [Year(year, given.get(year, ZERO), *fiscal_span(year, month)) for year in range(first, until + 1)]
