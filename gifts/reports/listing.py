"""The totals of what a list shows, and its donors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from core.money import ZERO
from gifts.models import Checkout, Gift, LedgerLine
from gifts.models.gift import GiftQuerySet

STILL_PAYING = timedelta(hours=1)


@dataclass(frozen=True)
class Totals:
    """Of some gifts: how many, what was charged, what stands after refunds and disputes, Stripe's fees."""

    count: int
    amount: Decimal
    stands: Decimal
    fees: Decimal


def totals_of(gifts: GiftQuerySet) -> Totals:
    """Return the totals of filtered gifts; money that has not arrived counts as nothing.

    Two sums over sets of ids, since a join to the lines would count each gift once per line.
    """
    ids = gifts.order_by().values("pk")
    arrived = Gift.objects.filter(pk__in=ids).arrived().aggregate(count=Count("pk"), amount=Sum("amount"))
    lines = LedgerLine.objects.filter(gift__in=ids).aggregate(stands=Sum("amount"), fees=Sum("fee"))
    return Totals(
        count=arrived["count"],
        amount=arrived["amount"] or ZERO,
        stands=lines["stands"] or ZERO,
        fees=lines["fees"] or ZERO,
    )


@dataclass(frozen=True)
class Giver:
    """A donor's part in some gifts: how many arrived, what was charged, what stands, the last day."""

    donor_id: int
    name: str
    count: int
    amount: Decimal
    stands: Decimal
    last_on: date | None


def givers_of(gifts: GiftQuerySet) -> "QuerySet[Gift, Any]":
    """Return a row for each donor of filtered gifts whose money arrived, the largest sum first."""
    arrived = Gift.objects.filter(pk__in=gifts.order_by().values("pk"), donor__isnull=False).arrived()
    rows = arrived.values("donor_id", "donor__name")
    return rows.annotate(count=Count("pk"), given=Sum("amount"), last_on=Max("given_on")).order_by(
        "-given", "donor_id"
    )


def with_what_stands(rows: Iterable[dict[str, Any]], gifts: GiftQuerySet) -> list[Giver]:
    """Return some rows of `givers_of` with what stands of their gifts: one more query, for these donors."""
    shown = list(rows)
    lines = LedgerLine.objects.filter(
        gift__in=gifts.order_by().values("pk"), gift__donor__in=[row["donor_id"] for row in shown]
    )
    stands = dict(lines.values_list("gift__donor").annotate(total=Sum("amount")))
    return [
        Giver(
            donor_id=row["donor_id"],
            name=row["donor__name"],
            count=row["count"],
            amount=row["given"],
            stands=stands.get(row["donor_id"], ZERO),
            last_on=row["last_on"],
        )
        for row in shown
    ]


def left_behind(now: datetime) -> "QuerySet[Checkout]":
    """Return visits to the payment page that ended without a gift; who may still be paying is left out."""
    unfinished = Checkout.objects.exclude(state=Checkout.State.COMPLETED)
    return unfinished.filter(created_at__lt=now - STILL_PAYING)
