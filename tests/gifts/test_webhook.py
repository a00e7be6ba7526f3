"""The right answer to every message, and no stray row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gifts import middleware
from gifts.gateway.events import SUBSCRIBED, event_facts
from gifts.models import StripeEvent
from tests.gifts.signing import SECRET, event, signed, thin, written

ADDRESS = "/stripe/webhook/"


@pytest.fixture(autouse=True)
def _secrets(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_the_new_one", SECRET]
    settings.STRIPE_SECRET_KEY = "sk_test_1"
    settings.STRIPE_ACCOUNT = ""


def deliver(body: bytes, signature: str) -> int:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(
        ADDRESS, data=body, content_type="application/json", headers={"stripe-signature": signature}
    )
    return answer.status_code


def rows() -> list[tuple[str, str, str, bool]]:
    found = StripeEvent.objects.values_list("event_id", "kind", "root", "done_at")
    return [(pk, kind, root, done_at is not None) for pk, kind, root, done_at in found]


@pytest.mark.django_db
def test_an_event_is_kept_once_however_often_it_comes() -> None:
    body = written(event())

    answers = [deliver(body, signed(body)) for _ in range(3)]

    assert answers == [200, 200, 200]
    assert rows() == [("evt_1", "payment_intent.succeeded", "pi_1", False)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "secrets", [(SECRET,), ("whsec_the_new_one",), ("whsec_other", SECRET), ("whsec_the_new_one", SECRET)]
)
def test_any_configured_secret_is_accepted_while_one_is_rolled(secrets: tuple[str, ...]) -> None:
    body = written(event())

    assert deliver(body, signed(body, *secrets)) == 200


BODY = written(event())
REFUSED: list[tuple[str, bytes, Callable[[], str]]] = [
    ("wrong secret", BODY, lambda: signed(BODY, "whsec_other")),
    ("no header", BODY, lambda: ""),
    ("no time", BODY, lambda: signed(BODY).partition(",")[2]),
    ("two times", BODY, lambda: "t=1," + signed(BODY)),
    ("no mark", BODY, lambda: signed(BODY).partition(",")[0]),
    ("a time that is no number", BODY, lambda: "t=²,v1=00"),
    ("an endless time", BODY, lambda: f"t={'9' * 400},v1=00"),
    ("another scheme", BODY, lambda: signed(BODY).replace("v1=", "v0=")),
    ("five minutes old", BODY, lambda: signed(BODY, age=302)),
    ("from the future", BODY, lambda: signed(BODY, age=-302)),
    ("altered", BODY + b" ", lambda: signed(BODY)),
    ("empty", b"", lambda: signed(b"")),
    ("no JSON", b"{", lambda: signed(b"{")),
    ("a list", b"[]", lambda: signed(b"[]")),
    ("no event", b"{}", lambda: signed(b"{}")),
]
MEANT_FOR_OTHERS = [
    ("live", event(livemode=True)),
    ("mode not said", event(livemode=None)),
    ("another account", event(account="acct_2")),
    ("thin of another account", thin("v1.payout.paid", {"id": "po_1", "type": "payout"}, context="acct_2")),
    ("an id that is no text", event(id=5)),
    ("an id without end", event(id="e" * 121)),
    ("a NUL", event(id="evt_\0")),
    ("a root without end", event(about={"id": "p" * 81, "object": "payment_intent"})),
]
REFUSED += [
    (name, written(data), lambda data=data: signed(written(data)))  # type: ignore[misc] # mypy infers no default's type
    for name, data in MEANT_FOR_OTHERS
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "header"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_not_stripes_message_to_us_is_a_400_and_leaves_no_row(
    body: bytes, header: Callable[[], str]
) -> None:
    assert (deliver(body, header()), rows()) == (400, [])


@pytest.mark.django_db
def test_no_secret_at_all_accepts_nothing(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = [""]
    body = written(event())

    assert (deliver(body, signed(body, "")), rows()) == (400, [])


@pytest.mark.django_db
def test_a_live_key_takes_live_events_only(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "rk_live_1"
    live, test = written(event(livemode=True)), written(event(id="evt_2"))

    assert [deliver(live, signed(live)), deliver(test, signed(test))] == [200, 400]
    assert [row[0] for row in rows()] == ["evt_1"]


@pytest.mark.django_db
def test_events_of_our_own_account_are_taken(settings: Settings) -> None:
    settings.STRIPE_ACCOUNT = "acct_1"
    body = written(event(account="acct_1"))

    assert deliver(body, signed(body)) == 200


@pytest.mark.django_db
def test_a_kind_that_tells_us_nothing_is_kept_and_done() -> None:
    body = written(event("some.news", {"id": "x_1", "object": "news"}))

    assert (deliver(body, signed(body)), rows()) == (200, [("evt_1", "some.news", "", True)])


@pytest.mark.django_db
def test_a_thin_event_is_kept_in_the_same_row() -> None:
    body = written(thin("v1.payment_intent.succeeded", {"id": "pi_1", "type": "payment_intent", "url": "/"}))

    assert deliver(body, signed(body)) == 200
    assert rows() == [("evt_thin", "payment_intent.succeeded", "pi_1", False)]


@pytest.mark.django_db
def test_only_a_row_that_could_not_be_written_is_a_500() -> None:
    body = written(event())

    def full(*_: Any) -> None:
        raise OperationalError("the disk is full")

    with connection.execute_wrapper(full):
        answer = deliver(body, signed(body))

    assert (answer, rows()) == (500, [])


def test_the_short_way_is_the_way_of_the_route() -> None:
    assert reverse("gifts:webhook") == ADDRESS == middleware.ADDRESS


@pytest.mark.django_db
def test_a_refused_message_is_logged_by_its_reason_alone(caplog: pytest.LogCaptureFixture) -> None:
    body = written(event(about={"id": "pi_1", "object": "payment_intent", "name": "Maria"}))

    deliver(body, signed(body, "whsec_other"))

    [said] = [record.getMessage() for record in caplog.records if "webhook_refused" in record.getMessage()]
    assert "wrong signature" in said
    assert "Maria" not in caplog.text


@pytest.mark.django_db
def test_nobody_reads_the_address() -> None:
    assert Client().get(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_a_message_larger_than_any_of_stripes_is_refused(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = written(event())

    assert (deliver(body, signed(body)), rows()) == (400, [])


INVOICE = {"id": "in_1", "object": "invoice", "parent": {"subscription_details": {"subscription": "sub_1"}}}
LINK = {
    "id": "inpay_1",
    "object": "invoice_payment",
    "payment": {"type": "payment_intent", "payment_intent": "pi_1"},
}


def of(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": "x_1", "object": kind, **more}


ROOTS = [
    ("checkout.session.completed", of("checkout.session", id="cs_1"), "cs_1"),
    ("payment_intent.processing", of("payment_intent", id="pi_1"), "pi_1"),
    ("charge.refunded", of("charge", payment_intent="pi_1"), "pi_1"),
    ("charge.updated", of("charge", payment_intent=None), ""),
    ("refund.failed", of("refund", payment_intent="pi_1"), "pi_1"),
    ("charge.dispute.closed", of("dispute", payment_intent="pi_1"), "pi_1"),
    ("radar.early_fraud_warning.created", of("radar.early_fraud_warning", payment_intent="pi_1"), "pi_1"),
    ("invoice.paid", INVOICE, "sub_1"),
    ("invoice.voided", of("invoice", parent=None), ""),
    ("invoice_payment.paid", LINK, "pi_1"),
    ("customer.subscription.deleted", of("subscription", id="sub_1"), "sub_1"),
    ("mandate.updated", of("mandate"), ""),
    ("payment_method.automatically_updated", of("payment_method"), ""),
    ("payout.reconciliation_completed", of("payout", id="po_1"), "po_1"),
]


@pytest.mark.parametrize(("kind", "about", "root"), ROOTS, ids=[case[0] for case in ROOTS])
def test_every_kind_names_its_root(kind: str, about: dict[str, Any], root: str) -> None:
    assert kind in SUBSCRIBED
    assert event_facts(event(kind, about)).root == root


def test_invoice_created_is_not_subscribed_since_it_would_hold_invoices_back() -> None:
    assert "invoice.created" not in SUBSCRIBED
