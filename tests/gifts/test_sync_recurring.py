"""Recurring gifts, strangers, payouts, and a sweep that was told of nothing."""

from datetime import datetime
from decimal import Decimal

import pytest

from gifts.actions.sweep import sweep
from gifts.actions.sync_checkout import sync_checkout
from gifts.actions.sync_payment import sync_payment
from gifts.models import Difference, Frequency, Gift, RecurringGift
from letters.models import Letter
from tests.factories import make_campaign, make_checkout
from tests.gifts.counter import books, our_side, pay, stripes_side
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
MONTH = 32 * 86_400
WEEK = 7 * 86_400


def test_a_recurring_gift_brings_a_gift_each_month_to_the_same_donor(standin: StandIn, now: datetime) -> None:
    checkout = make_checkout(make_campaign(), frequency=Frequency.MONTHLY)
    paid = pay(standin, checkout)
    sync_checkout(session_id=checkout.session_id or "", now=now)
    first = RecurringGift.objects.get().state, Gift.objects.count()
    standin.control("clock", advance=2 * MONTH)

    sweep(now=now)

    recurring = RecurringGift.objects.get(subscription_id=paid["subscription"])
    assert first == (RecurringGift.State.ACTIVE, 1)
    assert (recurring.checkout, recurring.frequency, recurring.fund) == (
        checkout,
        Frequency.MONTHLY,
        checkout.fund,
    )
    assert (
        list(Gift.objects.values_list("recurring", "donor", "state", "campaign"))
        == [(recurring.pk, recurring.donor_id, Gift.State.PAID, checkout.campaign_id)] * 3
    )
    assert Letter.objects.filter(kind="gift_thanks").count() == 3
    assert our_side() == stripes_side(standin)


def test_a_payment_known_before_its_subscription_brings_the_subscription_along(
    standin: StandIn, now: datetime
) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.ANNUALLY))
    [payment] = standin.truth()["subscriptions"][paid["subscription"]]["payments"]

    sync_payment(payment_id=payment, now=now)

    assert RecurringGift.objects.get().frequency == Frequency.ANNUALLY
    assert Gift.objects.get().recurring == RecurringGift.objects.get()


def test_a_recurring_gift_follows_pause_new_amount_and_end(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    standin.control(f"subscription/{paid['subscription']}", action="pause")
    standin.control(f"subscription/{paid['subscription']}", action="amount", amount=7500)
    sweep(now=now)
    paused = RecurringGift.objects.values_list("is_paused", "amount", "state").get()
    standin.control(f"subscription/{paid['subscription']}", action="cancel")

    sweep(now=now)

    assert paused == (True, Decimal("75.00"), RecurringGift.State.ACTIVE)
    ended = RecurringGift.objects.get()
    assert (ended.state, ended.is_paused, ended.next_charge_at) == (
        RecurringGift.State.CANCELLED,
        False,
        None,
    )


def test_a_payment_nobody_knows_waits_for_staff(standin: StandIn, now: datetime) -> None:
    payment = standin.control("direct_payment", amount=1234, name="Walk In", email="Walk@Example.org")

    sweep(now=now)

    gift = Gift.objects.get(payment_id=payment["id"])
    assert (gift.is_unmatched, gift.donor, gift.payer_name, gift.payer_email, gift.amount) == (
        True,
        None,
        "Walk In",
        "walk@example.org",
        Decimal("12.34"),
    )
    assert not Letter.objects.exists()
    assert our_side() == stripes_side(standin)


def test_a_payout_is_explained_by_its_lines_also_after_one_failed(standin: StandIn, now: datetime) -> None:
    for amount in ("50.00", "20.00"):
        paid = pay(standin, make_checkout(make_campaign(), amount=amount))
        sync_payment(payment_id=paid["payment_intent"], now=now)
    standin.control("settings", payouts="manual")
    standin.control("clock", advance=WEEK)
    failed = standin.control("payout", arrive=True)
    standin.control(f"payout/{failed['id']}", result="failed")
    standin.control("payout", arrive=True)

    sweep(now=now)

    ours = books()
    assert sorted((row["status"], row["needs_attention"]) for row in ours["payouts"]) == [
        ("failed", False),
        ("paid", False),
    ]
    assert our_side() == stripes_side(standin)
    assert not Difference.objects.exists()


def test_a_sweep_finds_all_that_was_never_told_and_a_second_one_changes_nothing(
    standin: StandIn, now: datetime
) -> None:
    checkout = make_checkout(make_campaign(), frequency=Frequency.MONTHLY)
    pay(standin, checkout)
    once = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    standin.control(f"refund/{once}", amount=500)
    standin.control("direct_payment")
    standin.control("clock", advance=2 * MONTH)

    sweep(now=now)
    first = books()
    done = sweep(now=now)

    assert our_side() == stripes_side(standin)
    assert books() == first
    assert done.differences == 0
    assert Gift.objects.count() == 5
