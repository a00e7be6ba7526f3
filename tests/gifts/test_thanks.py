"""The page after the payment page: it says what the books say, and tells a stranger nothing."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Organisation
from gifts.actions import checkouts
from gifts.gateway.client import DoorShut
from gifts.models import Checkout, Gift
from gifts.proofs import BACK, THANKS, mark
from gifts.views import thanks
from tests.factories import make_campaign, make_checkout, make_gift, make_organisation
from tests.gifts.giving import visitor, wish_for
from tests.standin.process import StandIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def checkout() -> Checkout:
    """A donor has just come back from the payment page."""
    row = make_checkout(make_campaign())
    row.created_at = datetime.now(UTC)
    row.session_id, row.session_url = "cs_1", "https://checkout.example/1"
    row.save()
    return row


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stripe cannot be reached; how often we tried."""
    tried: list[str] = []

    def read(*, session_id: str, now: datetime) -> None:
        tried.append(session_id)
        raise DoorShut("timeout")

    monkeypatch.setattr(thanks, "sync_checkout", read)
    return tried


def address(checkout: Checkout) -> str:
    return f"/give/thanks/{mark(THANKS, checkout.pk, checkout.created_at)}/"


def show(client: Client, checkout: Checkout) -> str:
    return client.get(address(checkout)).content.decode()


def arrived(checkout: Checkout, state: str = Gift.State.PAID) -> None:
    gift = make_gift(campaign=checkout.campaign, state=state)
    Gift.objects.filter(pk=gift.pk).update(checkout=checkout)
    Checkout.objects.filter(pk=checkout.pk).update(state=Checkout.State.COMPLETED)


def test_a_gift_that_arrived_is_thanked_for(client: Client, checkout: Checkout, readings: list[str]) -> None:
    arrived(checkout)

    page = show(client, checkout)

    assert ("Thank you, Maria." in page, "Your gift of $50.00 has arrived." in page) == (True, True)
    assert readings == []


def test_the_page_names_no_more_than_a_first_name(
    client: Client, checkout: Checkout, readings: list[str]
) -> None:
    arrived(checkout)

    answer = client.get(address(checkout))

    page = answer.content.decode()
    assert [word in page for word in ("Lopez", "maria@example.org", "cs_1")] == [False] * 3
    assert "no-store" in answer.headers["Cache-Control"]


def test_until_the_books_say_so_it_is_being_confirmed(
    client: Client, checkout: Checkout, readings: list[str]
) -> None:
    Checkout.objects.update(state=Checkout.State.COMPLETED)

    page = show(client, checkout)

    assert "We are confirming $50.00 with your bank." in page
    assert ("has arrived" in page, "data-waiting" in page) == (False, True)


def test_a_bank_that_takes_days_is_told_and_not_waited_for(
    client: Client, checkout: Checkout, readings: list[str]
) -> None:
    arrived(checkout, Gift.State.PROCESSING)

    page = show(client, checkout)

    assert ("Your bank is confirming $50.00." in page, "data-waiting" in page) == (True, False)


def test_a_payment_that_failed_leads_to_another_try(
    client: Client, checkout: Checkout, readings: list[str]
) -> None:
    arrived(checkout, Gift.State.FAILED)

    page = show(client, checkout)

    assert "The payment did not go through." in page
    assert f"/give/{checkout.campaign.slug}/?frequency=once&amp;amount=50.00" in page


def test_who_did_not_pay_finds_the_way_back(client: Client, checkout: Checkout, readings: list[str]) -> None:
    page = show(client, checkout)

    assert ("Nothing was charged." in page, 'href="https://checkout.example/1"' in page) == (True, True)


def test_reloading_does_not_wear_stripe_out(client: Client, checkout: Checkout, readings: list[str]) -> None:
    for _ in range(20):
        show(client, checkout)
    for _ in range(20):
        client.get(f"{address(checkout)}state/")

    assert readings == ["cs_1"] * 4


def test_the_waiting_page_can_ask_for_the_standing_alone(client: Client, checkout: Checkout) -> None:
    before = client.get(f"{address(checkout)}state/").json()
    arrived(checkout)
    after = client.get(f"{address(checkout)}state/").json()

    assert (before, after) == ({"standing": "unpaid"}, {"standing": "arrived"})


@pytest.mark.parametrize("kind", ["forged", "purpose", "late"])
def test_an_address_that_is_not_ours_is_nowhere(client: Client, checkout: Checkout, kind: str) -> None:
    token = {
        "forged": f"{checkout.pk.hex}-1~AAAA",
        "purpose": mark(BACK, checkout.pk, checkout.created_at),
        "late": mark(THANKS, checkout.pk, checkout.created_at),
    }[kind]

    with time_machine.travel(datetime.now(UTC) + timedelta(days=31 if kind == "late" else 0)):
        assert client.get(f"/give/thanks/{token}/").status_code == 404
        assert client.get(f"/give/thanks/{token}/state/").status_code == 404


@pytest.mark.enable_socket
def test_the_page_itself_brings_the_gift_home_when_no_webhook_came(client: Client, standin: StandIn) -> None:
    now = datetime.now(UTC)
    row = checkouts.open_checkout(
        wish=wish_for(make_campaign()), form=uuid.uuid4(), visitor=visitor(), now=now
    )
    standin.control(f"pay/{row.session_id}", card="4242424242424242", name="Maria", email="maria@example.org")

    page = show(client, row)

    assert "Your gift of $50.00 has arrived." in page
    assert Gift.objects.values_list("checkout", "state").get() == (row.pk, "paid")


def test_employers_are_told_a_tax_number_only_where_there_is_one(client: Client, checkout: Checkout) -> None:
    arrived(checkout)
    assert "our tax number" in show(client, checkout)
    Organisation.objects.update(tax_number="")
    page = show(client, checkout)
    assert "our tax number" not in page
    assert "They need your receipt and our name" in page
