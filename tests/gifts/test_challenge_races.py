"""However many gifts come at once, the pot gives what is in it and not a cent more."""

import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import Campaign
from core.money import ZERO
from gifts.actions.challenges import settle_all, settle_challenge
from gifts.models import ChallengeMatch, Gift, LedgerLine
from tests.factories import MOMENT, make_donor, make_gift, make_line
from tests.gifts.pots import make_challenge, matched, used
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = 20


def test_200_gifts_at_once_never_over_match_and_the_sum_is_exact() -> None:
    challenge = make_challenge(pot=Decimal("3333.33"))
    campaign, donor = challenge.campaign, make_donor()
    chance = random.Random(6)
    amounts = [Decimal(chance.randrange(100, 10_000)) / 100 for _ in range(200)]

    def give(mine: list[Decimal]) -> None:
        for amount in mine:
            with transaction.atomic():
                make_gift(donor, campaign=Campaign.objects.get(pk=campaign.pk), amount=f"{amount}")
            settle_challenge(challenge_id=challenge.pk, now=datetime.now(UTC))
            assert type(challenge).objects.get(pk=challenge.pk).left >= 0

    at_once(*(lambda mine=amounts[place::HANDS]: give(mine) for place in range(HANDS)))

    assert Gift.objects.count() == 200
    assert used(challenge) == min(sum(amounts, ZERO), Decimal("3333.33")) == Decimal("3333.33")
    assert all(matched(gift) <= gift.amount for gift in Gift.objects.all())


def test_rows_that_pass_by_the_action_are_refused_by_the_database_at_once_as_well() -> None:
    challenge = make_challenge(pot=Decimal("100.00"))
    gifts = [make_gift(campaign=challenge.campaign, amount="30.00") for _ in range(12)]

    def draw(gift: Gift) -> ChallengeMatch:
        with transaction.atomic():
            return ChallengeMatch.objects.create(
                challenge=challenge, gift=gift, amount=Decimal("30.00"), created_at=MOMENT
            )

    drawn = at_once(
        *(lambda gift=gift: draw(gift) for gift in gifts),
        refusals=(IntegrityError,),
    )

    assert sum(isinstance(each, ChallengeMatch) for each in drawn) == 3
    assert used(challenge) == Decimal("90.00")


def test_refunds_among_the_gifts_leave_the_pot_what_a_recount_says() -> None:
    challenge = make_challenge(pot=Decimal("500.00"))
    gifts = [make_gift(campaign=challenge.campaign, amount="20.00") for _ in range(40)]

    def act(mine: list[Gift]) -> None:
        for gift in mine:
            with transaction.atomic():
                make_line(gift, kind=LedgerLine.Kind.REFUND, amount=-gift.amount)
            settle_all(now=datetime.now(UTC))

    at_once(*(lambda mine=gifts[place:20:5]: act(mine) for place in range(5)))

    assert used(challenge) == Decimal("400.00")
    assert [matched(gift) for gift in gifts[:20]] == [ZERO] * 20
