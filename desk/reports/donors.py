"""A donor's giving at a glance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, QuerySet, Sum

from core.money import ZERO
from donors.models import Donor, Household
from gifts.models import Gift, LedgerLine
from gifts.models.gift import GiftQuerySet


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
    """What stands of the gifts that a donor gave in a year."""

    year: int
    given: Decimal


def glance_at(donor: Donor, *, year: int) -> Glance:
    """Return a donor's giving at a glance; `year` is the current one, from which the streak counts back.

    A streak does not end before the year in which nothing was given is over.
    """
    lines = LedgerLine.objects.filter(gift__donor=donor)
    return _glance(Gift.objects.filter(donor=donor), lines, year)


def glance_together(household: Household, *, year: int) -> Glance:
    """Return the giving of all who belong to a household, together, as `glance_at` does."""
    lines = LedgerLine.objects.filter(gift__donor__household=household)
    return _glance(Gift.objects.filter(donor__household=household), lines, year)


def _glance(of: GiftQuerySet, lines: "QuerySet[LedgerLine]", year: int) -> Glance:
    gifts = of.arrived()
    seen = gifts.aggregate(
        count=Count("pk"), first=Min("given_on"), last=Max("given_on"), largest=Max("amount")
    )
    total = lines.aggregate(total=Sum("amount"))["total"]
    years = set(gifts.order_by().values_list("given_on__year", flat=True).distinct())
    start = year if year in years else year - 1
    streak = 0
    while start - streak in years:
        streak += 1
    return Glance(
        count=seen["count"],
        total=total or ZERO,
        first_on=seen["first"],
        last_on=seen["last"],
        largest=seen["largest"] or ZERO,
        streak=streak,
    )


def years_of(donor: Donor, *, until: int) -> list[Year]:
    """Return each year from the donor's first gift to `until`, the empty ones too; at most the last ten."""
    rows = (
        LedgerLine.objects.filter(gift__donor=donor)
        .values_list("gift__given_on__year")
        .annotate(given=Sum("amount"))
        .order_by("gift__given_on__year")
    )
    given = {year: total for year, total in rows if year is not None}
    first = max(min(given, default=until + 1), until - 9)
    return [Year(year, given.get(year, ZERO)) for year in range(first, until + 1)]
