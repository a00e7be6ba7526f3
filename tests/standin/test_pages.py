"""The hosted pages, filled in as a browser without JavaScript does it."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from tests.standin.giving import session, subscribed
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket

CARD = {
    "email": "ann@example.org",
    "method": "card",
    "number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
    "name": "Ann",
    "postal": "10001",
}


def fetch(address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """(status, page, where it sends us)."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        body = urlencode(form) if form is not None else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if form is not None else "GET", parts.path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")
    finally:
        connection.close()


def test_the_page_says_what_it_is_and_labels_every_field(client: stripe.StripeClient) -> None:
    made = session(client, submit_type="donate", customer_email="ann@example.org")
    status, page, _ = fetch(str(made.url))
    assert status == 200
    assert "Test payments" in page
    assert "Donate $25.00" in page
    assert 'value="ann@example.org"' in page
    assert 'href="http://127.0.0.1:9/give"' in page
    named = set(re.findall(r'<input type="(?:text|email)" id="(\w+)"', page))
    assert named == set(re.findall(r'<label for="(\w+)"', page))
    assert "<script" not in page


def test_a_paid_page_sends_back_to_the_product(client: stripe.StripeClient) -> None:
    made = session(client)
    status, _, where = fetch(str(made.url), CARD)
    assert (status, where) == (303, f"http://127.0.0.1:9/thanks?session={made.id}")
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"


def test_coming_back_to_a_paid_page_sends_on_again(client: stripe.StripeClient) -> None:
    made = session(client)
    fetch(str(made.url), CARD)
    for form in (None, CARD):
        assert fetch(str(made.url), form)[0] == 303
    assert len(client.v1.charges.list().data) == 1


def test_a_declined_card_says_so_and_keeps_what_was_typed_but_the_card(client: stripe.StripeClient) -> None:
    made = session(client)
    status, page, _ = fetch(str(made.url), {**CARD, "number": "4000000000000002"})
    assert status == 402
    assert 'role="alert"' in page
    assert "Your card was declined." in page
    assert 'value="ann@example.org"' in page
    assert "4000000000000002" not in page
    assert fetch(str(made.url), CARD)[0] == 303


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": ""}, "card number is incomplete"),
        ({"number": "1234"}, "not a test number"),
        ({"expiry": "13 / 30"}, "expiration date is incomplete"),
        ({"cvc": ""}, "security code is incomplete"),
        ({"method": "us_bank_account"}, "type an account number"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(
    client: stripe.StripeClient, wrong: dict[str, str], sentence: str
) -> None:
    status, page, _ = fetch(str(session(client).url), {**CARD, **wrong})
    assert status == 402
    assert sentence in page


@pytest.mark.parametrize(("answer", "status"), [("complete", 303), ("fail", 402)])
def test_the_bank_asks_on_its_own_page(
    standin: StandIn, client: stripe.StripeClient, answer: str, status: int
) -> None:
    made = session(client)
    first, _, where = fetch(str(made.url), {**CARD, "number": "4000002500003155"})
    assert (first, where) == (303, f"/c/pay/{made.id}/confirm")
    assert "Your bank asks you to confirm" in fetch(standin.base + where)[1]
    assert fetch(standin.base + where, {"answer": answer})[0] == status


def test_a_bank_account_is_taken_too(client: stripe.StripeClient) -> None:
    made = session(client)
    form = {**CARD, "method": "us_bank_account", "account": "000123456789"}
    assert fetch(str(made.url), form)[0] == 303
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "unpaid"


def test_an_expired_page_says_so(client: stripe.StripeClient) -> None:
    made = session(client)
    client.v1.checkout.sessions.expire(made.id)
    status, page, _ = fetch(str(made.url))
    assert (status, "expired" in page) == (410, True)


def test_the_portal_takes_another_card(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = client.v1.subscriptions.retrieve(subscribed(standin, client))
    customer = str(subscription.customer)
    client.v1.billing_portal.configurations.create({"features": {"payment_method_update": {"enabled": True}}})
    portal = client.v1.billing_portal.sessions.create({
        "customer": customer,
        "return_url": "http://127.0.0.1:9/my",
        "flow_data": {"type": "payment_method_update"},
    })  # fmt: skip
    assert fetch(portal.url)[0] == 200
    assert fetch(portal.url, {**CARD, "number": ""})[0] == 402
    assert fetch(portal.url, CARD)[::2] == (303, "http://127.0.0.1:9/my")
    read = client.v1.customers.retrieve(customer)
    assert read.invoice_settings is not None
    assert read.invoice_settings.default_payment_method is not None


@pytest.mark.parametrize("path", ["/nothing", "/c/pay/cs_none", "/p/session/bps_none"])
def test_a_page_that_is_not_there_is_a_404(standin: StandIn, path: str) -> None:
    assert fetch(standin.base + path)[0] == 404
