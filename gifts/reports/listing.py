"""The totals of what a list shows, and its rows for export."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from core.money import ZERO
from gifts.models import Gift, LedgerLine
from gifts.models.gift import GiftQuerySet

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
    """Yield one row per gift for `EXPORT_HEADER`, from a server-side cursor in one snapshot."""
    related = gifts.with_net().select_related("donor", "campaign", "appeal")
    for gift in related.prefetch_related("allocations__fund").order_by("given_at", "pk").iterator(500):
        donor, campaign, appeal = gift.donor, gift.campaign, gift.appeal
        yield (
            str(gift.pk),
            str(gift.given_on or ""),
            donor.name if donor else gift.payer_name,
            donor.email if donor else gift.payer_email,
            gift.amount,
            gift.net,
            gift.currency,
            gift.state,
            gift.source,
            campaign.name if campaign else "",
            appeal.code if appeal else "",
            "; ".join(f"{part.fund.code} {part.amount}" for part in gift.allocations.all()),
            gift.payment_id or "",
        )
