"""What the tables and plots of reports are made of: one question each, whatever their length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.money import ZERO
from gifts.reports.figures.behind import SIZES, gifts
from gifts.reports.figures.kept import Sums, rows
from gifts.reports.figures.scope import Scope, between, donors_of
from gifts.reports.tallies import ARRIVED, DAY_TALLIES, FUND_DAY_TALLIES, cohort_tallies


def by_month(scope: Scope, since: date, until: date) -> dict[date, Sums]:
    """Return what was given in each month between two days, by its first day."""
    pieces, table, fund = _days(scope)
    found = rows(
        f"""WITH {pieces} SELECT date_trunc('month', day)::date, sum(gifts), sum(raised) FROM {table}
        WHERE {between(since, until, "day")}{fund} GROUP BY 1"""  # noqa: S608 - our own words
    )
    return {first: _sums(count, money) for first, count, money in found}


def by_key(scope: Scope, key: str) -> dict[int | None, Sums]:
    """Return what was given in the scope for each `campaign_id`, `appeal_id` or `fund_id`."""
    pieces, table, fund = _days(scope, is_by_fund=key == "fund_id")
    found = rows(
        f"""WITH {pieces} SELECT {key}, sum(gifts), sum(raised) FROM {table}
        WHERE {between(scope.since, scope.until, "day")}{fund} GROUP BY 1"""  # noqa: S608 - our own words
    )
    return {one: _sums(count, money) for one, count, money in found}


def by_appeal(campaigns: Iterable[int]) -> dict[int | None, Sums]:
    """Return what was ever given to some campaigns for each appeal; None: by none."""
    listed = ", ".join(f"{campaign:d}" for campaign in campaigns)
    found = rows(
        f"""WITH {DAY_TALLIES} SELECT appeal_id, sum(gifts), sum(raised) FROM day_tallies
        WHERE campaign_id IN ({listed}) GROUP BY 1"""  # noqa: S608 - our own words
    )
    return {one: _sums(count, money) for one, count, money in found}


def by_size(scope: Scope) -> list[Sums]:
    """Return gifts that arrived by the steps of `SIZES`."""
    steps = ", ".join(str(step) for step in SIZES)
    table = gifts(scope).replace("SELECT id AS key", "SELECT amount, state, id AS key", 1)
    found = rows(
        f"""SELECT width_bucket(amount, ARRAY[{steps}]::numeric[]) - 1, count(*), sum(part)
        FROM ({table}) AS sized WHERE {ARRIVED} GROUP BY 1"""  # noqa: S608 - our own words
    )
    by_step = {step: _sums(count, money) for step, count, money in found}
    return [by_step.get(step, Sums()) for step in range(len(SIZES))]


@dataclass(frozen=True)
class Cohort:
    """Donors who first gave in `first` and gave in `year`; how many of them the year before, too."""

    first: int
    year: int
    donors: int
    given: Decimal
    retained: int
    retained_given: Decimal


def cohorts(month: int) -> list[Cohort]:
    """Return every cohort in every year: some tens of rows, however many donors there are."""
    found = rows(
        f"""WITH {cohort_tallies(month)} SELECT cohort, year, sum(donors)::int, sum(given),
            coalesce(sum(donors) FILTER (WHERE move <> 'none'), 0)::int,
            coalesce(sum(given) FILTER (WHERE move <> 'none'), 0)
        FROM cohort_tallies GROUP BY cohort, year ORDER BY cohort, year"""  # noqa: S608 - our own words
    )
    return [Cohort(*row) for row in found]


@dataclass(frozen=True)
class Top:
    """A donor by what stands of their gifts, and by gifts that others made and they brought about."""

    donor_id: int
    name: str
    given: Decimal
    soft: Decimal
    last_on: date | None


def top_donors(scope: Scope, *, with_soft: bool, count: int) -> list[Top]:
    """Return the donors with the largest sums in the scope, with or without what they are credited for.

    A credit counts for at most what stands of its gift.
    """
    order = "given + soft" if with_soft else "given"
    found = rows(
        f"""SELECT donor.id, donor.name, given, soft, day FROM (
            SELECT coalesce(hard.donor_id, credited.donor_id) AS donor_id, coalesce(hard.part, 0.00) AS given,
                coalesce(credited.soft, 0.00) AS soft, hard.day
            FROM {donors_of(scope, scope.since, scope.until)} AS hard
            FULL JOIN (
                SELECT credit.donor_id, sum(least(credit.amount, stands.net)) AS soft
                FROM gifts_softcredit AS credit JOIN gifts_gift AS gift ON gift.id = credit.gift_id
                CROSS JOIN LATERAL (
                    SELECT sum(line.amount) AS net FROM gifts_ledgerline AS line WHERE line.gift_id = gift.id
                ) AS stands
                WHERE stands.net > 0 AND {between(scope.since, scope.until)} AND {ARRIVED} {_campaign(scope)}
                GROUP BY credit.donor_id
            ) AS credited ON credited.donor_id = hard.donor_id
        ) AS top JOIN donors_donor AS donor ON donor.id = top.donor_id
        WHERE {order} > 0 ORDER BY {order} DESC, donor.id LIMIT {count:d}"""  # noqa: S608 - our own words
    )
    return [Top(*row) for row in found]


def _days(scope: Scope, *, is_by_fund: bool = False) -> tuple[str, str, str]:
    """The pieces, the table, and what it is narrowed by."""
    narrowed = _campaign(scope)
    if scope.fund is not None:
        narrowed += f" AND fund_id = {scope.fund:d}"
    if scope.fund is not None or is_by_fund:
        return FUND_DAY_TALLIES, "fund_day_tallies", narrowed
    return DAY_TALLIES, "day_tallies", narrowed


def _campaign(scope: Scope) -> str:
    return "" if scope.campaign is None else f" AND campaign_id = {scope.campaign:d}"


def _sums(count: Any, money: Any) -> Sums:
    return Sums(int(count or 0), money or ZERO)
