"""Whatever happens to money at Stripe, our books say the same to the cent."""

from datetime import datetime
from decimal import Decimal

import pytest

from donors.models import Donor
from gifts.actions.sweep import sweep
from gifts.actions.sync_checkout import sync_checkout
from gifts.actions.sync_payment import sync_payment
from gifts.models import Allocation, Checkout, Dispute, Gift, Refund
from letters.models import Letter
from tests.factories import make_campaign, make_checkout
from tests.gifts.counter import books, open_session, our_side, pay, stripes_side
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def kept(gift: Gift) -> tuple[str, Decimal]:
    """State and net of a gift, as they stand now."""
    found = Gift.objects.with_net().get(pk=gift.pk)
    return found.state, found.net


def given(standin: StandIn, now: datetime, amount: str = "50.00", **entry: str) -> Gift:
    """A gift paid at Stripe and known here."""
    paid = pay(standin, make_checkout(make_campaign(), amount=amount), **entry)
    sync_payment(payment_id=paid["payment_intent"], now=now)
    return Gift.objects.get(payment_id=paid["payment_intent"])


def test_a_payment_becomes_a_gift_with_donor_share_ledger_and_one_letter(
    standin: StandIn, now: datetime
) -> None:
    checkout = make_checkout(make_campaign(), email="Maria@Example.org")
    paid = pay(standin, checkout)

    sync_checkout(session_id=checkout.session_id or "", now=now)

    gift = Gift.objects.get(payment_id=paid["payment_intent"])
    checkout.refresh_from_db()
    assert checkout.state == Checkout.State.COMPLETED
    assert (gift.state, gift.amount, gift.checkout, gift.campaign) == (
        Gift.State.PAID,
        checkout.amount,
        checkout,
        checkout.campaign,
    )
    assert gift.donor == Donor.objects.get(email="maria@example.org", name="Maria Lopez")
    assert list(Allocation.objects.values_list("gift", "fund", "amount")) == [
        (gift.pk, checkout.fund_id, gift.amount)
    ]
    assert list(Letter.objects.values_list("key", "to_email")) == [
        (f"gift_thanks:{gift.pk}", "maria@example.org")
    ]
    assert our_side() == stripes_side(standin)


def test_reading_twice_changes_nothing(standin: StandIn, now: datetime) -> None:
    gift = given(standin, now)
    before = books(), Gift.objects.get(pk=gift.pk).changed_at, Letter.objects.count()

    sync_payment(payment_id=gift.payment_id or "", now=now)

    assert (books(), Gift.objects.get(pk=gift.pk).changed_at, Letter.objects.count()) == before


def test_a_declined_card_leaves_no_gift(standin: StandIn, now: datetime) -> None:
    checkout = make_checkout(make_campaign())
    pay(standin, checkout, card="4000000000000002")

    sync_checkout(session_id=checkout.session_id or "", now=now)
    sweep(now=now)

    assert not Gift.objects.exists()
    assert Checkout.objects.get().state == Checkout.State.OPEN


def test_a_known_donor_is_not_renamed_by_a_payment(standin: StandIn, now: datetime) -> None:
    Donor.objects.create(name="Maria Lopez Garcia", email="maria@example.org")

    gift = given(standin, now)

    assert str(gift.donor) == "Maria Lopez Garcia"


def test_an_expired_session_closes_its_checkout(standin: StandIn, now: datetime) -> None:
    checkout = make_checkout(make_campaign())
    open_session(standin, checkout)
    standin.control("clock", advance=2 * 86_400)

    sweep(now=now)

    assert Checkout.objects.get().state == Checkout.State.EXPIRED


def test_a_debit_is_processing_then_paid_and_thanked_once(standin: StandIn, now: datetime) -> None:
    gift = given(standin, now, method="us_bank_account")
    first = (gift.state, gift.given_on, Letter.objects.count())
    standin.control(f"ach/{gift.payment_id}", result="succeed")

    sweep(now=now)

    assert first == (Gift.State.PROCESSING, None, 0)
    assert kept(gift) == (Gift.State.PAID, gift.amount)
    assert [letter.kind for letter in Letter.objects.all()] == ["gift_thanks"]
    assert our_side() == stripes_side(standin)


