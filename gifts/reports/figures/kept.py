"""Figures as they are shown: read from the kept totals where those serve, else counted from their rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from core.money import ZERO
from gifts.reports.figures.behind import scored
from gifts.reports.figures.scope import WITHOUT, Scope, between
from gifts.reports.tallies import (
    DAY_TALLIES,
    FUND_DAY_TALLIES,
    cohort_tallies,
    donor_tallies,
    fiscal_span,
    year_starts,
)


@dataclass(frozen=True)
class Sums:
    """How many gifts or donors, and their money."""

    count: int = 0
    money: Decimal = ZERO

    @property
    def average(self) -> Decimal | None:
        """Money for each; None for nobody."""
        return (self.money / self.count).quantize(Decimal("0.01")) if self.count else None


Read = Callable[[Scope], Sums]
Behind = Callable[[Scope], str]


def rows(sql: str) -> list[tuple[Any, ...]]:
    """Run a question of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def sums(sql: str) -> Sums:
    """The first row of a question of ours, as count and money."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        count, money = cursor.fetchone() or (0, ZERO)
    return Sums(int(count or 0), money or ZERO)


def counted(behind: str) -> Sums:
    """Count and money of the rows behind a figure."""
    return sums(f"SELECT sum(counts), sum(part) FROM ({behind}) AS behind")  # noqa: S608 - our own words


def gifts(scope: Scope) -> Sums:
    """From the totals of days."""
    days = between(scope.since, scope.until, "day")
    where = f"{days}{_campaign(scope)}"
    if scope.fund is not None:
        return sums(
            f"""WITH {FUND_DAY_TALLIES} SELECT sum(gifts), sum(raised) FROM fund_day_tallies
            WHERE {where} AND fund_id = {scope.fund:d}"""  # noqa: S608 - our own words
        )
    if scope.appeal is not None:
        is_none = scope.appeal == WITHOUT
        where += " AND appeal_id IS NULL" if is_none else f" AND appeal_id = {scope.appeal:d}"
    return sums(f"WITH {DAY_TALLIES} SELECT sum(gifts), sum(raised) FROM day_tallies WHERE {where}")  # noqa: S608 - our own words


def serves_gifts(scope: Scope) -> bool:
    """Totals of days know campaign with appeal, or campaign with fund."""
    return scope.size is None and (scope.fund is None or scope.appeal is None)


def donors(scope: Scope) -> Sums:
    """Of a whole fiscal year: its donors are of one cohort each."""
    return cohorts(scope, where="TRUE")


def donors_until(scope: Scope) -> int:
    """Donors from a fiscal year's first day to some day of it: who began to give in it on each day."""
    return sums(
        f"""WITH {year_starts(scope.month)} SELECT sum(donors), 0 FROM year_starts
        WHERE {between(scope.since, scope.until, "day")}"""  # noqa: S608 - our own words
    ).count


def serves_donors(scope: Scope) -> bool:
    """The days are a fiscal year's, and all its gifts are asked for."""
    first, last = fiscal_span(scope.year, scope.month)
    return not scope.is_narrowed and scope.since == first and scope.until == last


def cohorts(scope: Scope, *, where: str) -> Sums:
    """From the totals of cohorts."""
    return sums(
        f"""WITH {cohort_tallies(scope.month)} SELECT sum(donors), sum(given) FROM cohort_tallies
        WHERE year = {scope.year:d} AND {where}"""  # noqa: S608 - our own words
    )


def lybunt(scope: Scope) -> Sums:
    """Last year's donors, less those who gave this year, too."""
    before, kept = cohorts(scope.of_year(scope.year - 1), where="TRUE"), lasting_before(scope)
    return Sums(before.count - kept.count, before.money - kept.money)


def lasting_before(scope: Scope) -> Sums:
    """Who gave last year and this year, and what they gave last year."""
    return sums(
        f"""WITH {cohort_tallies(scope.month)} SELECT sum(donors), sum(given_before) FROM cohort_tallies
        WHERE year = {scope.year:d} AND move <> 'none'"""  # noqa: S608 - our own words
    )


def sybunt(scope: Scope) -> Sums:
    """Donors by the day of their last gift."""
    since = fiscal_span(scope.year - 1, scope.month)[0]
    return sums(
        f"""WITH {donor_tallies(scope.month)} SELECT count(*), sum(given) FROM donor_tallies
        WHERE gifts > 0 AND last_on < DATE '{since}'"""  # noqa: S608 - our own words
    )


def changed(scope: Scope, *, move: str) -> Sums:
    """Who gave in both years, and how far apart."""
    return sums(
        f"""WITH {cohort_tallies(scope.month)} SELECT sum(donors), sum(given - given_before)
        FROM cohort_tallies WHERE year = {scope.year:d} AND move = '{move}'"""  # noqa: S608 - our own words
    )


def classes(today: date, month: int) -> dict[str, Sums]:
    """Every class at once: one look at each donor's total."""
    found = rows(
        f"""WITH {donor_tallies(month)} SELECT kind, count(*), sum(part)
        FROM ({scored("donor_tallies", today)}) AS all_of GROUP BY kind"""  # noqa: S608 - our own words
    )
    return {kind: Sums(count, money) for kind, count, money in found}


def _campaign(scope: Scope) -> str:
    return "" if scope.campaign is None else f" AND campaign_id = {scope.campaign:d}"
