"""What each fund received, what was spent of it and what is left, as of a day.

Received is what stands of its share of every gift of money: a charge on the gift's day, what went back on
the day it did. Goods are not money to be spent: they are not in it. Sums are read from kept totals; rows are
looked up by the days that they lie on, so that neither grows with all gifts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from campaigns.models import Fund
from core.money import ZERO
from gifts.models import FundOpening, FundSpending
from gifts.reports.fund_moves import BY_HAND, FUND_TALLIES, OF_LINE, shared, tally_zone
from gifts.reports.monthly import midnight

AT_ONCE = 2000
_LINES = f"""
    SELECT {OF_LINE} FROM gifts_gift AS gift JOIN gifts_ledgerline AS line ON line.gift_id = gift.id
    WHERE {BY_HAND} AND gift.given_on BETWEEN %(begin)s AND %(end)s
    UNION ALL SELECT {OF_LINE} FROM gifts_ledgerline AS line
    WHERE NOT ({BY_HAND}) AND line.occurred_at >= %(from)s AND line.occurred_at < %(to)s"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Held:
    """A fund and its figures over some days."""

    fund: Fund
    opening: Decimal
    opened_on: date | None
    received: Decimal
    fees: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """What is left; below zero where more was spent than came."""
        return self.opening + self.received - self.fees - self.spent


@dataclass(frozen=True)
class Month:
    """What a fund received and spent in a month, and what was left after it."""

    first: date
    received: Decimal
    fees: Decimal
    spent: Decimal
    left: Decimal


@dataclass(frozen=True)
class Movement:
    """The share of one movement of money that is a fund's."""

    day: date
    gift_id: str
    kind: str
    amount: Decimal
    fee: Decimal
    who: str


def funds_held(*, until: date, fund_id: int | None = None) -> list[Held]:
    """Return every fund as of a day, the ones in use first by their place."""
    funds = Fund.objects.filter(pk=fund_id) if fund_id else Fund.objects.all()
    openings = _openings(until)
    sums = {row[0]: row[1:] for row in _sums(until, fund_id, openings)}
    spent = _spent(until, openings)
    return [_held(fund, openings.get(fund.pk), sums.get(fund.pk, (ZERO, ZERO)), spent) for fund in funds]


def months_of(fund: Fund, *, until: date) -> list[Month]:
    """Return a fund's months from its beginning here, each with what was left at its end."""
    opening = _openings(until).get(fund.pk)
    came = {row[0]: row[1:] for row in _monthly(fund.pk, until, opening)}
    rows = _counting(FundSpending.objects.filter(fund=fund, day__lte=until), {fund.pk: opening})
    went: dict[date, Decimal] = {}
    for row in rows:
        first = row.day.replace(day=1)
        went[first] = went.get(first, ZERO) + row.amount
    left = opening.amount if opening else ZERO
    found = []
    for first in sorted({*came, *went}):
        received, fees = came.get(first, (ZERO, ZERO))
        fees = fees if fund.bears_fees else ZERO
        spent = went.get(first, ZERO)
        left += received - fees - spent
        found.append(Month(first, received, fees, spent, left))
    return found


def movements_of(
    fund: Fund, *, since: date | None, until: date, at_most: int, after: int = 0
) -> list[Movement]:
    """Return what a fund received, the newest first: the rows whose sum the figure is."""
    passed = 0
    chosen: list[date] = []
    for day, lines in days_of(fund, since=since, until=until):
        if passed >= after + at_most:
            break
        if passed + lines > after:
            chosen.append(day)
        else:
            after -= lines
            continue
        passed += lines
    if not chosen:
        return []
    return movements_between(fund, chosen[-1], chosen[0])[after : after + at_most]


def all_movements(fund: Fund, *, since: date | None, until: date) -> Iterator[Movement]:
    """Yield all of them, the oldest first, some thousand at once."""
    days: list[date] = []
    lines = 0
    for day, count in [*reversed(days_of(fund, since=since, until=until)), (None, AT_ONCE)]:
        if days and lines + count > AT_ONCE:
            yield from reversed(movements_between(fund, days[0], days[-1]))
            days, lines = [], 0
        if day is not None:
            days.append(day)
            lines += count


def days_of(fund: Fund, *, since: date | None, until: date) -> list[tuple[date, int]]:
    """Return the days on which something moved for a fund, the newest first, and how many rows each has."""
    opening = _openings(until).get(fund.pk)
    begin = max((day for day in (since, opening.day if opening else None) if day), default=date.min)
    sql = """
        SELECT moved_on, sum(lines)::int FROM fund_tallies
        WHERE fund_id = %(fund)s AND moved_on BETWEEN %(begin)s AND %(until)s
        GROUP BY moved_on ORDER BY moved_on DESC
        """
    return [(day, lines) for day, lines in _kept(sql, {"fund": fund.pk, "begin": begin, "until": until})]


