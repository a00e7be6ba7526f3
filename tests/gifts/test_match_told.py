"""Whoever gave is told what a sponsor added: on the page they come back to, and in the thanks that wait."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from gifts.actions.challenges import settle_all
from gifts.letters import queue_thanks
from gifts.models import Gift, LedgerLine
from gifts.proofs import THANKS, mark
from letters.models import Letter
from tests.factories import MOMENT, make_checkout, make_gift, make_line, make_organisation
from tests.gifts.pots import make_challenge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def told() -> str:
    match: str = Letter.objects.get(kind="gift_thanks").facts["match"]
    return match


def test_the_page_after_the_payment_says_what_was_added(client: Client) -> None:
    challenge = make_challenge()
    checkout = make_checkout(challenge.campaign)
    checkout.created_at = datetime.now(UTC)
    checkout.save()
    gift = make_gift(campaign=challenge.campaign, amount="50.00")
    Gift.objects.filter(pk=gift.pk).update(checkout=checkout)

    address = f"/give/thanks/{mark(THANKS, checkout.pk, checkout.created_at)}/"
    text = client.get(address).content.decode()

    assert "Your gift was matched: a sponsor adds $50.00." in text


def test_thanks_that_wait_for_their_receipt_say_what_was_added_and_follow_it() -> None:
    challenge = make_challenge()
    gift = make_gift(campaign=challenge.campaign, amount="50.00")
    queue_thanks(gift=gift, now=MOMENT)
    before = told()
    settle_all(now=MOMENT)
    matched = told()

    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.00"))
    settle_all(now=MOMENT)

    assert (before, matched, told()) == ("", "$50.00", "")


def test_thanks_that_left_stay_as_they_were() -> None:
    challenge = make_challenge()
    gift = make_gift(campaign=challenge.campaign, amount="50.00")
    queue_thanks(gift=gift, now=MOMENT)
    Letter.objects.update(state=Letter.State.SENT, sent_at=MOMENT)

    settle_all(now=MOMENT)

    assert told() == ""
