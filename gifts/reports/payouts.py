"""What payouts come to: all that a list shows, and by the month in which they arrive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from core.money import ZERO
from gifts.models import Payout

MONTHS = 13
ARRIVES = ~Q(state__in=[Payout.State.FAILED, Payout.State.CANCELED])


@dataclass(frozen=True)
class Totals:
    """Payouts together; what failed or was canceled is counted and not summed."""

    count: int
    amount: Decimal
    not_tied_out: int
    not_seen: int


@dataclass(frozen=True)
class Month:
    """What arrived in a month."""

    first: date
    totals: Totals


_SUMS = {
    "count": Count("pk"),
    "amount": Sum("amount", filter=ARRIVES),
    "not_tied_out": Count("pk", filter=Q(needs_attention=True)),
    "not_seen": Count("pk", filter=Q(state=Payout.State.PAID, seen_on=None)),
}


def totals_of_payouts(payouts: QuerySet[Payout]) -> Totals:
    """Return what payouts come to together."""
    return _totals(payouts.aggregate(**_SUMS))


def months_of_payouts(payouts: QuerySet[Payout]) -> list[Month]:
    """Return what arrived by month, the newest first, at most thirteen of them."""
    rows = payouts.annotate(month=TruncMonth("arrives_on")).order_by().values("month").annotate(**_SUMS)
    return [Month(row["month"], _totals(dict(row))) for row in rows.order_by("-month")[:MONTHS]]


def _totals(row: Mapping[str, Any]) -> Totals:
    return Totals(row["count"], row["amount"] or ZERO, row["not_tied_out"], row["not_seen"])
