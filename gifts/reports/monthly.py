"""The monthly recurring sum: where it stands, and what moved it, month by month.

A gift counts while it is active and not paused, with its amount, a third of it or a twelfth. Every change of
a gift says what it added before and after; the sum of all their differences is where the line stands now.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, TextChoices, Value, When
from django.db.models.functions import Round, TruncMonth
from django.utils.translation import pgettext_lazy

from gifts.models import Frequency, RecurringChange, RecurringGift
from gifts.schedule import MONTHS

Kind = RecurringChange.Kind
COUNTS = Q(state=RecurringGift.State.ACTIVE, is_paused=False)
NOTHING = Decimal("0.0000")
LOSSES = (Kind.LOST, Kind.LOST_TO_FAILURE, Kind.COMPLETED)
# what ended while it was past due or paused added nothing any more: its fall was written down there
HELD = Q(kind__in=LOSSES, monthly_before=0)
FAILING = Q(before__state=RecurringGift.State.PAST_DUE)


class Part(TextChoices):
    """What moves the line."""

    NEW = "new", pgettext_lazy("moves of recurring gifts", "New")
    UPGRADED = "upgrade", pgettext_lazy("moves of recurring gifts", "Upgraded")
    DOWNGRADED = "downgrade", pgettext_lazy("moves of recurring gifts", "Downgraded")
    PAUSED = "paused", pgettext_lazy("moves of recurring gifts", "Paused, resumed")
    PAST_DUE = "past_due", pgettext_lazy("moves of recurring gifts", "Past due")
    RECOVERED = "recovered", pgettext_lazy("moves of recurring gifts", "Recovered")
    LOST = "lost", pgettext_lazy("moves of recurring gifts", "Cancelled")
    FAILED = "lost_to_failure", pgettext_lazy("moves of recurring gifts", "Lost to failed payments")
    COMPLETED = "completed", pgettext_lazy("moves of recurring gifts", "Completed")


@dataclass(frozen=True)
class Figure:
    """What one part did in a month: the sum, and how many changes."""

    amount: Decimal = NOTHING
    count: int = 0

    def plus(self, amount: Decimal, count: int) -> "Figure":
        """Return both together."""
        return Figure(self.amount + amount, self.count + count)


@dataclass(frozen=True)
class Month:
    """How the line went through a month, the last one until now."""

    first: date
    opening: Decimal
    parts: dict[Part, Figure]

    @property
    def closing(self) -> Decimal:
        """Where the line stood at the end."""
        return self.opening + sum((figure.amount for figure in self.parts.values()), NOTHING)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + relativedelta(months=1, days=-1)


def monthly_of(prefix: str = "") -> Case:
    """Return what a gift comes to in a month, as `actions.recurring.changes.monthly` does."""
    amount = f"{prefix}amount"
    shares = [
        When(
            **{f"{prefix}frequency": frequency},
            then=Round(F(amount) / Value(Decimal(months)), precision=4),
        )
        for frequency, months in MONTHS.items()
        if frequency != Frequency.MONTHLY
    ]
    return Case(*shares, default=F(amount), output_field=DecimalField(max_digits=16, decimal_places=4))


def line_now() -> Decimal:
    """Return what all gifts that count add up to in a month."""
    total = RecurringGift.objects.filter(COUNTS).aggregate(total=Sum(monthly_of()))["total"]
    return total or NOTHING


def moves() -> "QuerySet[RecurringChange]":
    """Return all changes with `moved`, what each did to the line, and `worth` where a held gift ended."""
    return RecurringChange.objects.annotate(
        moved=F("monthly_after") - F("monthly_before"),
        worth=Case(
            When(HELD, then=monthly_of("recurring__")),
            default=Value(NOTHING),
            output_field=DecimalField(max_digits=16, decimal_places=4),
        ),
        was_failing=Case(When(HELD & FAILING, then=Value(1)), default=Value(0)),
    )


def moves_of(changes: "QuerySet[RecurringChange]", part: str) -> "QuerySet[RecurringChange]":
    """Return those of `moves` that a part is the sum of, with `moved` as it counts them.

    A gift lost while it was past due is taken from what was lost, and given back to what is past due.
    """
    own = Q(kind__in=[kind for kind, its in PART_OF.items() if its == part])
    held = {Part.PAUSED: HELD & ~FAILING, Part.PAST_DUE: HELD & FAILING}.get(Part(part))
    if held is None:
        return changes.filter(own).annotate(moved=F("monthly_after") - F("monthly_before") - F("worth"))
    moved = Case(When(HELD, then=F("worth")), default=F("monthly_after") - F("monthly_before"))
    return changes.filter(own | held).annotate(moved=moved)


def between(
    changes: "QuerySet[RecurringChange]", *, since: date | None, until: date | None, zone: str
) -> "QuerySet[RecurringChange]":
    """Return those of some legal days, both included."""
    if since is not None:
        changes = changes.filter(at__gte=midnight(since, zone))
    if until is not None:
        changes = changes.filter(at__lt=midnight(until + relativedelta(days=1), zone))
    return changes


def months_of_line(*, since: date, until: date, zone: str) -> list[Month]:
    """Return each month from one to another, by their first days."""
    before = between(
        RecurringChange.objects.all(), since=None, until=since - relativedelta(days=1), zone=zone
    )
    total = before.aggregate(total=Sum(F("monthly_after") - F("monthly_before")))["total"]
    opening = total or NOTHING
    parts = _parts_by_month(since, zone)
    found = []
    while since <= until:
        month = Month(since, opening, {part: parts.get((since, part), Figure()) for part in Part})
        found.append(month)
        opening, since = month.closing, since + relativedelta(months=1)
    return found


def counted_at_end_of(day: date, zone: str) -> "QuerySet[RecurringChange]":
    """Return the last change until a day of each gift that counted at its end; `moved` is what it added."""
    until = RecurringChange.objects.filter(at__lt=midnight(day + relativedelta(days=1), zone))
    last = until.order_by("recurring_id", "-at", "-pk").distinct("recurring_id").values("pk")
    counted = RecurringChange.objects.filter(pk__in=last, monthly_after__gt=0)
    return counted.annotate(moved=F("monthly_after"))


def midnight(day: date, zone: str) -> datetime:
    """Return the moment at which a legal day begins."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))