def movements_between(fund: Fund, begin: date, end: date) -> list[Movement]:
    """Return what moved for a fund from one day to another, both included, the newest first."""
    zone = tally_zone()
    sql = f"""WITH {shared(_LINES)}
        SELECT shared.day, shared.gift_id::text, shared.kind, shared.part, shared.fee_part,
            COALESCE(NULLIF(donor.name, ''), gift.payer_name)
        FROM shared JOIN gifts_gift gift ON gift.id = shared.gift_id
        LEFT JOIN donors_donor donor ON donor.id = gift.donor_id
        WHERE shared.fund_id = %(fund)s
        ORDER BY shared.day DESC, shared.line_id DESC"""  # noqa: S608 - our own words
    values = {
        "fund": fund.pk,
        "begin": begin,
        "end": end,
        "from": midnight(begin, zone),
        "to": midnight(end + timedelta(days=1), zone),
        "zone": zone,
    }
    return [Movement(*row) for row in _read(sql, values)]


def spendings_of(fund: Fund, *, since: date | None, until: date) -> Sequence[FundSpending]:
    """Return what was spent of a fund, the newest first, corrections among them."""
    rows = FundSpending.objects.filter(fund=fund, day__lte=until).select_related("by", "corrects")
    counting = _counting(rows.order_by("-day", "-pk"), {fund.pk: _openings(until).get(fund.pk)})
    return [row for row in counting if since is None or row.day >= since]


def _held(
    fund: Fund,
    opening: FundOpening | None,
    sums: tuple[Decimal, ...],
    spent: dict[int, Decimal],
) -> Held:
    received, fees = sums
    return Held(
        fund=fund,
        opening=opening.amount if opening else ZERO,
        opened_on=opening.day if opening else None,
        received=received,
        fees=fees if fund.bears_fees else ZERO,
        spent=spent.get(fund.pk, ZERO),
    )


def _openings(until: date) -> dict[int, FundOpening]:
    """The newest opening of each fund; before its day a fund held nothing that we know of."""
    newest = {row.fund_id: row for row in FundOpening.objects.order_by("created_at", "pk")}
    return {fund: row for fund, row in newest.items() if row.day <= until}


def _sums(until: date, fund_id: int | None, openings: dict[int, FundOpening]) -> list[Any]:
    sql = """
        SELECT fund_id, sum(received), sum(fees) FROM fund_tallies
        LEFT JOIN unnest(%(funds)s::bigint[], %(days)s::date[]) AS opened (opened_fund, opened_on)
            ON opened_fund = fund_id
        WHERE moved_on <= %(until)s AND (opened_on IS NULL OR moved_on >= opened_on)
            AND (%(fund)s::bigint IS NULL OR fund_id = %(fund)s)
        GROUP BY fund_id
        """
    days = [row.day for row in openings.values()]
    return _kept(sql, {"until": until, "fund": fund_id, "funds": list(openings), "days": days})


def _monthly(fund_id: int, until: date, opening: FundOpening | None) -> list[Any]:
    sql = """
        SELECT date_trunc('month', moved_on)::date, sum(received), sum(fees) FROM fund_tallies
        WHERE fund_id = %(fund)s AND moved_on <= %(until)s
            AND (%(begin)s::date IS NULL OR moved_on >= %(begin)s)
        GROUP BY 1 ORDER BY 1
        """
    return _kept(sql, {"fund": fund_id, "until": until, "begin": opening.day if opening else None})


def _spent(until: date, openings: dict[int, FundOpening]) -> dict[int, Decimal]:
    late = Q(pk__in=[])
    for fund_id, opening in openings.items():
        late |= Q(fund=fund_id, day__lt=opening.day)
    rows = FundSpending.objects.filter(day__lte=until).exclude(late)
    return dict(rows.order_by().values_list("fund").annotate(sum=Sum("amount")))


def _counting(rows: Any, openings: dict[int, FundOpening | None]) -> list[FundSpending]:
    return [row for row in rows if (opening := openings.get(row.fund_id)) is None or row.day >= opening.day]


def _kept(sql: str, values: dict[str, Any]) -> list[Any]:
    return _read(f"WITH {FUND_TALLIES} {sql}", {**values, "zone": tally_zone()})


def _read(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
        return rows
