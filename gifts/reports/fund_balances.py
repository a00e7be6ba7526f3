"""What each fund received, what was spent of it and what is left, as of a day.

Received is what stands of its share of every gift of money: a charge on the gift's day, what went back on the
day it did. A share is the gift's proportion, to the cent; what rounding leaves is the first fund's, as in the
journal. Goods are not money to be spent: they are not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from accounts.organisation import the_zone
from campaigns.models import Fund
from core.money import ZERO
from gifts.models import FundOpening, FundSpending

# shares of lines whose gift is for one fund need no arithmetic; only the others are split
_MOVEMENTS = """
    SELECT line.id AS line_id, gift.id AS gift_id, share.fund_id, line.kind,
        CASE WHEN line.kind = 'offline' AND line.amount > 0 THEN gift.given_on
            ELSE (line.occurred_at AT TIME ZONE %(zone)s)::date END AS day,
        share.amount = gift.amount AS is_whole, share.fund_id AS place, line.amount, line.fee,
        CASE WHEN share.amount = gift.amount THEN line.amount
            ELSE round(line.amount * share.amount / gift.amount, 2) END AS part,
        CASE WHEN line.kind <> 'charge' THEN 0 WHEN share.amount = gift.amount THEN line.fee
            ELSE round(line.fee * share.amount / gift.amount, 2) END AS fee_part
    FROM gifts_ledgerline line
    JOIN gifts_gift gift ON gift.id = line.gift_id AND gift.kind IN ('money', 'currency')
    JOIN gifts_allocation share ON share.gift_id = gift.id
"""
_SHARED = f"""
    WITH movements AS ({_MOVEMENTS}), shared AS (
        SELECT line_id, gift_id, fund_id, kind, day, part, fee_part FROM movements WHERE is_whole
        UNION ALL
        SELECT line_id, gift_id, fund_id, kind, day,
            part + CASE WHEN row_number() OVER one = 1 THEN amount - sum(part) OVER every ELSE 0 END,
            fee_part + CASE WHEN row_number() OVER one = 1 AND kind = 'charge'
                THEN fee - sum(fee_part) OVER every ELSE 0 END
        FROM movements WHERE NOT is_whole
        WINDOW one AS (PARTITION BY line_id ORDER BY place), every AS (PARTITION BY line_id)
    )
"""  # noqa: S608 - our own words


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
    openings = _openings()
    sums = {row[0]: row[1:] for row in _sums(until, fund_id)}
    spent = _spent(until)
    return [_held(fund, openings.get(fund.pk), sums.get(fund.pk, (ZERO, ZERO)), spent) for fund in funds]


def months_of(fund: Fund, *, until: date) -> list[Month]:
    """Return a fund's months from its beginning here, each with what was left at its end."""
    opening = _openings().get(fund.pk)
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
    opening = _openings().get(fund.pk)
    begin = max((day for day in (since, opening.day if opening else None) if day), default=date.min)
    sql = """
        SELECT shared.day, shared.gift_id::text, shared.kind, shared.part, shared.fee_part,
            COALESCE(NULLIF(donor.name, ''), gift.payer_name)
        FROM shared JOIN gifts_gift gift ON gift.id = shared.gift_id
        LEFT JOIN donors_donor donor ON donor.id = gift.donor_id
        WHERE shared.fund_id = %(fund)s AND shared.day BETWEEN %(begin)s AND %(until)s
        ORDER BY shared.day DESC, shared.line_id DESC LIMIT %(most)s OFFSET %(after)s
        """
    values = {"fund": fund.pk, "begin": begin, "until": until, "most": at_most, "after": after}
    return [Movement(*row) for row in _read(sql, values)]


def spendings_of(fund: Fund, *, since: date | None, until: date) -> Sequence[FundSpending]:
    """Return what was spent of a fund, the newest first, corrections among them."""
    rows = FundSpending.objects.filter(fund=fund, day__lte=until).select_related("by", "corrects")
    counting = _counting(rows.order_by("-day", "-pk"), {fund.pk: _openings().get(fund.pk)})
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


def _openings() -> dict[int, FundOpening]:
    """The newest opening of each fund."""
    return {row.fund_id: row for row in FundOpening.objects.order_by("created_at", "pk")}


def _sums(until: date, fund_id: int | None) -> list[Any]:
    openings = {row.fund_id: row.day for row in _openings().values()}
    sql = """
        SELECT fund_id, sum(part), sum(fee_part) FROM shared
        LEFT JOIN unnest(%(funds)s::bigint[], %(days)s::date[]) AS opened (opened_fund, opened_on)
            ON opened_fund = fund_id
        WHERE day <= %(until)s AND (opened_on IS NULL OR day >= opened_on)
            AND (%(fund)s::bigint IS NULL OR fund_id = %(fund)s)
        GROUP BY fund_id
        """
    values = {
        "until": until,
        "fund": fund_id,
        "funds": list(openings),
        "days": list(openings.values()),
    }
    return _read(sql, values)


def _monthly(fund_id: int, until: date, opening: FundOpening | None) -> list[Any]:
    sql = """
        SELECT date_trunc('month', day)::date, sum(part), sum(fee_part) FROM shared
        WHERE fund_id = %(fund)s AND day <= %(until)s AND (%(begin)s::date IS NULL OR day >= %(begin)s)
        GROUP BY 1 ORDER BY 1
        """
    return _read(sql, {"fund": fund_id, "until": until, "begin": opening.day if opening else None})


def _spent(until: date) -> dict[int, Decimal]:
    openings = _openings()
    late = Q()
    for fund_id, opening in openings.items():
        late |= Q(fund=fund_id, day__lt=opening.day)
    rows = (
        FundSpending.objects.filter(day__lte=until).exclude(late)
        if late
        else FundSpending.objects.filter(day__lte=until)
    )
    return dict(rows.order_by().values_list("fund").annotate(sum=Sum("amount")))


def _counting(rows: Any, openings: dict[int, FundOpening | None]) -> list[FundSpending]:
    return [row for row in rows if (opening := openings.get(row.fund_id)) is None or row.day >= opening.day]


def _read(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_SHARED + sql, {**values, "zone": the_zone()})
        rows: list[Any] = cursor.fetchall()
        return rows
