"""The totals of a list of recurring gifts, and its rows for export."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from gifts.models import RecurringGift
from gifts.reports.monthly import COUNTS, NOTHING, monthly_of

COLUMNS = {
    "recurring_gift": "pk",
    "donor": "donor__name",
    "email": "donor__email",
    "amount": "amount",
    "fee_cover": "fee_cover",
    "currency": "currency",
    "frequency": "frequency",
    "monthly": "monthly",
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
EXPORT_CHUNK = 500


@dataclass(frozen=True)
class Totals:
    """Of some recurring gifts: how many, what they come to in a month, and what of it counts now."""

    count: int
    monthly: Decimal
    counting: Decimal


def totals_of(gifts: QuerySet[RecurringGift]) -> Totals:
    """Return the totals of filtered gifts; one that is paused, past due or over counts nothing now."""
    found = gifts.order_by().aggregate(
        count=Count("pk"), monthly=Sum(monthly_of()), counting=Sum(monthly_of(), filter=COUNTS)
    )
    return Totals(found["count"], found["monthly"] or NOTHING, found["counting"] or NOTHING)


def export_rows(gifts: QuerySet[RecurringGift]) -> Iterator[tuple[object, ...]]:
    """Yield one row per gift for `COLUMNS`, the newest first, as the list has them.

    In a transaction of its own, since outside one the server first builds the whole answer of a cursor.
    """
    with transaction.atomic():
        rows = gifts.annotate(monthly=monthly_of()).order_by("-started_at", "-pk")
        for row in rows.values_list(*COLUMNS.values()).iterator(EXPORT_CHUNK):
            yield tuple("" if value is None else value for value in row)
