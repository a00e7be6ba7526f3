"""What a donor sees of a recurring gift: what it is, what comes, what came, and what is on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Sum

from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.models import RecurringGift, RecurringRequest
from gifts.reports.forecast import Year, by_year, coming
from gifts.reports.previews.preview import far
from gifts.reports.recurring_words import (
    card_words,
    day_words,
    each,
    method_words,
    promised_day,
)
from gifts.schedule import Charge, charges, instalments_left, later_day

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Glance:
    """A recurring gift in a few words, for lists and the head of its page."""

    gift: RecurringGift
    each: str
    card: str
    next: Charge | None
    paused_until: date | None
    open_request: RecurringRequest | None

    @property
    def is_failing(self) -> bool:
        """Whether a charge was tried in vain and is open."""
        return self.gift.failed_attempts > 0

    @property
    def card_ends_first(self) -> bool:
        """Whether the card is no longer good when the next charge comes."""
        until = self.gift.method_expires_on
        return bool(until and self.next and until < self.next.on)


@dataclass(frozen=True)
class Facts:
    """What stands on its page besides the glance."""

    day: str
    card_until: date | None
    card: str
    coming: Sequence[Charge]
    years: Sequence[Year]
    given: Decimal
    count: int
    last_on: date | None
    next_try_on: date | None
    ended_on: date | None
    left: int | None


@dataclass(frozen=True)
class Month:
    """A month of the plot: what came and what is to come."""

    first: date
    given: Decimal
    promised: Decimal


def glance_at(gift: RecurringGift, *, now: datetime) -> Glance:
    """Return a recurring gift in a few words."""
    return _glance(gift, gift.requests.under_way().first(), zone=the_zone(), now=now)


def glances_of(user: User, *, now: datetime) -> list[Glance]:
    """Return a person's recurring gifts, those that ended last; three queries, save for promised numbers."""
    own = RecurringGift.objects.of(user).select_related("campaign", "fund")
    gifts = list(own.order_by(F("cancelled_at").desc(nulls_first=True), "-started_at", "-pk"))
    if not gifts:
        return []
    zone, under_way = the_zone(), RecurringRequest.objects.under_way()
    open_ones = {asked.recurring_id: asked for asked in under_way.filter(recurring__in=gifts)}
    return [_glance(gift, open_ones.get(gift.pk), zone=zone, now=now) for gift in gifts]


def _glance(
    gift: RecurringGift, open_request: RecurringRequest | None, *, zone: str, now: datetime
) -> Glance:
    paused_until = legal_day(gift.paused_until, zone) if gift.is_paused and gift.paused_until else None
    return Glance(
        gift=gift,
        each=each(gift.frequency),
        card=card_words(gift),
        next=next(charges(gift, until=far(now), zone=zone), None),
        paused_until=paused_until,
        open_request=open_request,
    )


def facts_of(gift: RecurringGift, *, now: datetime) -> Facts:
    """Return what its page says of what came and what comes."""
    zone = the_zone()
    came = gift.gifts.arrived().with_net().aggregate(sum=Sum("net"), count=Count("pk"))
    last = gift.gifts.arrived().order_by("-given_on").values_list("given_on", flat=True).first()
    return Facts(
        day=day_words(promised_day(gift), gift.frequency),
        card=method_words(gift.method_kind, gift.method_brand, gift.method_last4),
        card_until=gift.method_expires_on,
        coming=coming(gift, now=now),
        years=by_year(gift, now=now),
        given=came["sum"] or ZERO,
        count=came["count"],
        last_on=last,
        next_try_on=legal_day(gift.next_attempt_at, zone) if gift.next_attempt_at else None,
        ended_on=legal_day(gift.cancelled_at, zone) if gift.cancelled_at else None,
        left=instalments_left(gift),
    )


def months_of(gift: RecurringGift, *, now: datetime) -> list[Month]:
    """Return the last twelve months and the next, this one in the middle."""
    this = legal_day(now, the_zone()).replace(day=1)
    firsts = [later_day(this, step) for step in range(1 - MONTHS_SHOWN, MONTHS_SHOWN + 1)]
    given: dict[date, Decimal] = dict.fromkeys(firsts, ZERO)
    promised = dict(given)
    came = gift.gifts.arrived().with_net().filter(given_on__gte=firsts[0])
    for one in came:
        if one.given_on is not None and one.given_on.replace(day=1) in given:
            given[one.given_on.replace(day=1)] += one.net
    for charge in coming(gift, now=now):
        if charge.on.replace(day=1) in promised:
            promised[charge.on.replace(day=1)] += charge.amount
    return [Month(first, given[first], promised[first]) for first in firsts]
