"""Staff say whose an unmatched payment is."""

from datetime import datetime

import pytest

from accounts.models import AuditEntry, Role
from campaigns.models import Campaign
from donors.models import Donor
from gifts.actions import sync_payment as module
from gifts.actions.matching import MatchRefused, match_gift
from gifts.actions.sync_payment import sync_payment
from gifts.models import Gift
from letters.models import Letter
from tests.factories import make_campaign, make_donor, make_user
from tests.gifts.facts import payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


@pytest.fixture
def gift(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Gift:
    monkeypatch.setattr(module, "read_payment", payment)
    sync_payment(payment_id="pi_1", now=now)
    return Gift.objects.get()


def match(gift: Gift, campaign: Campaign, now: datetime, *, email: str = "Ana@Example.org") -> Gift:
    return match_gift(
        gift_id=gift.pk,
        name="Ana Reyes",
        email=email,
        campaign=campaign,
        fund=campaign.funds.get(),
        by=make_user(Role.FINANCE),
        now=now,
    )


def test_a_match_gives_donor_fund_thanks_and_an_entry_in_the_trail(gift: Gift, now: datetime) -> None:
    campaign = make_campaign()

    match(gift, campaign, now)

    gift.refresh_from_db()
    assert (gift.is_unmatched, gift.campaign) == (False, campaign)
    assert gift.donor == Donor.objects.get(email="ana@example.org", name="Ana Reyes")
    assert list(gift.allocations.values_list("fund", "amount")) == [(campaign.funds.get().pk, gift.amount)]
    assert list(Letter.objects.values_list("key", flat=True)) == [f"gift_thanks:{gift.pk}"]
    assert AuditEntry.objects.filter(verb="gift.matched", about_id=str(gift.pk)).count() == 1


def test_a_known_donor_is_found_and_keeps_the_name(gift: Gift, now: datetime) -> None:
    known = make_donor(name="A. Reyes", email="ana@example.org")

    assert match(gift, make_campaign(), now).donor == known


def test_a_second_match_is_refused(gift: Gift, now: datetime) -> None:
    campaign = make_campaign()
    match(gift, campaign, now)

    with pytest.raises(MatchRefused):
        match(gift, campaign, now, email="other@example.org")


def test_without_an_address_nobody_is_written_to(gift: Gift, now: datetime) -> None:
    match(gift, make_campaign(), now, email="")

    assert not Letter.objects.exists()


def test_another_reading_leaves_a_match_as_it_is(gift: Gift, now: datetime) -> None:
    match(gift, make_campaign(), now)
    before = Gift.objects.filter(pk=gift.pk).values().get()

    sync_payment(payment_id="pi_1", now=now)

    assert Gift.objects.filter(pk=gift.pk).values().get() == before
