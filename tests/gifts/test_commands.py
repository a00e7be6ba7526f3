"""The commands that are promised to the outside."""

import json
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from gifts.actions.events import receive_event
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.facts import EventFacts
from gifts.models import Gift, StripeEvent, StripeProduct, StripeSetting
from tests.factories import make_campaign, make_checkout, make_fund
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def say(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def at_stripe(standin: StandIn) -> tuple[list[str], list[Any], list[Any]]:
    """Products, portal features that are on, webhook addresses."""
    client = standin.client()
    products = sorted(one.name for one in client.v1.products.list({"limit": 100}).data)
    portals = client.v1.billing_portal.configurations.list().data
    on = [
        sorted(name for name, feature in one.features.to_dict().items() if feature["enabled"])
        for one in portals
    ]
    return products, on, [one.url for one in client.v1.webhook_endpoints.list().data]


def test_setup_makes_what_is_missing_and_nothing_twice(standin: StandIn, settings: Settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:9"
    make_fund("housing", name="Housing")
    make_fund("legal", name="Legal help")

    first, second = say("stripe_setup"), say("stripe_setup")

    assert at_stripe(standin) == (
        ["Housing", "Legal help"],
        [["payment_method_update"]],
        ["http://127.0.0.1:9/stripe/webhook/"],
    )
    assert ("whsec_" in first, "whsec_" in second) == (True, False)
    assert StripeProduct.objects.count() == 2
    assert StripeSetting.objects.count() == 2


def test_setup_finds_what_an_earlier_installation_made(standin: StandIn, settings: Settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:9"
    fund = make_fund("housing", name="Housing")
    say("stripe_setup")
    StripeProduct.objects.all().delete()
    StripeSetting.objects.all().delete()
    fund.name = "Homes"
    fund.save()

    say("stripe_setup")

    assert at_stripe(standin)[0] == ["Homes"]
    assert [len(found) for found in at_stripe(standin)] == [1, 1, 1]


def test_setup_says_when_stripe_is_away(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""

    with pytest.raises(CommandError, match="STRIPE_SECRET_KEY"):
        say("stripe_setup")


def test_the_books_name_each_gift_with_its_letters(standin: StandIn, now: datetime) -> None:
    checkout = make_checkout(make_campaign(slug="doors"))
    paid = pay(standin, checkout)["payment_intent"]
    sync_payment(payment_id=paid, now=now)

    books = json.loads(say("stripe_books", "--json"))

    [gift] = books["gifts"]
    assert gift["donor"] == {"name": "Maria Lopez", "email": "maria@example.org"}
    assert (gift["payment"], gift["amount"], gift["status"], gift["campaign"], gift["receipts"]) == (
        paid,
        "50.00",
        "paid",
        "doors",
        [],
    )
    assert gift["letters"] == [{"kind": "gift_thanks", "state": "held", "to": "maria@example.org"}]
    assert [(line["kind"], line["payment"], line["net"]) for line in books["ledger"]] == [
        ("charge", paid, "48.25")
    ]
    assert {name: books[name] for name in ("recurring", "refunds", "disputes", "payouts")} == {
        "recurring": [],
        "refunds": [],
        "disputes": [],
        "payouts": [],
    }


def test_the_sweep_says_what_it_found(standin: StandIn) -> None:
    pay(standin, make_checkout(make_campaign()))

    first, second = say("stripe_sweep"), say("stripe_sweep")

    assert Gift.objects.get().state == Gift.State.PAID
    assert [said.partition(" read, ")[2] for said in (first, second)] == [
        "0 events wait, 0 differences.\n"
    ] * 2


def test_a_root_that_stripe_does_not_know_stays_visible(standin: StandIn, now: datetime) -> None:
    receive_event(EventFacts("evt_1", "payment_intent.succeeded", "pi_of_another_account"), now=now)

    assert "1 events wait" in say("stripe_sweep")
    assert StripeEvent.objects.get().error == "NotAtStripe"


@pytest.mark.parametrize(("kind", "of"), [("charge.updated", "charge"), ("refund.created", "refund")])
def test_a_thin_event_finds_its_root_by_asking(standin: StandIn, now: datetime, kind: str, of: str) -> None:
    paid = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    refund = standin.control(f"refund/{paid}", amount=100)
    about = {"refund": refund["id"], "charge": refund["charge"]}[of]
    receive_event(EventFacts("evt_1", kind, about), now=now)

    say("stripe_sweep")

    assert StripeEvent.objects.get(pk="evt_1").done_at is not None
    assert Gift.objects.get().state == Gift.State.PARTLY_REFUNDED
