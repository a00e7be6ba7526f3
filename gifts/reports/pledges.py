"""What stands of pledges: which parts are paid, what is to come by month, and their sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from core.money import ZERO
from gifts.models import Instalment, Pledge
from gifts.models.pledge import PledgeQuerySet


@dataclass(frozen=True)
class Standing:
    """A part of a pledge: what of it is paid, and what is still waited for."""

    instalment: Instalment
    paid: Decimal
    open: Decimal

    @property
    def given_up(self) -> Decimal:
        """What of it was written off."""
        return self.instalment.amount - self.paid - self.open


def apply(parts: Sequence[Instalment], *, paid: Decimal, written_off: Decimal) -> list[Standing]:
    """Share what was paid among the parts, the oldest first, and what was written off, the latest first."""
    left, waits = paid, sum((part.amount for part in parts), ZERO) - written_off
    found, upto = [], ZERO
    for part in parts:
        got = min(part.amount, max(left, ZERO))
        left -= got
        upto += part.amount
        stands = min(part.amount, max(waits - (upto - part.amount), ZERO))
        found.append(Standing(part, got, max(stands - got, ZERO)))
    return found


def schedule_of(pledge: Pledge) -> list[Standing]:
    """Return the parts of a pledge with its balance, the oldest first, those that were replaced left out."""
    if "planned" in pledge.__dict__:
        parts = list(pledge.__dict__["planned"])
    else:
        parts = list(pledge.instalments.filter(replaced_at=None).order_by("due_on", "pk"))
    return apply(parts, paid=pledge.paid, written_off=pledge.written_off)


def with_parts(pledges: "QuerySet[Pledge]") -> "QuerySet[Pledge]":
    """Read the parts along: one more query for all of them."""
    live = Instalment.objects.filter(replaced_at=None).order_by("due_on", "pk")
    return pledges.prefetch_related(Prefetch("instalments", queryset=live, to_attr="planned"))


def schedules(pledges: PledgeQuerySet, today: date) -> Iterator[tuple[Pledge, list[Standing]]]:
    """Yield pledges with their parts."""
    for pledge in with_parts(pledges.with_balance(today)).iterator(chunk_size=500):
        yield pledge, schedule_of(pledge)


def next_part(pledge: Pledge) -> Decimal:
    """Return what is open of its first part that is not paid; zero when nothing is."""
    return next((part.open for part in schedule_of(pledge) if part.open), ZERO)


def next_due(pledge: Pledge) -> date | None:
    """Return when the oldest part that is open falls, or fell, due."""
    return next((part.instalment.due_on for part in schedule_of(pledge) if part.open), None)


@dataclass(frozen=True)
class Totals:
    """Of some pledges: how many, what was promised, paid, is open, fell due, and was written off."""

    count: int
    pledged: Decimal
    paid: Decimal
    open: Decimal
    overdue: Decimal
    written_off: Decimal


def totals_of(pledges: "QuerySet[Pledge]") -> Totals:
    """Return the sums of pledges that carry their balance."""
    sums = pledges.order_by().aggregate(
        count=Count("pk"),
        pledged=Sum("amount"),
        all_paid=Sum("paid"),
        all_open=Sum("open"),
        late=Sum("overdue"),
        gone=Sum("written_off"),
    )
    return Totals(
        count=sums["count"],
        pledged=sums["pledged"] or ZERO,
        paid=sums["all_paid"] or ZERO,
        open=sums["all_open"] or ZERO,
        overdue=sums["late"] or ZERO,
        written_off=sums["gone"] or ZERO,
    )


@dataclass(frozen=True)
class Coming:
    """What is waited for in one month; `first` is its first day."""

    first: date
    amount: Decimal
    pledge_ids: frozenset[int]


def coming(pledges: PledgeQuerySet, *, today: date, months: int = 12) -> list[Coming]:
    """Return what is open of parts that fall due in this month and the ones after it."""
    firsts = [_month(today, place) for place in range(months + 1)]
    sums = dict.fromkeys(firsts[:-1], ZERO)
    who: dict[date, set[int]] = {first: set() for first in firsts[:-1]}
    near = pledges.filter(
        instalments__replaced_at=None,
        instalments__due_on__gte=firsts[0],
        instalments__due_on__lt=firsts[-1],
    )
    for pledge, parts in schedules(Pledge.objects.filter(pk__in=near.order_by().values("pk")), today):
        for part in parts:
            first = part.instalment.due_on.replace(day=1)
            if part.open and first in sums:
                sums[first] += part.open
                who[first].add(pledge.pk)
    return [Coming(first, sums[first], frozenset(who[first])) for first in firsts[:-1]]


def due_in_month(pledges: PledgeQuerySet, *, first: date, today: date) -> set[int]:
    """Return the ids of pledges of which a part that falls due in a month is open."""
    planned = Q(instalments__replaced_at=None, instalments__due_on__gte=first)
    near = pledges.filter(planned, instalments__due_on__lt=_month(first, 1))
    chosen = Pledge.objects.filter(pk__in=near.order_by().values("pk"))
    return {
        pledge.pk
        for pledge, parts in schedules(chosen, today)
        if any(part.open and part.instalment.due_on.replace(day=1) == first for part in parts)
    }


def _month(day: date, later: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, 1)
