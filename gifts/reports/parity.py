"""The parity meter: how many rows differ from Stripe's, of how many that were compared, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gifts.models import Comparison, Difference, Part

# an alarm of its own; the books do not differ
NOT_OF_BOOKS = ("card_testing",)
KINDS: dict[str, Promise] = {
    "line": pgettext_lazy("difference", "Movement"),
    "gift": pgettext_lazy("difference", "Gift"),
    "refund": pgettext_lazy("difference", "Refund"),
    "dispute": pgettext_lazy("difference", "Dispute"),
    "payout": pgettext_lazy("difference", "Payout that does not tie out"),
    "payout_row": pgettext_lazy("difference", "Payout"),
    "recurring": pgettext_lazy("difference", "Recurring gift"),
    "subscription": pgettext_lazy("difference", "Recurring gift that Stripe does not list"),
    "stray_line": pgettext_lazy("difference", "Movement without its gift"),
    "unreadable": pgettext_lazy("difference", "Stripe does not show it"),
    "balance": pgettext_lazy("difference", "Balance"),
    "card_testing": pgettext_lazy("difference", "Alarm: cards are being tested"),
}


@dataclass(frozen=True)
class PartCount:
    """One part: how much of it was compared, and how many rows of it are unexplained or explained."""

    part: Part
    compared: int
    unexplained: int
    explained: int


@dataclass(frozen=True)
class Meter:
    """What the last comparison says."""

    unexplained: int
    explained: int
    compared: int
    parts: list[PartCount]
    as_of: datetime | None
    since: datetime | None
    month: date | None


def meter() -> Meter:
    """Return where Stripe's books and ours stand; two queries."""
    last = Comparison.objects.order_by("-ended_at", "-pk").first()
    rows = Difference.objects.filter(resolved_at=None).exclude(kind__in=NOT_OF_BOOKS).order_by()
    counts: dict[tuple[str, bool], int] = {}
    for part, explanation, count in rows.values_list("part", "explanation").annotate(count=Count("pk")):
        key = (part, bool(explanation))
        counts[key] = counts.get(key, 0) + count
    parts = [
        PartCount(
            part,
            getattr(last, part.value) if last else 0,
            counts.get((part.value, False), 0),
            counts.get((part.value, True), 0),
        )
        for part in Part
    ]
    return Meter(
        unexplained=sum(one.unexplained for one in parts),
        explained=sum(one.explained for one in parts),
        compared=last.total if last else 0,
        parts=parts,
        as_of=last.ended_at if last else None,
        since=last.since if last else None,
        month=last.month if last else None,
    )