def test_a_refused_debit_is_a_failed_gift_whether_or_not_it_was_seen_before(
    standin: StandIn, now: datetime
) -> None:
    seen = given(standin, now, method="us_bank_account")
    unseen = pay(standin, make_checkout(make_campaign()), method="us_bank_account")["payment_intent"]
    for payment in (seen.payment_id, unseen):
        standin.control(f"ach/{payment}", result="fail")

    sweep(now=now)

    assert list(Gift.objects.values_list("state", "given_on")) == [(Gift.State.FAILED, None)] * 2
    assert our_side() == stripes_side(standin)


@pytest.mark.parametrize(("result", "state"), [("fail", Gift.State.FAILED), ("return", Gift.State.LOST)])
def test_a_debit_that_comes_back_after_success_takes_the_gift_back(
    standin: StandIn, now: datetime, result: str, state: str
) -> None:
    gift = given(standin, now, method="us_bank_account")
    standin.control(f"ach/{gift.payment_id}", result="succeed")
    sync_payment(payment_id=gift.payment_id or "", now=now)
    standin.control(f"ach/{gift.payment_id}", result=result)

    sweep(now=now)

    assert kept(gift) == (state, Decimal("0.00"))
    assert Letter.objects.filter(kind="gift_returned").count() == 1
    assert our_side() == stripes_side(standin)


def test_refunds_from_stripes_side_are_followed_also_when_they_fail_later(
    standin: StandIn, now: datetime
) -> None:
    gift = given(standin, now)
    part = standin.control(f"refund/{gift.payment_id}", amount=2000)
    sync_payment(payment_id=gift.payment_id or "", now=now)
    partly = kept(gift)
    standin.control(f"refund/{gift.payment_id}", amount=3000)
    sync_payment(payment_id=gift.payment_id or "", now=now)
    wholly = kept(gift)
    standin.control(f"refund/{part['id']}/end", result="failed")

    sweep(now=now)

    assert partly == (Gift.State.PARTLY_REFUNDED, Decimal("30.00"))
    assert wholly == (Gift.State.REFUNDED, Decimal("0.00"))
    assert kept(gift) == (Gift.State.PARTLY_REFUNDED, Decimal("20.00"))
    assert sorted(Refund.objects.values_list("state", flat=True)) == ["failed", "succeeded"]
    assert Letter.objects.filter(kind="gift_refunded").count() == 2
    assert our_side() == stripes_side(standin)


@pytest.mark.parametrize(
    ("result", "state", "net"), [("won", Gift.State.PAID, "50.00"), ("lost", Gift.State.LOST, "0.00")]
)
def test_a_dispute_takes_the_gift_away_until_it_is_won(
    standin: StandIn, now: datetime, result: str, state: str, net: str
) -> None:
    gift = given(standin, now)
    dispute = standin.control(f"dispute/{gift.payment_id}")
    sync_payment(payment_id=gift.payment_id or "", now=now)
    during = kept(gift)
    standin.control(f"dispute/{dispute['id']}/close", result=result)

    sweep(now=now)

    assert during == (Gift.State.DISPUTED, Decimal("0.00"))
    assert kept(gift) == (state, Decimal(net))
    assert Letter.objects.filter(kind="gift_disputed").count() == 1
    assert our_side() == stripes_side(standin)


def test_an_inquiry_moves_no_money_until_it_becomes_a_dispute(standin: StandIn, now: datetime) -> None:
    gift = given(standin, now)
    dispute = standin.control(f"dispute/{gift.payment_id}", status="warning_needs_response")
    sync_payment(payment_id=gift.payment_id or "", now=now)
    asked = (
        *kept(gift),
        Dispute.objects.get().is_inquiry,
        Letter.objects.filter(kind="gift_disputed").count(),
    )
    standin.control(f"dispute/{dispute['id']}/escalate")

    sweep(now=now)

    assert asked == (Gift.State.PAID, Decimal("50.00"), True, 0)
    assert kept(gift) == (Gift.State.DISPUTED, Decimal("0.00"))
    assert Letter.objects.filter(kind="gift_disputed").count() == 1
    assert our_side() == stripes_side(standin)
