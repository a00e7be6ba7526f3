"""What the letters about gifts say, in the donor's language, once each."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from donors.models import Donor
from gifts.letters import (
    queue_dispute_notice,
    queue_refund_notice,
    queue_return_notice,
    queue_thanks,
)
from gifts.models import Dispute, Refund
from letters.models import Letter
from letters.rendering import render
from tests.factories import make_donor, make_gift

pytestmark = pytest.mark.django_db


def test_the_thanks_waits_a_minute_for_its_receipt_and_is_written_once(now: datetime) -> None:
    gift = make_gift(amount="1250.00")
    assert queue_thanks(gift=gift, now=now)
    assert queue_thanks(gift=gift, now=now)
    letter = Letter.objects.get()
    assert (letter.key, letter.state) == (f"gift_thanks:{gift.pk}", Letter.State.HELD)
    assert letter.send_after == now + timedelta(seconds=60)
    assert letter.facts == {
        "name": "Maria Lopez",
        "amount": "$1,250.00",
        "day": "Nov 25, 2026",
        "campaign": "Doors open",
        "fund": "Housing",
        "rhythm": "once",
        "tribute": "",
        "paper": "own",
        "match": "",
    }


def test_a_spanish_donor_is_written_to_in_spanish(now: datetime) -> None:
    donor = make_donor()
    Donor.objects.filter(pk=donor.pk).update(language="es")
    donor.refresh_from_db()
    queue_thanks(gift=make_gift(donor), now=now)
    letter = Letter.objects.get()
    assert (letter.language, letter.facts["day"]) == ("es", "25 de noviembre de 2026")


def test_nobody_is_thanked_where_there_is_no_address(now: datetime) -> None:
    donor = make_donor()
    donor.email = ""
    gift = make_gift(donor)
    assert not queue_thanks(gift=gift, now=now)
    assert not queue_return_notice(gift=gift, amount=gift.amount, now=now)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("50.00", "We sent back $50.00, all of your gift of Nov 25, 2026."),
        ("20.00", "We sent back $20.00 of your gift of $50.00 of Nov 25, 2026."),
    ],
)
def test_a_refund_says_how_much_went_back(amount: str, sentence: str, now: datetime) -> None:
    gift = make_gift()
    refund = Refund.objects.create(
        gift=gift, refund_id="re_1", amount=Decimal(amount), currency="usd", state="pending", requested_at=now
    )
    for _ in range(2):
        assert queue_refund_notice(refund=refund, now=now)
    assert sentence in render(Letter.objects.get()).text


def test_a_dispute_is_told_to_finance_and_not_to_the_donor(now: datetime) -> None:
    gift = make_gift()
    dispute = Dispute.objects.create(
        dispute_id="dp_1",
        gift=gift,
        amount=gift.amount,
        currency="usd",
        state="needs_response",
        reason="product_not_received",
        opened_at=now,
        evidence_due_at=now + timedelta(days=9),
    )
    queue_dispute_notice(dispute=dispute, to="finance@example.org", now=now)
    letter = Letter.objects.get()
    assert letter.to_email == "finance@example.org"
    text = render(letter).text
    assert "Its reason: product not received." in text
    assert "by Dec 4, 2026" in text


def test_a_subject_names_no_campaign_and_no_cause(now: datetime) -> None:
    queue_thanks(gift=make_gift(), now=now)
    assert render(Letter.objects.get()).subject == "Thank you for your gift"
