"""Invoices that are open: tried by hand, voided, finalised without being collected; and what follows."""

import pytest
import stripe

from stripe_standin.dates import shifted
from tests.standin.giving import DAY, subscribed
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket
HOUR = 3_600
GOOD, BAD = "4242424242424242", "4000000000000341"


def newest(client: stripe.StripeClient, subscription: str) -> stripe.Invoice:
    return client.v1.invoices.list({"subscription": subscription}).data[0]


def state(client: stripe.StripeClient, subscription: str) -> str:
    return client.v1.subscriptions.retrieve(subscription).status


def begun(standin: StandIn, client: stripe.StripeClient, *, card: str = GOOD, plus: int = HOUR + 10) -> str:
    """A subscription whose second charge was begun, an hour or so ago."""
    subscription = subscribed(standin, client)
    if card != GOOD:
        standin.control(f"subscription/{subscription}", action="card", card=card)
    item = client.v1.subscription_items.list({"subscription": subscription}).data[0]
    standin.control("clock", to=item.current_period_end + plus)
    return subscription


def test_a_draft_cannot_be_voided_until_it_is_finalised(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = begun(standin, client, plus=10)
    draft = newest(client, subscription)
    with pytest.raises(stripe.InvalidRequestError, match="isn't open"):
        client.v1.invoices.void_invoice(draft.id)
    client.v1.invoices.finalize_invoice(draft.id, {"auto_advance": False})
    client.v1.invoices.void_invoice(draft.id)
    standin.control("clock", advance=3 * HOUR)
    assert (newest(client, subscription).status, state(client, subscription)) == ("void", "active")


def test_a_draft_finalised_by_hand_is_collected_where_it_shall_advance(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = begun(standin, client, plus=10)
    draft = newest(client, subscription)
    client.v1.invoices.finalize_invoice(draft.id)
    standin.control("clock", advance=1)
    assert newest(client, subscription).status == "paid"
    with pytest.raises(stripe.InvalidRequestError, match="already finalized"):
        client.v1.invoices.finalize_invoice(draft.id)


def test_a_void_invoice_ends_past_due_and_is_never_tried_again(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = begun(standin, client, card=BAD)
    open_one = newest(client, subscription)
    assert state(client, subscription) == "past_due"
    client.v1.invoices.void_invoice(open_one.id)
    with pytest.raises(stripe.InvalidRequestError, match="voided"):
        client.v1.invoices.pay(open_one.id)
    standin.control("clock", advance=20 * DAY)
    assert (state(client, subscription), newest(client, subscription).attempt_count) == ("active", 1)


def test_an_older_void_invoice_leaves_a_newer_one_past_due(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("settings", retry_days="60")
    subscription = begun(standin, client, card=BAD)
    older = newest(client, subscription)
    standin.control("clock", to=shifted(older.created, "month", 1) + 2 * HOUR)
    client.v1.invoices.void_invoice(older.id)
    assert (newest(client, subscription).status, state(client, subscription)) == ("open", "past_due")


def test_a_try_by_hand_leaves_the_plan_of_retries_as_it_is(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = begun(standin, client, card=BAD)
    open_one = newest(client, subscription)
    with pytest.raises(stripe.CardError):
        client.v1.invoices.pay(open_one.id)
    tried = newest(client, subscription)
    assert (tried.attempt_count, tried.next_payment_attempt) == (1, open_one.next_payment_attempt)
    standin.control(f"subscription/{subscription}", action="card", card=GOOD)
    client.v1.invoices.pay(open_one.id)
    assert (newest(client, subscription).status, state(client, subscription)) == ("paid", "active")
    standin.control("clock", advance=16 * DAY)
    assert len(standin.truth()["subscriptions"][subscription]["payments"]) == 2


def test_what_a_bank_confirms_cannot_be_voided(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    customer = str(client.v1.subscriptions.retrieve(subscription).customer)
    standin.control(f"customer/{customer}/card", method="ach")
    bank = client.v1.customers.retrieve(customer).invoice_settings
    assert bank is not None
    client.v1.subscriptions.update(subscription, {"default_payment_method": str(bank.default_payment_method)})
    item = client.v1.subscription_items.list({"subscription": subscription}).data[0]
    standin.control("clock", to=item.current_period_end + HOUR + 10)
    with pytest.raises(stripe.InvalidRequestError, match="processing"):
        client.v1.invoices.void_invoice(newest(client, subscription).id)


def test_another_rhythm_with_a_trial_charges_nothing_until_its_end(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    item = client.v1.subscription_items.list({"subscription": subscription}).data[0]
    due = item.current_period_end
    client.v1.subscriptions.update(subscription, {
        "items": [{"id": item.id, "price_data": {"currency": "usd", "product": str(item.price.product),
                   "unit_amount": 9000, "recurring": {"interval": "month", "interval_count": 3}}}],
        "trial_end": due,
        "proration_behavior": "none",
    })  # fmt: skip
    assert [one.amount_due for one in client.v1.invoices.list({"subscription": subscription}).data] == [
        0,
        2500,
    ]
    standin.control("clock", to=due + HOUR + 10)
    assert (newest(client, subscription).status, newest(client, subscription).amount_paid) == ("paid", 9000)
    moved = client.v1.subscription_items.list({"subscription": subscription}).data[0]
    assert moved.current_period_end == shifted(due, "month", 3)
