"""What the desk's home and a donor's page count."""

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth

from core.money import ZERO
from donors.models import Donor
from gifts.models import Checkout, Difference, Gift, LedgerLine, Payout, RecurringGift, StripeEvent
from jobs.models import Job
from letters.models import Letter

UNFINISHED_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Glance:
    """A donor's giving: count and net total of gifts, first and last day, the largest, years in a row."""

    count: int
    total: Decimal
    first_on: date | None
    last_on: date | None
    largest: Decimal
    streak: int


def glance_at(donor: Donor, *, year: int) -> Glance:
    """Return a donor's giving at a glance; `year` is the current one, from which the streak counts back."""
    gifts = Gift.objects.filter(donor=donor).arrived()
    seen = gifts.aggregate(
        count=Count("pk"), first=Min("given_on"), last=Max("given_on"), largest=Max("amount")
    )
    total = LedgerLine.objects.filter(gift__donor=donor).aggregate(total=Sum("amount"))["total"]
    years = set(gifts.order_by().values_list("given_on__year", flat=True).distinct())
    start = year if year in years else year - 1
    streak = 0
    while start - streak in years:
        streak += 1
    return Glance(
        count=seen["count"],
        total=total or ZERO,
        first_on=seen["first"],
        last_on=seen["last"],
        largest=seen["largest"] or ZERO,
        streak=streak,
    )


@dataclass(frozen=True)
class Needs:
    """What waits for a person: each figure opens its list."""

    unmatched: int
    differences: int
    failing_events: int
    past_due: int
    disputes: int
    payouts: int
    failed_letters: int
    dead_jobs: int
    unfinished: int

    @property
    def any(self) -> bool:
        """Whether anything waits."""
        return any(astuple(self))


def needs(now: datetime) -> Needs:
    """Count what waits for a person."""
    week = now - timedelta(days=7)
    return Needs(
        unmatched=Gift.objects.filter(is_unmatched=True).count(),
        differences=Difference.objects.filter(resolved_at=None).count(),
        failing_events=StripeEvent.objects.filter(done_at=None).exclude(error="").count(),
        past_due=RecurringGift.objects.filter(state=RecurringGift.State.PAST_DUE).count(),
        disputes=Gift.objects.filter(state=Gift.State.DISPUTED).count(),
        payouts=Payout.objects.filter(needs_attention=True).count(),
        failed_letters=Letter.objects.filter(
            state__in=[Letter.State.FAILED, Letter.State.BOUNCED], created_at__gt=week
        ).count(),
        dead_jobs=Job.objects.filter(state=Job.State.DEAD).count(),
        unfinished=Checkout.objects.filter(
            ~Q(state=Checkout.State.COMPLETED), created_at__gt=week, created_at__lt=now - UNFINISHED_FOR
        ).count(),
    )


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
    """The year so far beside the same days of last year, and what recurs each month."""

    raised: Decimal
    raised_before: Decimal
    donors: int
    donors_before: int
    recurring: int
    recurring_monthly: Decimal


PER_MONTH = {"monthly": Decimal(1), "quarterly": Decimal(3), "annually": Decimal(12)}


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
    active = (
        RecurringGift.objects.filter(state=RecurringGift.State.ACTIVE)
        .values("frequency")
        .annotate(count=Count("pk"), total=Sum("amount"))
    )
    monthly = sum((row["total"] / PER_MONTH[row["frequency"]] for row in active), ZERO)
    return Standing(
        raised=sums["now"][0],
        raised_before=sums["before"][0],
        donors=sums["now"][1],
        donors_before=sums["before"][1],
        recurring=sum(row["count"] for row in active),
        recurring_monthly=monthly.quantize(Decimal("0.01")),
    )
