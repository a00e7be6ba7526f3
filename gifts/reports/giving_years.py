"""Giving of donors, from the kept totals: one question, however many gifts there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from core.money import ZERO
from gifts.reports.tallies import TALLIES_OF_SOME, donor_years, fiscal_month


@dataclass(frozen=True)
class GivingYear:
    """Gifts that arrived in a fiscal year, what stands of all, their days and the largest."""

    year: int
    gifts: int
    given: Decimal
    first_on: date | None
    last_on: date | None
    largest: Decimal


def giving_years(*donors: int, month: int | None = None) -> list[GivingYear]:
    """Return the years with gifts of some donors, the first one first: for each donor and year a row.

    Who knows `fiscal_month` already says it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH {donor_years(month or fiscal_month(), donors=donors)}
            SELECT year, gifts, given, first_on, last_on, largest FROM donor_years ORDER BY year"""  # noqa: S608 - our own words
        )
        return [GivingYear(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class GivingSums:
    """What a donor's gifts come to: how many arrived, what stands, first and last day, the largest."""

    count: int = 0
    stands: Decimal = ZERO
    first_on: date | None = None
    last_on: date | None = None
    largest: Decimal = ZERO


def giving_sums(donor_ids: Collection[int]) -> dict[int, GivingSums]:
    """Return what the gifts of some donors come to, of those of whom a gift arrived."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH {TALLIES_OF_SOME} SELECT donor_id, gifts, given, first_on, last_on, largest
            FROM tallies_of_some WHERE gifts > 0""",  # noqa: S608 - our own words
            {"donors": list(donor_ids)},
        )
        return {donor: GivingSums(*sums) for donor, *sums in cursor.fetchall()}
