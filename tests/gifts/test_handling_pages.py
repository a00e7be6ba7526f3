"""What staff do with a gift on its page: give back, match, read again, replay."""

import uuid
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Role
from gifts.actions import sync_payment as reading
from gifts.actions.sync_payment import sync_payment
from gifts.models import Gift, Refund, StripeEvent
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_checkout, make_gift
from tests.gifts.counter import pay
from tests.gifts.facts import payment
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
REASON = Refund.Reason.REQUESTED.value


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


@pytest.fixture
def gift(standin: StandIn, now: datetime) -> Gift:
    paid = pay(standin, make_checkout(make_campaign()))
    sync_payment(payment_id=paid["payment_intent"], now=now)
    return Gift.objects.get()


def refund(browser: Client, gift: Gift, amount: str, key: uuid.UUID | None = None) -> str:
    typed = {"form_key": str(key or uuid.uuid4()), "amount": amount, "reason": REASON}
    answer = browser.post(f"/desk/gifts/{gift.pk}/refund/", typed, follow=True)
    assert answer.redirect_chain == [(f"/desk/gifts/{gift.pk}/", 302)]
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_double_click_on_refund_is_one_refund(finance: Client, gift: Gift) -> None:
    page = finance.get(f"/desk/gifts/{gift.pk}/")
    key = page.context["refund_form"].initial["form_key"]
    said = [refund(finance, gift, "20.00", key) for _press in range(2)]
    assert said == ["$20.00 goes back to the donor."] * 2
    gift.refresh_from_db()
    assert (Refund.objects.count(), gift.state) == (1, Gift.State.PARTLY_REFUNDED)
    assert Gift.objects.with_net().get().net == gift.amount - 20


def test_no_more_goes_back_than_came(finance: Client, gift: Gift) -> None:
    assert refund(finance, gift, "50.01") == "Only $50.00 of this gift can still be refunded."
    assert not Refund.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-5", "abc", "1e3", "NaN", "0.001", ""])
def test_an_amount_that_is_none_is_said_and_nothing_moves(finance: Client, amount: str) -> None:
    gift = make_gift()
    assert refund(finance, gift, amount).startswith("Amount to give back: ")
    assert not Refund.objects.exists()


def test_a_refund_waits_while_stripe_is_away(finance: Client, gift: Gift, standin: StandIn) -> None:
    standin.control("faults", kind="refuse_connection", method="POST", path="^/v1/refunds$", times=-1, ms=0)
    said = refund(finance, gift, "20.00")
    assert said == "Stripe cannot be reached now. $20.00 goes back as soon as it can."
    assert Refund.objects.get().state == Refund.State.REQUESTED


def test_read_again_brings_what_stripe_says(finance: Client, gift: Gift) -> None:
    Gift.objects.update(state=Gift.State.PROCESSING)
    answer = finance.post(f"/desk/gifts/{gift.pk}/read-again/", follow=True)
    assert "Read again" in " ".join(str(message) for message in answer.context["messages"])
    gift.refresh_from_db()
    assert gift.state == Gift.State.PAID


@pytest.mark.usefixtures("standin")
def test_read_again_of_what_stripe_does_not_know_changes_nothing(finance: Client) -> None:
    gift = make_gift()
    answer = finance.post(f"/desk/gifts/{gift.pk}/read-again/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Stripe does not show this payment to our key. Nothing was changed."
    ]


def test_an_unmatched_payment_gets_its_donor_from_the_form(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(reading, "read_payment", payment)
    sync_payment(payment_id="pi_1", now=now)
    gift, campaign = Gift.objects.get(), make_campaign()
    browser = browser_of(make_staff(Role.FUNDRAISER))
    typed = {"name": "Maria Lopez", "email": "maria@example.org", "campaign": campaign.pk}

    def send(**more: int) -> list[str]:
        answer = browser.post(f"/desk/gifts/{gift.pk}/match/", {**typed, **more}, follow=True)
        return [str(message) for message in answer.context["messages"]]

    assert send() == ["Fund: This field is required."]
    assert send(fund=campaign.funds.get().pk) == [
        "The gift has its donor. The thank-you and the receipt follow by themselves."
    ]
    gift.refresh_from_db()
    assert gift.donor is not None
    assert (gift.donor.email, gift.is_unmatched) == ("maria@example.org", False)
    assert send(fund=campaign.funds.get().pk) == ["Somebody else has matched this gift just now."]


def test_replay_lets_an_event_be_read_again(finance: Client, now: datetime) -> None:
    event = StripeEvent.objects.create(
        event_id="evt_1", kind="charge.refunded", root="pi_1", received_at=now, done_at=now
    )
    finance.post("/desk/events/evt_1/replay/")
    event.refresh_from_db()
    assert event.done_at is None


@pytest.mark.parametrize("role", [Role.FUNDRAISER, Role.READ_ONLY, Role.COORDINATOR, Role.PRIVACY])
@pytest.mark.parametrize("what", ["refund", "read-again"])
def test_other_roles_cannot_move_money(role: Role, what: str) -> None:
    gift = make_gift()
    answer = browser_of(make_staff(role)).post(f"/desk/gifts/{gift.pk}/{what}/", {"amount": "5"})
    assert answer.status_code == 404
    assert not Refund.objects.exists()
