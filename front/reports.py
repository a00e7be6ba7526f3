"""What one person gave, by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Sum

from accounts.models import User
from core.money import ZERO
from gifts.models import Gift, RecurringGift
from receipts.models import ReceiptLine

SHOWN = 200


@dataclass(frozen=True)
class Year:
    """A calendar year of somebody's giving: what stands of it after refunds, and how many gifts."""

    year: int
    total: Decimal
    count: int


@dataclass(frozen=True)
class Giving:
    """What a person's own page shows: all years, the gifts of one, those a bank still confirms."""

    years: Sequence[Year]
    year: int | None
    gifts: Sequence[Gift]
    processing: Sequence[Gift]
    recurring: Sequence[RecurringGift]


def giving_of(user: User, *, year: int | None) -> Giving:
    """Return a person's own giving, whatever their role; the newest year where the wanted one has no gift.

    Five queries, whatever was given; at most `SHOWN` gifts of the year.
    """
    own = Gift.objects.filter(donor__user=user)
    years = _years(user)
    shown = year if any(entry.year == year for entry in years) else max((e.year for e in years), default=None)
    live = ReceiptLine.objects.filter(active=True).select_related("receipt__series")
    gifts = own.none() if shown is None else own.arrived().of_year(shown).with_net()
    return Giving(
        years=years,
        year=shown,
        gifts=list(
            gifts.select_related("campaign")
            .prefetch_related(Prefetch("receipt_lines", queryset=live, to_attr="live_lines"))
            .order_by("-given_at", "-id")[:SHOWN]
        ),
        processing=list(own.filter(state=Gift.State.PROCESSING).select_related("campaign")[:SHOWN]),
        recurring=list(
            RecurringGift.objects.filter(donor__user=user)
            .exclude(state__in=[RecurringGift.State.CANCELLED, RecurringGift.State.PENDING])
            .select_related("campaign")
            .order_by("-started_at")
        ),
    )


def _years(user: User) -> list[Year]:
    rows = (
        Gift.objects.filter(donor__user=user)
        .arrived()
        .order_by("-given_on__year")
        .values_list("given_on__year")
        .annotate(total=Sum("ledger_lines__amount"), count=Count("pk", distinct=True))
    )
    return [Year(year, total or ZERO, count) for year, total, count in rows]
