"""One-time payments through Checkout."""

import pytest
import stripe

from tests.standin.giving import DAY, charge_of, lines, paid, session
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket


def test_a_session_is_open_until_paid_and_carries_what_it_was_given(client: stripe.StripeClient) -> None:
    made = session(client, client_reference_id="c-7", metadata={"checkout": "7"}, submit_type="donate")
    read = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["line_items"]})
    assert (read.status, read.payment_status, read.amount_total, read.payment_intent) == (
        "open", "unpaid", 2500, None,
    )  # fmt: skip
    assert (read.client_reference_id, read.metadata["checkout"]) == ("c-7", "7")  # type: ignore[index] # set above
    assert read.line_items is not None
    assert [line.amount_total for line in read.line_items.data] == [2500]


def test_a_paid_session_has_a_succeeded_payment_with_its_metadata(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    made = session(client, payment_intent_data={"metadata": {"checkout": "7"}, "description": "Gift"})
    result = standin.control(f"pay/{made.id}", email="ann@example.org", name="Ann", postal="10001")
    read = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["payment_intent"]})
    intent = read.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (read.status, read.payment_status, read.url) == ("complete", "paid", None)
    assert (intent.status, intent.metadata["checkout"]) == ("succeeded", "7")
    assert read.customer is None
    assert read.customer_details is not None
    assert read.customer_details.email == "ann@example.org"
    assert result["success_url"].endswith(f"session={made.id}")


def test_the_card_fee_is_2_9_percent_and_30_cents(standin: StandIn, client: stripe.StripeClient) -> None:
    charge = charge_of(client, paid(standin, client, 10_000))
    assert lines(client, source=charge.id) == [("charge", 10_000, 320, 9_680)]


def test_the_balance_transaction_comes_after_the_success(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("settings", capture_seconds=3600)
    intent = paid(standin, client)
    assert charge_of(client, intent).balance_transaction is None
    standin.control("clock", advance=3601)
    assert charge_of(client, intent).balance_transaction is not None


def test_a_declined_card_leaves_the_session_open_for_another(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    made = session(client)
    first = standin.control(f"pay/{made.id}", card="4000 0000 0000 0002")
    assert first["state"] == "declined"
    read = client.v1.payment_intents.retrieve(first["payment_intent"])
    assert read.status == "requires_payment_method"
    assert read.last_payment_error is not None
    assert read.last_payment_error.decline_code == "generic_decline"
    second = standin.control(f"pay/{made.id}")
    assert (second["state"], second["payment_intent"]) == ("complete", first["payment_intent"])


def test_insufficient_funds_are_told_apart(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client)
    intent = standin.control(f"pay/{made.id}", card="4000000000009995")["payment_intent"]
    error = client.v1.payment_intents.retrieve(intent).last_payment_error
    assert error is not None
    assert error.decline_code == "insufficient_funds"


@pytest.mark.parametrize(("answer", "state"), [("yes", "complete"), ("no", "declined")])
def test_the_bank_asks_and_the_donor_answers(
    standin: StandIn, client: stripe.StripeClient, answer: str, state: str
) -> None:
    made = session(client)
    assert standin.control(f"pay/{made.id}", card="4000002500003155", confirm=answer)["state"] == state


def test_a_session_is_paid_once(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client)
    standin.control(f"pay/{made.id}")
    with pytest.raises(AssertionError, match="complete"):
        standin.control(f"pay/{made.id}")


def test_a_session_expires_by_itself_after_a_day(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client)
    standin.control("clock", advance=DAY + 1)
    assert client.v1.checkout.sessions.retrieve(made.id).status == "expired"


def test_an_open_session_can_be_expired_and_cancels_its_payment(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    made = session(client)
    intent = standin.control(f"pay/{made.id}", card="4000000000000002")["payment_intent"]
    assert client.v1.checkout.sessions.expire(made.id).status == "expired"
    assert client.v1.payment_intents.retrieve(intent).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="expired"):
        client.v1.checkout.sessions.expire(made.id)


def test_a_customer_is_made_when_asked_for(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client, customer_creation="always", customer_email="bo@example.org")
    standin.control(f"pay/{made.id}", name="Bo")
    read = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["customer"]})
    assert isinstance(read.customer, stripe.Customer)
    assert (read.customer.email, read.customer.name) == ("bo@example.org", "Bo")


def test_lists_page_newest_first_in_both_directions(client: stripe.StripeClient) -> None:
    ids = [session(client).id for _ in range(5)]
    first = client.v1.checkout.sessions.list({"limit": 2})
    assert ([s.id for s in first.data], first.has_more) == ([ids[4], ids[3]], True)
    second = client.v1.checkout.sessions.list({"limit": 3, "starting_after": ids[3]})
    assert ([s.id for s in second.data], second.has_more) == ([ids[2], ids[1], ids[0]], False)
    back = client.v1.checkout.sessions.list({"limit": 2, "ending_before": ids[2]})
    assert [s.id for s in back.data] == [ids[4], ids[3]]
    assert [s.id for s in client.v1.checkout.sessions.list().auto_paging_iter()] == ids[::-1]


def test_lists_filter_by_time(standin: StandIn, client: stripe.StripeClient) -> None:
    old = session(client)
    standin.control("clock", advance=1000)
    new = session(client)
    found = client.v1.checkout.sessions.list({"created": {"gt": old.created}})
    assert [s.id for s in found.data] == [new.id]


def test_a_payment_from_the_dashboard_belongs_to_no_session(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = standin.control("direct_payment", amount=4200)["id"]
    assert client.v1.payment_intents.retrieve(intent).amount_received == 4200
    assert client.v1.checkout.sessions.list({"payment_intent": intent}).data == []


def test_the_own_books_agree_with_the_api(standin: StandIn, client: stripe.StripeClient) -> None:
    intent = paid(standin, client, 10_000)
    client.v1.refunds.create({"payment_intent": intent, "amount": 2_500})
    truth = standin.truth()
    line = truth["payments"][intent]
    assert (line["charged"], line["refunded"], line["fee"], line["net"]) == (10_000, 2_500, 320, 7_180)
    assert (truth["balance"], truth["api_balance"]) == (7_180, 7_180)
