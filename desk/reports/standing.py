"""How we are doing: the year so far and the last twelve months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from core.money import ZERO
from gifts.models import Gift, LedgerLine, RecurringGift
from gifts.reports.monthly import COUNTS
from gifts.reports.recurring_list import totals_of


@dataclass(frozen=True)
class Month:
    """One month's net giving, beside the same month a year before."""

    first: date
    raised: Decimal
    year_before: Decimal


def months_raised(today: date) -> list[Month]:
    """Return the last twelve months, oldest first: what stands of the gifts given in each."""
    start = date(today.year - 2, today.month, 1)
    rows = (
        LedgerLine.objects.filter(gift__given_on__gte=start)
        .annotate(month=TruncMonth("gift__given_on"))
        .values("month")
        .annotate(total=Sum("amount"))
        .order_by("month")
    )
    by_month = {row["month"]: row["total"] for row in rows}
    firsts = [today.replace(day=1) - relativedelta(months=count) for count in range(11, -1, -1)]
    return [
        Month(first, by_month.get(first, ZERO), by_month.get(first - relativedelta(years=1), ZERO))
        for first in firsts
    ]


@dataclass(frozen=True)
class Standing:
    """The year so far beside the same days of last year, and what recurs each month.

    `since` and `until` are the days counted: a list between them shows exactly these gifts.
    """

    since: date
    until: date
    raised: Decimal
    raised_before: Decimal
    donors: int
    donors_before: int
    recurring: int
    recurring_monthly: Decimal


def standing(today: date) -> Standing:
    """Return the year to date beside the same days of last year."""
    now_range = (date(today.year, 1, 1), today)
    before_range = (date(today.year - 1, 1, 1), today - relativedelta(years=1))
    sums = {}
    for name, days in (("now", now_range), ("before", before_range)):
        raised = LedgerLine.objects.filter(gift__given_on__range=days).aggregate(total=Sum("amount"))["total"]
        givers = (
            Gift.objects.arrived().filter(given_on__range=days).aggregate(count=Count("donor", distinct=True))
        )
        sums[name] = (raised or ZERO, givers["count"])
    recurring = totals_of(RecurringGift.objects.filter(COUNTS))
    return Standing(
        since=now_range[0],
        until=today,
        raised=sums["now"][0],
        raised_before=sums["before"][0],
        donors=sums["now"][1],
        donors_before=sums["before"][1],
        recurring=recurring.count,
        recurring_monthly=recurring.counting,
    )
