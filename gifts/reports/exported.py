"""What leaves as a file: gifts and recurring gifts, a row each, written by the database in one statement."""

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from core.exports import Cells, Copied
from core.money import ZERO
from gifts.models import Allocation, LedgerLine, RecurringGift
from gifts.models.gift import GiftQuerySet
from gifts.reports.monthly import monthly_of

# by the gift's key, not joined: a joined sum would count a line once for each share
_STANDS = (
    LedgerLine.objects.filter(gift=OuterRef("pk"))
    .order_by()
    .values("gift")
    .annotate(total=Sum("amount"))
    .values("total")
)
_SHARE = Concat("fund__code", Value(" "), Cast("amount", TextField()), output_field=TextField())
_FUNDS = (
    Allocation.objects.filter(gift=OuterRef("pk"))
    .order_by()
    .values("gift")
    .annotate(told=StringAgg(_SHARE, "; ", order_by="pk"))
    .values("told")
)
GIFT: Cells = {
    "gift": "pk",
    "given_on": "given_on",
    "donor": Coalesce("donor__name", "payer_name"),
    "email": Coalesce("donor__email", "payer_email"),
    "amount": "amount",
    "net_given": Coalesce(Subquery(_STANDS), Value(ZERO), output_field=DecimalField()),
    "currency": "currency",
    "state": "state",
    "source": "source",
    "campaign": "campaign__name",
    "appeal": "appeal__code",
    "funds": Subquery(_FUNDS),
    "payment": "payment_id",
}
RECURRING: Cells = {
    "recurring_gift": "pk",
    "donor": "donor__name",
    "email": "donor__email",
    "amount": "amount",
    "fee_cover": "fee_cover",
    "currency": "currency",
    "frequency": "frequency",
    "monthly": monthly_of(),
    "state": "state",
    "is_paused": "is_paused",
    "paused_until": "paused_until",
    "started_at": "started_at",
    "next_charge_at": "next_charge_at",
    "ends_at": "ends_at",
    "ended_at": "cancelled_at",
    "ended_for": "ended_for",
    "failed_attempts": "failed_attempts",
    "campaign": "campaign__name",
    "appeal": "appeal__code",
    "fund": "fund__code",
    "subscription": "subscription_id",
}


def gifts_as_file(gifts: GiftQuerySet) -> Copied:
    """Return filtered gifts, the first given first."""
    return Copied(GIFT, gifts.order_by("given_at", "pk"))


def recurring_as_file(gifts: "QuerySet[RecurringGift]") -> Copied:
    """Return filtered recurring gifts, the newest first, as the list has them."""
    return Copied(RECURRING, gifts.order_by("-started_at", "-pk"))
