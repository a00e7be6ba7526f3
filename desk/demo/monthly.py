"""What monthly donors do in a year: more, less, a pause, another day, a card that fails, an end.

All of it goes the ways that people go: donors and staff through the actions, cards at the stand-in.
"""

import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from desk.demo.standin import control, move_clock
from donors.actions import claim_donor
from gifts.actions.recurring.cards import open_card_page, take_up_card
from gifts.actions.recurring.dates import change_day, set_end
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.pauses import pause, skip_next
from gifts.actions.recurring.prices import change_amount, change_fund
from gifts.actions.recurring.promises import attend
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import RecurringGift
from gifts.schedule import later_day

CARD, FAILING_CARD = "5555555555554444", "4000000000000341"
ASKED = ("by phone", "by letter", "at the autumn evening", "wrote to the office")
# of all gifts so many have a turn in a month, and what it is
SHARE = 5
DEEDS = {
    "more": 30, "less": 10, "pause": 12, "skip": 8, "day": 8, "fund": 6, "mends": 12, "fails": 8, "cancel": 10
}  # fmt: skip
# how long after the charge it ends, and how
FAILURES = {"mends": (3, "good card"), "fails": (20, "look")}


@dataclass(frozen=True)
class Turn:
    """Something that happens to a recurring gift at a time."""

    at: datetime
    what: str
    gift: RecurringGift
    by: User
    on_behalf: bool
    reason: str


def turns(
    chance: random.Random, *, since: datetime, until: datetime, besides: Collection[str]
) -> Iterator[Turn]:
    """Yield what happens to some of the gifts that go on, between two moments and a little after.

    `besides` are the addresses of those to whom chance does nothing.
    """
    staff = list(User.objects.filter(grants__role=Role.FUNDRAISER).order_by("pk"))
    going = RecurringGift.objects.going_on().filter(is_paused=False, failed_attempts=0)
    known = going.filter(donor__isnull=False, next_charge_at__isnull=False).select_related("donor")
    known = known.exclude(donor__email__in=besides)
    gifts = list(known.order_by("started_at", "subscription_id"))
    seconds = int((until - since).total_seconds())
    for gift in chance.sample(gifts, len(gifts) // SHARE):
        at = since + timedelta(seconds=chance.randrange(seconds))
        what = chance.choices(list(DEEDS), weights=list(DEEDS.values()))[0]
        on_behalf = bool(staff) and chance.random() < 0.3
        by = staff[0] if on_behalf else signed_in(gift, at)
        turn = Turn(at, what, gift, by, on_behalf, chance.choice(ASKED) if on_behalf else "")
        yield from _failure(turn) if what in FAILURES else [turn]


def _failure(turn: Turn) -> Iterator[Turn]:
    """A charge fails; then another card is given, or the tries come to their end."""
    charged_at = turn.gift.next_charge_at or turn.at
    for days, what in ((-1, "bad card"), (1, "look"), FAILURES[turn.what]):
        yield replace(turn, at=charged_at + timedelta(days=days), what=what)


def take(turn: Turn) -> None:
    """Let it happen at its time; what cannot be any more does not."""
    move_clock(turn.at)
    attend(subscription_id=turn.gift.subscription_id, now=turn.at)
    turn.gift.refresh_from_db()
    if turn.gift.state not in (RecurringGift.State.ACTIVE, RecurringGift.State.PAST_DUE):
        return
    try:
        WAYS[turn.what](turn)
    except RequestRefused:
        return


def _more(turn: Turn) -> None:
    _amount(turn, turn.gift.amount + Decimal(5 if turn.gift.amount < 40 else 15))


def _less(turn: Turn) -> None:
    _amount(turn, max(turn.gift.amount - 10, Decimal(10)))


def _amount(turn: Turn, amount: Decimal) -> None:
    change_amount(amount=amount, **_asked(turn))


def _pause(turn: Turn) -> None:
    pause(until=legal_day(turn.at, the_zone()) + relativedelta(months=3), **_asked(turn))


def _skip(turn: Turn) -> None:
    skip_next(**_asked(turn))


def _day(turn: Turn) -> None:
    first_on = later_day(legal_day(turn.at, the_zone()), 1, 31)
    change_day(day=31, first_on=first_on, **_asked(turn))


def _fund(turn: Turn) -> None:
    funds = Fund.objects.filter(is_open=True).order_by("position")
    other = next((fund for fund in funds if fund.pk != turn.gift.fund_id), None)
    if other is not None:
        change_fund(fund=other, **_asked(turn))


def _ends(turn: Turn) -> None:
    set_end(instalments=3, **_asked(turn))


def _cancel(turn: Turn) -> None:
    cancel(**_asked(turn))


def _bad_card(turn: Turn) -> None:
    control(f"subscription/{turn.gift.subscription_id}", action="card", card=FAILING_CARD)


def _look(_turn: Turn) -> None:
    """Each gift is read anew before its turn; this turn is no more than that."""


def _good_card(turn: Turn) -> None:
    """As on Stripe's page, and back."""
    page = "http://127.0.0.1/"
    open_card_page(recurring_id=turn.gift.pk, return_url=page, by=turn.by, now=turn.at)
    control(f"customer/{turn.gift.customer_id}/card", card=CARD)
    take_up_card(recurring_id=turn.gift.pk, now=turn.at)


WAYS: dict[str, Callable[[Turn], None]] = {
    "more": _more,
    "less": _less,
    "pause": _pause,
    "skip": _skip,
    "day": _day,
    "fund": _fund,
    "ends": _ends,
    "cancel": _cancel,
    "bad card": _bad_card,
    "good card": _good_card,
    "look": _look,
}


def _asked(turn: Turn) -> dict[str, Any]:
    return {
        "recurring_id": turn.gift.pk,
        "by": turn.by,
        "now": turn.at,
        "on_behalf": turn.on_behalf,
        "reason": turn.reason,
    }


def signed_in(gift: RecurringGift, at: datetime) -> User:
    """The donor, who signs in by a code: the user is made with the first one."""
    donor = gift.donor
    if donor is None:
        raise ValueError("a gift without a donor has nobody who signs in")
    user = donor.user or User.objects.filter(email=donor.email).first()
    if user is None:
        user = User.objects.create_user(donor.email)
    claim_donor(user=user, now=at)
    return user
