"""What a figure is asked of: days, a fiscal year, and what it is narrowed to; and the gifts in it, as SQL.

All values are our own numbers and days by the time they stand here, so they are written into the text.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta

from gifts.reports.tallies import ARRIVED, SHARES, fiscal_span, fiscal_year

COLUMNS = "gift.id, gift.donor_id, gift.given_on, gift.state, gift.amount"
WITHOUT = 0  # as an appeal's number: gifts that came by none


@dataclass(frozen=True)
class Scope:
    """From `since` to `until`, both included; `year` is the fiscal year that figures of years are of."""

    since: date
    until: date
    today: date
    year: int
    month: int = 1
    campaign: int | None = None
    appeal: int | None = None
    fund: int | None = None
    size: int | None = None
    cohort: int | None = None
    kind: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than all gifts of its days, so that totals by donor do not serve."""
        return any(value is not None for value in (self.campaign, self.appeal, self.fund, self.size))

    @property
    def years_span(self) -> tuple[date, date]:
        """The days of its fiscal year."""
        return fiscal_span(self.year, self.month)

    def of_year(self, year: int) -> "Scope":
        """The same of another fiscal year, all its days."""
        since, until = fiscal_span(year, self.month)
        return replace(self, year=year, since=since, until=until)

    def by_this_day_before(self) -> "Scope":
        """The fiscal year before, up to the day that is today in this one."""
        before = self.of_year(self.year - 1)
        until = self.today - relativedelta(years=1)
        return replace(before, until=min(max(until, before.since), before.until))

    def query(self, **more: object) -> str:
        """Return it as the query string of an address."""
        named = {
            "since": self.since,
            "until": self.until,
            "year": self.year,
            "campaign": self.campaign,
            "appeal": self.appeal,
            "fund": self.fund,
            "size": self.size,
            "cohort": self.cohort,
            "kind": self.kind or None,
            **more,
        }
        return urlencode({name: value for name, value in named.items() if value is not None})


def this_year(today: date, month: int) -> Scope:
    """Return the fiscal year of a day, all its days: what is still to come has no gift yet."""
    year = fiscal_year(today, month)
    since, until = fiscal_span(year, month)
    return Scope(since=since, until=until, today=today, year=year, month=month)


def between(since: date, until: date, column: str = "given_on") -> str:
    """That a day lies between two, both included."""
    return f"{column} BETWEEN DATE '{since.isoformat()}' AND DATE '{until.isoformat()}'"


def gifts_of(scope: Scope, since: date | None, until: date) -> str:
    """The gifts of some days that the scope lets through, as a table; of a fund, `stands` is its share.

    `since` None: from the first one on.
    """
    days = between(since or date(1, 1, 1), until, "gift.given_on")
    wanted = [days]
    if scope.campaign is not None:
        wanted.append(f"gift.campaign_id = {scope.campaign:d}")
    if scope.appeal is not None:
        is_none = scope.appeal == WITHOUT
        wanted.append("gift.appeal_id IS NULL" if is_none else f"gift.appeal_id = {scope.appeal:d}")
    where = " AND ".join(wanted)
    if scope.fund is None:
        return f"(SELECT {COLUMNS}, gift.stands FROM gifts_gift AS gift WHERE {where}) AS gift"  # noqa: S608 - our own words
    return f"""(SELECT {COLUMNS}, share.part AS stands
        FROM gifts_gift AS gift CROSS JOIN LATERAL ({SHARES}) AS share
        WHERE share.fund_id = {scope.fund:d} AND {where}) AS gift"""  # noqa: S608 - our own words


def donors_of(scope: Scope, since: date | None, until: date) -> str:
    """The donors with a gift of these days that arrived: donor_id, part, day (the last), first_on."""
    return f"""(
        SELECT donor_id, sum(stands) AS part, max(given_on) FILTER (WHERE {ARRIVED}) AS day,
            min(given_on) FILTER (WHERE {ARRIVED}) AS first_on
        FROM {gifts_of(scope, since, until)} WHERE donor_id IS NOT NULL
        GROUP BY donor_id HAVING count(*) FILTER (WHERE {ARRIVED}) > 0
    )"""  # noqa: S608 - our own words
