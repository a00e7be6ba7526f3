"""The totals of what a list shows, and its donors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet, Sum

from core.money import ZERO
from gifts.models import Checkout, Gift
from gifts.models.gift import GiftQuerySet
from gifts.models.tallies import NOT_ARRIVED
from gifts.reports.figures.scope import between
from gifts.reports.tallies import DAY_TALLIES

STILL_PAYING = timedelta(hours=1)


@dataclass(frozen=True)
class Totals:
    """Of some gifts: how many, what was charged, what stands after refunds and disputes, Stripe's fees."""

    count: int
    amount: Decimal
    stands: Decimal
    fees: Decimal


def totals_of(gifts: GiftQuerySet) -> Totals:
    """Return the totals of filtered gifts; money that has not arrived counts as nothing."""
    came = ~Q(state__in=NOT_ARRIVED)
    found = gifts.order_by().aggregate(
        count=Count("pk", filter=came),
        amount=Sum("amount", filter=came),
        stands=Sum("stands"),
        fees=Sum("fees"),
    )
    sums = {name: found[f"{name}"] or ZERO for name in ("amount", "stands", "fees")}
    return Totals(count=found["count"], **sums)


def totals_of_days(
    *,
    since: date | None = None,
    until: date | None = None,
    campaign: int | None = None,
    appeal: int | None = None,
) -> Totals:
    """Return the same of all gifts of some days, a campaign or an appeal (0: none), from the kept totals."""
    wanted = ["TRUE"]
    if since or until:
        wanted.append(between(since or date.min, until or date.max, "day"))
    if campaign is not None:
        wanted.append(f"campaign_id = {campaign:d}")
    if appeal is not None:
        wanted.append(f"appeal_id = {appeal:d}" if appeal else "appeal_id IS NULL")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH {DAY_TALLIES} SELECT coalesce(sum(gifts), 0)::int, coalesce(sum(amount), 0.00),
                coalesce(sum(raised), 0.00), coalesce(sum(fees), 0.00)
            FROM day_tallies WHERE {" AND ".join(wanted)}"""  # noqa: S608 - our own words and numbers
        )
        return Totals(*cursor.fetchone())


@dataclass(frozen=True)
class Giver:
    """A donor's part in some gifts: how many arrived, what was charged, what stands, the last day."""

    donor_id: int
    name: str
    count: int
    amount: Decimal
    stands: Decimal
    last_on: date | None


def givers_of(gifts: GiftQuerySet) -> "QuerySet[Gift, Any]":
    """Return a row for each donor of filtered gifts whose money arrived, the largest sum first."""
    arrived = Gift.objects.filter(pk__in=gifts.order_by().values("pk"), donor__isnull=False).arrived()
    rows = arrived.values("donor_id", "donor__name")
    return rows.annotate(count=Count("pk"), given=Sum("amount"), last_on=Max("given_on")).order_by(
        "-given", "donor_id"
    )


def with_what_stands(rows: Iterable[dict[str, Any]], gifts: GiftQuerySet) -> list[Giver]:
    """Return some rows of `givers_of` with what stands of their gifts: one more query, for these donors."""
    shown = list(rows)
    theirs = gifts.order_by().filter(donor__in=[row["donor_id"] for row in shown])
    stands = dict(theirs.values_list("donor").annotate(total=Sum("stands")))
    return [
        Giver(
            donor_id=row["donor_id"],
            name=row["donor__name"],
            count=row["count"],
            amount=row["given"],
            stands=stands.get(row["donor_id"], ZERO),
            last_on=row["last_on"],
        )
        for row in shown
    ]


def left_behind(now: datetime) -> "QuerySet[Checkout]":
    """Return visits to the payment page that ended without a gift; who may still be paying is left out."""
    unfinished = Checkout.objects.exclude(state=Checkout.State.COMPLETED)
    return unfinished.filter(created_at__lt=now - STILL_PAYING)
