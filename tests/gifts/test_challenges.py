"""A sponsor's pot matches the gifts it promised to match, and gets back what went."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Campaign
from gifts.actions.challenges import settle_all, settle_challenge, settle_recent
from gifts.models import ChallengeMatch, Gift, LedgerLine
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_line, make_recurring
from tests.gifts.pots import make_challenge, matched, used

pytestmark = pytest.mark.django_db

LATER = MOMENT + timedelta(hours=1)
Kind = LedgerLine.Kind


@pytest.mark.parametrize(
    ("values", "amount", "match"),
    [
        ({}, "40.00", "40.00"),
        ({"rate": "2.00"}, "40.00", "80.00"),
        ({"rate": "0.50"}, "40.00", "20.00"),
        ({"rate": "0.50"}, "0.01", "0.00"),
        ({"cap": "25.00"}, "40.00", "25.00"),
        ({}, "140.00", "100.00"),
        ({"state": "draft"}, "40.00", "0.00"),
        ({"ends_on": date(2026, 11, 24)}, "40.00", "0.00"),
        ({"ends_on": date(2026, 11, 25)}, "40.00", "40.00"),
        ({"starts_on": date(2026, 11, 26)}, "40.00", "0.00"),
        ({"state": "ended", "ended_at": MOMENT}, "40.00", "40.00"),
        ({"state": "ended", "ended_at": MOMENT - timedelta(seconds=1)}, "40.00", "0.00"),
        ({"matches_for": "monthly"}, "40.00", "0.00"),
        ({"matches_for": "first"}, "40.00", "40.00"),
    ],
)
def test_a_gift_is_matched_as_was_promised(values: dict[str, Any], amount: str, match: str) -> None:
    challenge = make_challenge(**values)
    gift = make_gift(campaign=challenge.campaign, amount=amount)

    settle_all(now=LATER)

    assert matched(gift) == used(challenge) == Decimal(match)


def test_settling_again_changes_nothing() -> None:
    challenge = make_challenge()
    make_gift(campaign=challenge.campaign, amount="40.00")
    settle_all(now=LATER)

    again = (settle_all(now=LATER), settle_challenge(challenge_id=challenge.pk, now=LATER))

    assert again == (0, 0)
    assert ChallengeMatch.objects.count() == 1


def test_a_gift_to_a_campaign_below_is_matched_and_one_beside_it_is_not() -> None:
    challenge = make_challenge()
    below, beside = make_campaign(), make_campaign()
    Campaign.objects.filter(pk=below.pk).update(parent=challenge.campaign)
    gift, other = make_gift(campaign=below, amount="30.00"), make_gift(campaign=beside)

    settle_all(now=LATER)

    assert (matched(gift), matched(other)) == (Decimal("30.00"), Decimal("0.00"))


def test_neither_the_sponsors_own_gift_nor_one_of_nobody_is_matched() -> None:
    challenge = make_challenge()
    make_gift(challenge.sponsor, campaign=challenge.campaign)
    nobodys = make_gift(campaign=challenge.campaign)
    Gift.objects.filter(pk=nobodys.pk).update(donor=None, is_unmatched=True)

    settle_all(now=LATER)

    assert used(challenge) == 0


def test_each_charge_of_a_recurring_gift_is_matched_where_those_are_promised() -> None:
    challenge = make_challenge(matches_for="monthly")
    recurring = make_recurring()
    gifts = [make_gift(campaign=challenge.campaign, amount="20.00") for _ in range(2)]
    Gift.objects.filter(pk__in=[gift.pk for gift in gifts]).update(recurring=recurring)

    settle_all(now=LATER)

    assert used(challenge) == Decimal("40.00")


def test_of_a_new_donors_gifts_the_first_is_matched() -> None:
    challenge = make_challenge(matches_for="first")
    donor = make_donor()
    second = make_gift(donor, campaign=challenge.campaign, given_at=LATER)
    first = make_gift(donor, campaign=challenge.campaign)

    settle_all(now=LATER)

    assert (matched(first), matched(second)) == (Decimal("50.00"), Decimal("0.00"))


def test_a_merge_that_finds_an_earlier_gift_gives_back_and_its_undoing_matches_again() -> None:
    challenge = make_challenge(matches_for="first")
    newcomer = make_gift(campaign=challenge.campaign)
    earlier = make_gift(given_at=MOMENT - timedelta(days=400))
    settle_recent(now=LATER)
    steps = [matched(newcomer)]

    for donor in (newcomer.donor, make_donor()):
        Gift.objects.filter(pk=earlier.pk).update(donor=donor)
        settle_recent(now=datetime.now(UTC))
        steps.append(matched(newcomer))

    assert steps == [Decimal("50.00"), Decimal("0.00"), Decimal("50.00")]


@pytest.mark.parametrize("kind", [Kind.REFUND, Kind.DISPUTE, Kind.REVERSAL])
def test_what_goes_back_goes_back_into_the_pot_by_a_new_row(kind: str) -> None:
    challenge = make_challenge()
    gift = make_gift(campaign=challenge.campaign, amount="80.00")
    settle_all(now=LATER)

    make_line(gift, kind=kind, amount=Decimal("-30.00"))
    settle_all(now=LATER)

    assert used(challenge) == matched(gift) == Decimal("50.00")
    amounts = [row.amount for row in ChallengeMatch.objects.order_by("pk")]
    assert amounts == [Decimal("80.00"), Decimal("-30.00")]


def test_what_comes_back_goes_first_to_those_who_got_less_than_they_should() -> None:
    challenge = make_challenge()
    gifts = [make_gift(campaign=challenge.campaign, amount="70.00") for _ in range(3)]
    gifts.sort(key=lambda gift: gift.pk)
    settle_all(now=LATER)
    before = [matched(gift) for gift in gifts]

    make_line(gifts[0], kind=Kind.REFUND, amount=Decimal("-70.00"))
    settle_recent(now=datetime.now(UTC))

    assert before == [Decimal("70.00"), Decimal("30.00"), Decimal("0.00")]
    assert [matched(gift) for gift in gifts] == [Decimal("0.00"), Decimal("70.00"), Decimal("30.00")]
    assert used(challenge) == Decimal("100.00")


def test_a_dispute_that_is_won_is_matched_again_also_after_the_end() -> None:
    challenge = make_challenge()
    gift = make_gift(campaign=challenge.campaign, amount="80.00")
    settle_all(now=LATER)
    make_line(gift, kind=Kind.DISPUTE, amount=Decimal("-80.00"))
    settle_all(now=LATER)
    type(challenge).objects.filter(pk=challenge.pk).update(state="ended", ended_at=LATER)

    make_line(gift, kind=Kind.DISPUTE, amount=Decimal("80.00"))
    settle_all(now=LATER)

    assert used(challenge) == Decimal("80.00")


def test_a_gift_that_moves_to_another_campaign_gives_back_its_match() -> None:
    challenge = make_challenge()
    gift = make_gift(campaign=challenge.campaign)
    settle_all(now=LATER)

    Gift.objects.filter(pk=gift.pk).update(campaign=make_campaign())
    settle_recent(now=datetime.now(UTC))

    assert used(challenge) == 0


def test_the_quick_look_finds_what_changed_and_leaves_what_did_not() -> None:
    challenge = make_challenge()
    make_gift(campaign=challenge.campaign)

    late = settle_recent(now=datetime.now(UTC) + timedelta(hours=1))
    soon = settle_recent(now=datetime.now(UTC))

    assert (late, soon) == (0, 1)


def test_a_pot_that_is_used_up_costs_one_look_and_no_lock() -> None:
    challenge = make_challenge()
    make_gift(campaign=challenge.campaign, amount="100.00")
    settle_all(now=LATER)
    make_gift(campaign=challenge.campaign)

    with CaptureQueriesContext(connection) as captured:
        settle_recent(now=datetime.now(UTC))

    assert len(captured) == 1


def test_two_sponsors_match_the_same_gift_each_from_their_pot() -> None:
    one = make_challenge()
    other = make_challenge(campaign=one.campaign, rate="0.50")
    gift = make_gift(campaign=one.campaign, amount="40.00")

    settle_all(now=LATER)

    assert (matched(gift, one), matched(gift, other)) == (Decimal("40.00"), Decimal("20.00"))
