"""The totals of a list of recurring gifts."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from gifts.models import RecurringGift
from gifts.reports.monthly import COUNTS, NOTHING, monthly_of


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
