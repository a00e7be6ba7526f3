"""The totals of what a list shows, its donors, and its rows for export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Coalesce

from core.money import ZERO
from gifts.models import Allocation, Checkout, Gift, LedgerLine
from gifts.models.gift import GiftQuerySet

STILL_PAYING = timedelta(hours=1)

EXPORT_HEADER = (
    "gift",
    "given_on",
    "donor",
    "email",
    "amount",
    "net_given",
    "currency",
    "state",
    "source",
    "campaign",
    "appeal",
    "funds",
    "payment",
)


EXPORTED = (
    "pk",
    "given_on",
    Coalesce("donor__name", "payer_name"),
    Coalesce("donor__email", "payer_email"),
    "amount",
    "currency",
    "state",
    "source",
    "campaign__name",
    "appeal__code",
    "payment_id",
)
EXPORT_CHUNK = 500


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


def export_rows(gifts: GiftQuerySet) -> Iterator[tuple[object, ...]]:
    """Yield one row per gift for `EXPORT_HEADER`.

    In a transaction of its own, since outside one the server first builds the whole answer of a cursor.
    What stands and the funds are read for some hundred gifts at once.
    """
    with transaction.atomic():
        rows = gifts.order_by("given_at", "pk").values_list(*EXPORTED).iterator(EXPORT_CHUNK)
        while chunk := list(islice(rows, EXPORT_CHUNK)):
            keys = [row[0] for row in chunk]
            lines = LedgerLine.objects.filter(gift__in=keys).order_by()
            stands = dict(lines.values_list("gift").annotate(total=Sum("amount")))
            funds: dict[UUID, list[str]] = {}
            shares = Allocation.objects.filter(gift__in=keys).order_by("pk")
            for key, code, amount in shares.values_list("gift", "fund__code", "amount"):
                funds.setdefault(key, []).append(f"{code} {amount}")
            for key, day, name, email, amount, currency, state, source, campaign, appeal, payment in chunk:
                yield (
                    str(key),
                    str(day or ""),
                    name,
                    email,
                    amount,
                    stands.get(key, ZERO),
                    currency,
                    state,
                    source,
                    campaign or "",
                    appeal or "",
                    "; ".join(funds.get(key, [])),
                    payment or "",
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
