"""What one person gave, by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.models import User
from core.money import ZERO
from gifts.models import Gift, GiftKind, LedgerLine
from gifts.models.gift import GiftQuerySet
from receipts.models import ReceiptLine

SHOWN = 5
WAITING = 200


@dataclass(frozen=True)
class Year:
    """A calendar year of somebody's giving: what stands of it after refunds, and how many gifts."""

    year: int
    total: Decimal
    count: int


@dataclass(frozen=True)
class Giving:
    """What a person's first page shows: all years, the newest gifts, those a bank still confirms."""

    years: Sequence[Year]
    gifts: Sequence[Gift]
    processing: Sequence[Gift]


@dataclass(frozen=True)
class Listed:
    """How many gifts are listed, and what stands of them."""

    count: int
    total: Decimal


def giving_of(user: User) -> Giving:
    """Return a person's own giving at a glance, whatever their role. Four queries, whatever was given."""
    own = Gift.objects.filter(donor__user=user)
    return Giving(
        years=years_of(user),
        gifts=list(with_receipts(own_gifts(user)).order_by("-given_at", "-id")[:SHOWN]),
        processing=list(own.filter(state=Gift.State.PROCESSING).select_related("campaign")[:WAITING]),
    )


def own_gifts(user: User) -> GiftQuerySet:
    """Return a person's own gifts that arrived, whatever became of them."""
    return Gift.objects.filter(donor__user=user).arrived()


def with_receipts(gifts: "QuerySet[Gift]") -> "QuerySet[Gift]":
    """Let each gift know its campaign, what stands of it, and its live receipt in `live_lines`."""
    live = ReceiptLine.objects.filter(active=True).select_related("receipt__series")
    live = live.defer("receipt__pdf", "receipt__snapshot")
    rows = Gift.objects.filter(pk__in=gifts.order_by().values("pk")).with_net()
    rows = rows.select_related("campaign", "property")
    return rows.prefetch_related(Prefetch("receipt_lines", queryset=live, to_attr="live_lines"))


def sum_of(gifts: GiftQuerySet) -> Listed:
    """Return the count of what is listed, and the sum of the money among it: property has no figure."""
    ids = gifts.order_by().filter(kind=GiftKind.MONEY).values("pk")
    total = LedgerLine.objects.filter(gift__in=ids).aggregate(total=Sum("amount"))["total"]
    return Listed(count=gifts.count(), total=total or ZERO)


def years_of(user: User) -> list[Year]:
    """Return each year in which a person gave, the newest first; property counts and is not summed."""
    money = Sum("ledger_lines__amount", filter=Q(kind=GiftKind.MONEY))
    rows = (
        own_gifts(user)
        .order_by("-given_on__year")
        .values_list("given_on__year")
        .annotate(total=money, count=Count("pk", distinct=True))
    )
    return [Year(year, total or ZERO, count) for year, total, count in rows]
