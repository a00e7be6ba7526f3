"""A donor cancels a recurring gift or gives another card, also while the payment service is silent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from campaigns.models import Fund
from gifts.actions.sweep import sweep
from gifts.models import Gift, RecurringGift, RecurringRequest
from tests.gifts.pressing import Hand, browser, gift, hand
from tests.standin.process import StandIn

__all__ = ["browser", "gift", "hand"]  # fixtures

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
DAY = 86_400


def test_cancelling_takes_two_clicks_and_offers_a_pause_and_less_once(
    hand: Hand, standin: StandIn, now: datetime
) -> None:
    first = hand.browser.get(f"/my/recurring/{hand.gift.pk}/").content.decode()
    second = hand.browser.get(f"/my/recurring/{hand.gift.pk}/cancel/").content.decode()
    page = hand.send("cancel")
    again = hand.send("cancel")
    standin.control("clock", advance=100 * DAY)
    sweep(now=now)
    assert f'href="/my/recurring/{hand.gift.pk}/cancel/"' in first
    assert (second.count("Give less"), second.count("/pause/"), second.count("<textarea")) == (1, 1, 0)
    assert "Your gift is stopped. Nothing more will be charged." in page
    assert "Nothing is charged any more." in again
    assert (hand.state().state, Gift.objects.count()) == (RecurringGift.State.CANCELLED, 1)
    assert RecurringRequest.objects.filter(kind="cancel").count() == 1


def test_while_the_payment_service_is_silent_a_change_is_noted_and_a_second_press_is_the_same(
    hand: Hand, standin: StandIn
) -> None:
    standin.control("faults", kind="refuse_connection", method="POST", path="^/v1/subscriptions", times=-1)
    hand.send("amount", amount="30")
    seal = hand.context["preview"].seal
    pages = [hand.send("amount", amount="30", sure=seal) for _press in range(2)]
    standin.control("faults/clear")
    for page in pages:
        assert "Noted. It is carried out as soon as the payment service answers" in page
        assert "Noted, and on its way" in page
    assert RecurringRequest.objects.filter(kind="amount").count() == 1
    refused = hand.send("fund", fund=Fund.objects.get().code)
    assert "nothing would change" in refused
    assert "Another change of this gift is on its way." in hand.confirm("frequency", frequency="annually")
    assert "Your gift is stopped." in hand.send("cancel")
    assert hand.state().state == RecurringGift.State.CANCELLED


def test_a_card_is_given_on_the_payment_page_and_taken_up_on_the_way_back(
    hand: Hand, standin: StandIn, settings: Any
) -> None:
    settings.SITE_URL = "http://testserver"
    # Stripe counts seconds: the visit is later than the first card, the new card later than the visit
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=2)):
        answer = hand.browser.post(f"/my/recurring/{hand.gift.pk}/card/")
        none_given = hand.browser.get(
            f"/my/recurring/{hand.gift.pk}/card/done/", follow=True
        ).content.decode()
    standin.control("clock", advance=60)
    standin.control(f"customer/{hand.state().customer_id}/card", card="5555555555554444")
    done = hand.browser.get(f"/my/recurring/{hand.gift.pk}/card/done/", follow=True).content.decode()
    assert (answer.status_code, answer["Location"].startswith(standin.base)) == (303, True)
    assert "No new card was given. The one before stays." in none_given
    assert "Your new card is used from the next charge on." in done
    assert hand.state().method_last4 == "4444"


def test_a_card_page_out_of_reach_says_so(hand: Hand, standin: StandIn) -> None:
    standin.control("faults", kind="refuse_connection", path="^/v1/", times=-1)
    page = hand.send("card")
    back = hand.browser.get(f"/my/recurring/{hand.gift.pk}/card/done/", follow=True).content.decode()
    standin.control("faults/clear")
    assert "We cannot reach the payment service now." in page
    assert "A new card is used as soon as it answers." in back


def test_a_new_card_pays_what_failed(hand: Hand, standin: StandIn, now: datetime) -> None:
    standin.control(f"subscription/{hand.gift.subscription_id}", action="card", card="4000000000000341")
    standin.control("clock", advance=32 * DAY)
    sweep(now=now)
    failing = hand.browser.get(f"/my/recurring/{hand.gift.pk}/").content.decode()
    hand.browser.post(f"/my/recurring/{hand.gift.pk}/card/")
    standin.control(f"customer/{hand.gift.customer_id}/card", card="4242424242424242")
    back = hand.browser.get(f"/my/recurring/{hand.gift.pk}/card/done/", follow=True).content.decode()
    assert "A charge did not go through" in failing
    assert "the open charge is paid with it" in back
    assert (hand.state().state, hand.state().failed_attempts) == (RecurringGift.State.ACTIVE, 0)


def test_an_answer_lost_on_the_way_is_no_trap(hand: Hand, standin: StandIn) -> None:
    standin.control("faults", kind="error_after", method="DELETE", path="^/v1/subscriptions/", times=1)
    hand.send("cancel")
    hand.send("cancel")
    assert hand.state().state == RecurringGift.State.CANCELLED
