"""A donor's giving by fiscal year, from the kept totals: one question, however many gifts there are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from gifts.reports.tallies import donor_years, fiscal_month


@dataclass(frozen=True)
class GivingYear:
    """Gifts that arrived in a fiscal year, what stands of all, their days and the largest."""

    year: int
    gifts: int
    given: Decimal
    first_on: date | None
    last_on: date | None
    largest: Decimal


def giving_years(donor_id: int, month: int | None = None) -> list[GivingYear]:
    """Return a donor's years with gifts, the first one first; who knows `fiscal_month` already says it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH {donor_years(month or fiscal_month(), donor=donor_id)}
            SELECT year, gifts, given, first_on, last_on, largest FROM donor_years ORDER BY year"""  # noqa: S608 - our own words
        )
        return [GivingYear(*row) for row in cursor.fetchall()]