PART_OF: dict[str, Part] = {
    Kind.NEW: Part.NEW,
    Kind.UPGRADE: Part.UPGRADED,
    Kind.DOWNGRADE: Part.DOWNGRADED,
    Kind.PAUSED: Part.PAUSED,
    Kind.RESUMED: Part.PAUSED,
    Kind.PAST_DUE: Part.PAST_DUE,
    Kind.RECOVERED: Part.RECOVERED,
    Kind.LOST: Part.LOST,
    Kind.LOST_TO_FAILURE: Part.FAILED,
    Kind.COMPLETED: Part.COMPLETED,
}


def _parts_by_month(since: date, zone: str) -> dict[tuple[date, Part], Figure]:
    rows = (
        between(moves(), since=since, until=None, zone=zone)
        .filter(kind__in=PART_OF)
        .annotate(month=TruncMonth("at", tzinfo=ZoneInfo(zone)))
        .values("month", "kind", "was_failing")
        .annotate(sum=Sum("moved"), held=Sum("worth"), count=Count("pk"), count_held=Count("pk", filter=HELD))
        .order_by("month")
    )
    parts: dict[tuple[date, Part], Figure] = {}
    for row in rows:
        month = row["month"].date()
        own = (month, PART_OF[row["kind"]])
        parts[own] = parts.get(own, Figure()).plus(row["sum"] - row["held"], row["count"])
        if row["count_held"]:
            held = (month, Part.PAST_DUE if row["was_failing"] else Part.PAUSED)
            parts[held] = parts.get(held, Figure()).plus(row["held"], row["count_held"])
    return parts
