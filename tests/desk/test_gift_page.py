"""A gift's page tells its story, and offers only what its reader may do."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Role
from desk.stories import story_of
from gifts.models import Checkout, Dispute, Gift, Payout
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.factories import (
    MOMENT,
    make_campaign,
    make_checkout,
    make_donor,
    make_gift,
    make_line,
    make_organisation,
)
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(hours=2)


def test_a_story_is_told_from_the_wish_to_the_last_receipt() -> None:
    make_organisation()
    campaign = make_campaign(name="Doors open")
    checkout = make_checkout(campaign)
    gift = make_gift(campaign=campaign)
    Checkout.objects.filter(pk=checkout.pk).update(created_at=MOMENT - timedelta(minutes=1))
    Gift.objects.filter(pk=gift.pk).update(checkout=checkout)
    payout = Payout.objects.create(
        payout_id="po_1",
        amount=Decimal("48.25"),
        currency="usd",
        state="paid",
        created_at=MOMENT,
        arrives_on=MOMENT.date(),
    )
    gift.ledger_lines.update(payout=payout)
    first = settle(gift_id=gift.pk, now=MOMENT)
    make_line(gift, kind="refund", amount=Decimal("-20.00"), at=LATER)
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.PARTLY_REFUNDED)
    second = settle(gift_id=gift.pk, now=LATER)
    gift.refresh_from_db()

    story = story_of(gift)

    assert [beat.text for beat in story] == [
        "Maria Lopez chose $50.00, once, for Housing on the page of Doors open.",
        "$50.00 was charged; Stripe kept $1.75. It is in the payout of Nov 25, 2026.",
        f"Receipt {first} was issued for $50.00.",
        "$20.00 went back to the donor.",
        f"Receipt {first} was replaced.",
        f"Receipt {second} was issued for $30.00.",
    ]
    assert [beat.tone for beat in story] == ["calm", "good", "good", "warn", "warn", "good"]


def test_a_dispute_an_inquiry_and_a_lost_letter_are_in_the_story() -> None:
    gift = make_gift()
    for number, is_inquiry in enumerate((True, False)):
        Dispute.objects.create(
            dispute_id=f"du_{number}",
            gift=gift,
            amount=gift.amount,
            currency="usd",
            state="needs_response",
            reason="fraudulent",
            is_inquiry=is_inquiry,
            opened_at=LATER + timedelta(minutes=number),
        )
    make_line(gift, kind="dispute", amount=Decimal("-50.00"), fee=Decimal("15.00"), at=LATER)
    letter = make_letter(now=LATER + timedelta(hours=1))
    letter.about_kind, letter.about_id, letter.state = "gift", str(gift.pk), "bounced"
    letter.save()
    texts = [(beat.text, beat.tone) for beat in story_of(gift)]
    assert texts[2:] == [
        ("The payer's bank took $50.00 back; Stripe charged $15.00 for it.", "bad"),
        ("The payer's bank asks about the charge (fraudulent). No money moved.", "bad"),
        ("The payer disputes the charge (fraudulent). State at Stripe: needs_response.", "bad"),
        ("Letter “Receipt” to maria@example.org: Bounced.", "bad"),
    ]


@pytest.mark.parametrize(
    ("role", "offers"),
    [
        (Role.FINANCE, {"refund": True, "read-again": True}),
        (Role.ADMINISTRATOR, {"refund": True, "read-again": True}),
        (Role.FUNDRAISER, {"refund": False, "read-again": False}),
        (Role.READ_ONLY, {"refund": False, "read-again": False}),
    ],
)
def test_only_who_may_give_back_is_offered_to(role: Role, offers: dict[str, bool]) -> None:
    gift = make_gift()
    page = browser_of(make_staff(role)).get(f"/desk/gifts/{gift.pk}/").content.decode()
    assert {name: f"/desk/gifts/{gift.pk}/{name}/" in page for name in offers} == offers


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SCREENING, Role.PRIVACY])
def test_a_gift_does_not_exist_for_other_roles(role: Role) -> None:
    gift = make_gift()
    assert browser_of(make_staff(role)).get(f"/desk/gifts/{gift.pk}/").status_code == 404


@pytest.mark.parametrize("state", [Gift.State.REFUNDED, Gift.State.DISPUTED, Gift.State.FAILED])
def test_nothing_is_given_back_that_is_not_there(state: str) -> None:
    gift = make_gift(state=state)
    page = browser_of(make_staff(Role.FINANCE)).get(f"/desk/gifts/{gift.pk}/")
    assert page.context["refund_form"] is None


def test_the_refund_form_proposes_what_still_stands() -> None:
    gift = make_gift()
    make_line(gift, kind="refund", amount=Decimal("-20.00"))
    form = browser_of(make_staff(Role.FINANCE)).get(f"/desk/gifts/{gift.pk}/").context["refund_form"]
    assert form.initial["amount"] == Decimal("30.00")


def test_privacy_sees_who_a_donor_is_but_not_what_they_gave() -> None:
    donor = make_donor(name="Ana Díaz")
    make_gift(donor, amount="77.00")
    page = browser_of(make_staff(Role.PRIVACY)).get(f"/desk/donors/{donor.pk}/").content.decode()
    assert ("Ana Díaz" in page, "77.00" in page) == (True, False)
