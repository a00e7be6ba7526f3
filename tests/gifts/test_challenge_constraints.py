"""What must never be false of a sponsor's pot, tried against the database itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from campaigns.models import Challenge
from gifts.models import ChallengeMatch, Gift
from tests.factories import MOMENT, make_gift
from tests.gifts.pots import make_challenge

pytestmark = pytest.mark.django_db


def draw(challenge: Challenge, gift: Gift, amount: str) -> ChallengeMatch:
    with transaction.atomic():
        return ChallengeMatch.objects.create(
            challenge=challenge, gift=gift, amount=Decimal(amount), created_at=MOMENT
        )


def test_the_pot_keeps_the_sum_of_its_matches() -> None:
    challenge = make_challenge()
    one, other = make_gift(), make_gift()
    draw(challenge, one, "60.00")
    draw(challenge, other, "40.00")
    draw(challenge, one, "-25.00")
    challenge.refresh_from_db()
    assert (challenge.used, challenge.left) == (Decimal("75.00"), Decimal("25.00"))


def test_the_pot_gives_no_cent_more_than_there_is() -> None:
    challenge = make_challenge()
    draw(challenge, make_gift(), "99.99")
    with pytest.raises(IntegrityError, match="challenge_is_never_overdrawn"):
        draw(challenge, make_gift(), "0.02")
    draw(challenge, make_gift(), "0.01")


def test_no_gift_gives_back_more_than_it_was_given() -> None:
    challenge = make_challenge()
    one, other = make_gift(), make_gift()
    draw(challenge, one, "10.00")
    draw(challenge, other, "10.00")
    with pytest.raises(IntegrityError, match="match_of_a_gift_is_not_negative"):
        draw(challenge, one, "-10.01")


def test_what_was_drawn_is_neither_changed_nor_deleted() -> None:
    match = draw(make_challenge(), make_gift(), "10.00")
    with pytest.raises(DatabaseError, match="match_is_append_only"), transaction.atomic():
        ChallengeMatch.objects.update(amount=Decimal("5.00"))
    with pytest.raises(DatabaseError, match="match_is_append_only"):
        match.delete()


def test_nobody_writes_what_the_pot_has_given_but_its_matches() -> None:
    challenge = make_challenge()
    with pytest.raises(DatabaseError, match="challenge_used_is_kept_by_its_matches"):
        Challenge.objects.filter(pk=challenge.pk).update(used=Decimal("1.00"))


def test_a_match_moves_something() -> None:
    with pytest.raises(IntegrityError, match="match_moves_something"):
        draw(make_challenge(), make_gift(), "0.00")


@pytest.mark.parametrize(
    ("values", "truth"),
    [
        ({"pot": "0"}, "challenge_pot_is_positive"),
        ({"rate": "0"}, "challenge_rate_is_positive"),
        ({"cap": "0"}, "challenge_cap_is_positive"),
        ({"ends_on": date(2026, 10, 31)}, "challenge_ends_after_start"),
        ({"state": "ended"}, "challenge_ended_has_its_moment"),
        ({"ended_at": MOMENT}, "challenge_ended_has_its_moment"),
    ],
)
def test_a_challenge_says_nothing_that_cannot_be(values: dict[str, Any], truth: str) -> None:
    with pytest.raises(IntegrityError, match=truth):
        Challenge.objects.filter(pk=make_challenge().pk).update(**values)
