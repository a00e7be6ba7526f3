"""What leaves as a file: gifts and recurring gifts, a row each, as the database writes them."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from core.exports import Cells, Copied, Together
from gifts.formats.subscriptions.own import HERE
from gifts.models import Allocation, RecurringElsewhere, RecurringGift
from gifts.models.gift import GiftQuerySet
from gifts.reports.monthly import monthly_of

# by the gift's key, not joined: each gift stays one row
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
    "net_given": "stands",
    "fee": "fees",
    "currency": "currency",
    "state": "state",
    "source": "source",
    "check_number": "check_number",
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
# ours and those elsewhere in one file; `gifts.formats.subscriptions.own` reads it again
ELSEWHERE: Cells = {
    "collected_by": "source",
    "number": "key",
    "donor_number": "donor_id",
    "donor": "donor__name",
    "email": "donor__email",
    "amount": "amount",
    "currency": "currency",
    "rhythm": "rhythm",
    "state": "state",
    "started_on": "started_on",
    "next_on": "next_on",
    "told_on": "told_at",
}


def gifts_as_file(gifts: GiftQuerySet) -> Copied:
    """Return filtered gifts, the first given first."""
    return Copied(GIFT, gifts.order_by("given_at", "pk"))


def recurring_as_file(gifts: "QuerySet[RecurringGift]") -> Copied:
    """Return filtered recurring gifts, the newest first, as the list has them."""
    return Copied(RECURRING, gifts.order_by("-started_at", "-pk"))


def all_recurring_as_file(elsewhere: "QuerySet[RecurringElsewhere]", *, zone: str) -> Together:
    """Return our recurring gifts, whoever began first, then those that somebody else collects."""
    there = ZoneInfo(zone)
    ours: Cells = {
        **{name: name for name in ("amount", "currency")},
        "collected_by": Value(HERE, output_field=TextField()),
        "number": "subscription_id",
        **{name: ELSEWHERE[name] for name in ("donor_number", "donor", "email")},
        "rhythm": "frequency",
        "state": "state",
        "started_on": TruncDate("started_at", tzinfo=there),
        "next_on": TruncDate("next_charge_at", tzinfo=there),
        "told_on": Value("", output_field=TextField()),
    }
    theirs = {**ELSEWHERE, "told_on": TruncDate("told_at", tzinfo=there)}
    return Together(
        (
            Copied(
                {name: ours[name] for name in ELSEWHERE}, RecurringGift.objects.order_by("started_at", "pk")
            ),
            Copied(theirs, elsewhere.order_by("created_at", "pk")),
        )
    )
