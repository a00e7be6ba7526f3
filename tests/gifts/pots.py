"""Challenges, gifts for them, and what must be true of every pot."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from campaigns.models import Challenge
from core.money import ZERO
from gifts.models import ChallengeMatch, Gift
from tests.factories import MOMENT, make_campaign, make_donor


def make_challenge(**values: Any) -> Challenge:
    """An open challenge that doubles all gifts of November and December out of $100."""
    facts: dict[str, Any] = {
        "name": "Doubled in Advent",
        "rate": Decimal("1.00"),
        "pot": Decimal("100.00"),
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2026, 12, 31),
        "state": Challenge.State.OPEN,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        **values,
    }
    facts.setdefault("sponsor", None)
    facts["sponsor"] = facts["sponsor"] or make_donor(name="Harbor Bank")
    if "campaign" not in facts:
        facts["campaign"] = make_campaign()
    return Challenge.objects.create(**facts)


def matched(gift: Gift, challenge: Challenge | None = None) -> Decimal:
    """What stands of a gift's match."""
    rows = ChallengeMatch.objects.filter(gift=gift)
    if challenge is not None:
        rows = rows.filter(challenge=challenge)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO


def used(challenge: Challenge) -> Decimal:
    """What the pot has given, after it is seen to be the sum of its rows and no more than there is."""
    challenge.refresh_from_db()
    rows = challenge.matches.aggregate(sum=Sum("amount"))["sum"] or ZERO
    assert challenge.used == rows
    assert ZERO <= challenge.used <= challenge.pot
    return challenge.used
