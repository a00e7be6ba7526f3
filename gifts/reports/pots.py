"""What the public is told of a sponsor's pot: no more than is true as of the time that stands beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Challenge
from core.money import format_money

TOLD_AFTERWARDS = timedelta(days=14)
SAID = {
    Challenge.For.ALL: {
        Decimal("0.50"): _l("Until %(day)s, 50 cents are added to each dollar that is given."),
        Decimal("1.00"): _l("Until %(day)s each gift is doubled."),
        Decimal("2.00"): _l("Until %(day)s each gift is tripled."),
    },
    Challenge.For.FIRST: {
        Decimal("0.50"): _l("Until %(day)s, 50 cents are added to each dollar of a first gift to us."),
        Decimal("1.00"): _l("Until %(day)s each first gift to us is doubled."),
        Decimal("2.00"): _l("Until %(day)s each first gift to us is tripled."),
    },
    Challenge.For.MONTHLY: {
        Decimal("0.50"): _l("Until %(day)s, 50 cents are added to each dollar of a gift that repeats."),
        Decimal("1.00"): _l("Until %(day)s each charge of a gift that repeats is doubled."),
        Decimal("2.00"): _l("Until %(day)s each charge of a gift that repeats is tripled."),
    },
}
ELSE = {
    Challenge.For.ALL: _l("Until %(day)s, %(rate)s are added to each dollar that is given."),
    Challenge.For.FIRST: _l("Until %(day)s, %(rate)s are added to each dollar of a first gift to us."),
    Challenge.For.MONTHLY: _l("Until %(day)s, %(rate)s are added to each dollar of a gift that repeats."),
}


@dataclass(frozen=True)
class Pot:
    """A challenge as its campaign's page tells it."""

    standing: str  # coming, open, empty, over
    said: str
    words: str
    left: Decimal
    pot: Decimal
    used: Decimal
    cap: Decimal | None
    starts_on: date
    percent_left: int


def pots(challenges: Iterable[Challenge], *, today: date, currency: str) -> list[Pot]:
    """Return what is told of them today; those that are long over are not told any more."""
    return [
        _pot(challenge, today, currency)
        for challenge in challenges
        if challenge.ends_on + TOLD_AFTERWARDS >= today
    ]


def standing_of(challenge: Challenge, today: date) -> str:
    """Return `draft`, `coming`, `open`, `empty` or `over`."""
    if challenge.state == Challenge.State.DRAFT:
        return "draft"
    if challenge.state == Challenge.State.ENDED or challenge.ends_on < today:
        return "over"
    if challenge.starts_on > today:
        return "coming"
    return "open" if challenge.left else "empty"


def promise(challenge: Challenge, currency: str) -> str:
    """Return the promise in a sentence."""
    kind = Challenge.For(challenge.matches_for)
    say = SAID[kind].get(challenge.rate) or ELSE[kind]
    day = date_format(challenge.ends_on, "DAY_FORMAT")
    return str(say) % {"day": day, "rate": format_money(challenge.rate, currency)}


def _pot(challenge: Challenge, today: date, currency: str) -> Pot:
    return Pot(
        standing=standing_of(challenge, today),
        said=promise(challenge, currency),
        words=challenge.local_words,
        left=challenge.left,
        pot=challenge.pot,
        used=challenge.used,
        cap=challenge.cap,
        starts_on=challenge.starts_on,
        percent_left=int(challenge.left * 100 / challenge.pot),
    )
