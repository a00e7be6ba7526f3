"""What all recurring gifts are to bring in each month, also where there are very many of them.

`reports.forecast.coming` is what each donor is promised. Gifts whose charges cannot leave their month, by no
chosen day, no end, no pause and no hour near midnight, are summed by the database; the others are walked.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractDay, ExtractHour, TruncMonth

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.models import Frequency, RecurringGift
from gifts.schedule import COLLECTED_AFTER, MONTHS, charges

PLAIN = Q(day=None, end_on=None, instalments=None, ends_at=None, is_paused=False, open_invoice_id="")
# the next charge lies where the grid says
ON_GRID = Q(next_day=F("anchor_day"), next_hour=F("anchor_hour"))
# an hour until it is collected, and one by which the clocks may change, lead to no other month
IN_MONTH = Q(anchor_day__range=(2, 27)) | Q(local_day=F("anchor_day"), local_hour__range=(1, 22))


@dataclass(frozen=True)
class ComingMonth:
    """What is to come in a month: the sum, and how many charges."""

    first: date
    amount: Decimal
    count: int


def coming_by_month(*, now: datetime) -> list[ComingMonth]:
    """Return each month from this one to the end of next year; what is past due is left out."""
    zone = the_zone()
    this = legal_day(now, zone).replace(day=1)
    end = date(this.year + 1, 12, 1)
    sums: dict[date, Decimal] = defaultdict(lambda: ZERO)
    counts: dict[date, int] = defaultdict(int)
    active = _active(zone)
    plain = PLAIN & ON_GRID & IN_MONTH
    for first, frequency, amount, count in _by_next_month(active.filter(plain)):
        month = first.date()
        while month <= end:
            sums[month] += amount
            counts[month] += count
            month += relativedelta(months=MONTHS[Frequency(frequency)])
    for row in active.exclude(pk__in=active.filter(plain).values("pk")).iterator():
        for charge in charges(row, until=end + relativedelta(day=31), zone=zone):
            sums[charge.on.replace(day=1)] += charge.amount
            counts[charge.on.replace(day=1)] += 1
    months = [this + relativedelta(months=step) for step in range(25 - this.month)]
    return [ComingMonth(month, sums[month], counts[month]) for month in sorted({*months, *sums})]


def _active(zone: str) -> QuerySet[RecurringGift]:
    """Return the active gifts, with what tells whether a charge can leave its month."""
    here, collected = ZoneInfo(zone), F("anchor_at") + COLLECTED_AFTER
    return RecurringGift.objects.filter(state=RecurringGift.State.ACTIVE).annotate(
        anchor_day=ExtractDay("anchor_at", tzinfo=UTC),
        anchor_hour=ExtractHour("anchor_at", tzinfo=UTC),
        next_day=ExtractDay("next_charge_at", tzinfo=UTC),
        next_hour=ExtractHour("next_charge_at", tzinfo=UTC),
        local_day=ExtractDay(collected, tzinfo=here),
        local_hour=ExtractHour(collected, tzinfo=here),
    )


def _by_next_month(gifts: QuerySet[RecurringGift]) -> QuerySet[RecurringGift, Any]:
    """Return for each month and frequency the sum and count of the gifts charged next in it."""
    return (
        gifts.annotate(month=TruncMonth("next_charge_at", tzinfo=UTC))
        .order_by()
        .values_list("month", "frequency")
        .annotate(sum=Sum("amount"), count=Count("pk"))
    )
