"""What is sent, how it is signed, and everything that can go wrong on the way."""

import pytest
import stripe

from tests.standin.giving import paid
from tests.standin.process import StandIn
from tests.standin.receiver import Receiver

pytestmark = pytest.mark.enable_socket

ONE_TIME = [
    "product.created", "payment_intent.created", "charge.succeeded", "payment_intent.succeeded",
    "checkout.session.completed", "charge.updated",
]  # fmt: skip


def drained(standin: StandIn) -> bool:
    return bool(standin.control("delivery/drain", seconds=20)["done"])


def test_events_arrive_signed_and_in_order(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    paid(standin, client)
    assert drained(standin)
    assert receiver.types == ONE_TIME
    for body, signature in receiver.bodies:
        client.construct_event(body, signature, standin.secret)


def test_an_event_can_be_read_back_as_it_was_sent(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    paid(standin, client)
    assert drained(standin)
    sent = receiver.events[-1]
    read = client.v1.events.retrieve(sent["id"]).to_dict()
    assert read["data"] == sent["data"]
    assert sent["data"]["previous_attributes"] == {"balance_transaction": None}


def test_events_are_listed_by_type(standin: StandIn, client: stripe.StripeClient) -> None:
    paid(standin, client)
    found = client.v1.events.list({"types": ["payment_intent.succeeded", "charge.succeeded"]})
    assert [event.type for event in found.data] == ["payment_intent.succeeded", "charge.succeeded"]


def test_held_events_wait_until_they_are_released(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    standin.control("delivery", mode="hold")
    paid(standin, client)
    held = standin.read("deliveries")["deliveries"]
    assert [one["type"] for one in held] == ONE_TIME
    assert drained(standin)
    assert receiver.bodies == []
    standin.control("delivery/release", only=held[3]["id"])
    assert drained(standin)
    assert receiver.types == ["payment_intent.succeeded"]
    standin.control("delivery/release")
    assert drained(standin)
    assert sorted(receiver.types) == sorted(ONE_TIME)


def test_a_shuffle_with_the_same_seed_gives_the_same_order(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    orders = []
    for _ in range(2):
        standin.control("delivery", mode="hold")
        receiver.clear()
        paid(standin, client)
        standin.control("delivery/release", order="shuffled", seed=3)
        assert drained(standin)
        orders.append(receiver.types)
    assert orders[0] == orders[1]
    assert orders[0] != ONE_TIME
    assert sorted(orders[0]) == sorted(ONE_TIME)


def test_held_events_can_be_sent_twice_and_dropped(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    standin.control("delivery", mode="hold")
    paid(standin, client)
    held = standin.read("deliveries")["deliveries"]
    assert standin.control("delivery/drop", only=[held[0]["event"]]) == {"dropped": 1}
    assert standin.control("delivery/release", copies=2) == {"released": 2 * (len(ONE_TIME) - 1)}
    assert drained(standin)
    assert sorted(receiver.types) == sorted(ONE_TIME[1:] * 2)


def test_any_event_can_be_sent_again_later(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    paid(standin, client)
    assert drained(standin)
    receiver.clear()
    newest = client.v1.events.list({"limit": 1}).data[0]
    standin.control("delivery/resend", only=newest.id, copies=3)
    assert drained(standin)
    assert [event["id"] for event in receiver.events] == [newest.id] * 3


def test_a_refused_event_is_tried_again_and_given_up_in_the_end(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    receiver.answer = 500
    client.v1.products.create({"name": "General fund"})
    assert drained(standin)
    assert receiver.types == ["product.created"] * 3
    assert standin.control("delivery")["failed"] == 1


def test_signatures_can_bear_the_old_secret_both_or_a_wrong_one(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    endpoint = client.v1.webhook_endpoints.list().data[0]
    standin.control(f"endpoint/{endpoint.id}/secret", secret="whsec_new")
    for sign_with in ("current", "old", "both", "wrong"):
        standin.control("delivery", sign_with=sign_with)
        client.v1.products.create({"name": sign_with})
        assert drained(standin)

    def accepts(secret: str) -> list[bool]:
        found = []
        for body, signature in receiver.bodies:
            try:
                client.construct_event(body, signature, secret)
            except stripe.SignatureVerificationError:
                found.append(False)
            else:
                found.append(True)
        return found

    assert accepts("whsec_new") == [True, False, True, False]
    assert accepts(standin.secret) == [False, True, True, False]


def test_a_signature_can_be_out_of_time(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    standin.control("delivery", skew=-3600)
    client.v1.products.create({"name": "Late"})
    assert drained(standin)
    with pytest.raises(stripe.SignatureVerificationError, match="tolerance"):
        client.construct_event(*receiver.bodies[0], standin.secret)


def test_thin_events_name_the_object_only(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    standin.control("delivery", thin=True)
    product = client.v1.products.create({"name": "Thin"})
    assert drained(standin)
    event = receiver.events[0]
    assert event["type"] == "v1.product.created"
    assert event["related_object"] == {
        "id": product.id, "type": "product", "url": f"/v1/products/{product.id}",
    }  # fmt: skip
    body, signature = receiver.bodies[0]
    assert client.parse_event_notification(body, signature, standin.secret).id == event["id"]


def test_an_endpoint_hears_only_what_it_asked_for(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    client.v1.webhook_endpoints.delete(client.v1.webhook_endpoints.list().data[0].id)
    made = client.v1.webhook_endpoints.create(
        {"url": receiver.url, "enabled_events": ["checkout.session.completed"]}
    )
    assert str(made.secret).startswith("whsec_")
    assert "secret" not in client.v1.webhook_endpoints.retrieve(made.id).to_dict()
    paid(standin, client)
    assert drained(standin)
    assert receiver.types == ["checkout.session.completed"]
    client.construct_event(*receiver.bodies[0], str(made.secret))


def test_no_other_machine_is_ever_called(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="this machine"):
        client.v1.webhook_endpoints.create({"url": "https://example.org/hook", "enabled_events": ["*"]})
