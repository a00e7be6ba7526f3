"""Subscriptions on a clock that moves."""

from datetime import UTC, datetime

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from stripe_standin.dates import moment, next_on_anchor, shifted, stamp
from tests.standin.giving import DAY, MONTH, session, subscribed
from tests.standin.process import StandIn
from tests.standin.receiver import Receiver

pytestmark = pytest.mark.enable_socket
HOUR = 3600


def read(client: stripe.StripeClient, subscription: str) -> stripe.Subscription:
    return client.v1.subscriptions.retrieve(subscription)


def item_of(client: stripe.StripeClient, subscription: str) -> stripe.SubscriptionItem:
    found: stripe.SubscriptionItem = read(client, subscription)["items"].data[0]
    return found


def invoices(client: stripe.StripeClient, subscription: str) -> list[tuple[str | None, str | None, int]]:
    """(reason, status, amount paid), oldest first."""
    found = client.v1.invoices.list({"subscription": subscription, "limit": 100}).data
    return [(i.billing_reason, i.status, i.amount_paid) for i in reversed(found)]


def to_period_end(
    standin: StandIn, client: stripe.StripeClient, subscription: str, plus: int = HOUR + 1
) -> None:
    """Moves the clock past the renewal and the hour its invoice stays a draft."""
    standin.control("clock", to=item_of(client, subscription).current_period_end + plus)


def day(text: str) -> int:
    return stamp(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_month_after_31_january_is_the_last_of_february_and_then_31_march() -> None:
    anchor = day("2027-01-31T09:30:00")
    feb = next_on_anchor(anchor, anchor, "month", 1)
    march = next_on_anchor(anchor, feb, "month", 1)
    assert [feb, march] == [day("2027-02-28T09:30:00"), day("2027-03-31T09:30:00")]


def test_a_leap_day_comes_back_after_four_years() -> None:
    anchor = day("2028-02-29T00:00:00")
    assert moment(shifted(anchor, "year", 1)).date().isoformat() == "2029-02-28"
    assert moment(shifted(anchor, "year", 4)).date().isoformat() == "2032-02-29"


@given(
    anchor=st.integers(day("2000-01-01"), day("2060-01-01")),
    ahead=st.integers(0, 20 * 366 * DAY),
    interval=st.sampled_from(["day", "week", "month", "year"]),
    count=st.integers(1, 12),
)
def test_the_next_date_is_the_first_on_the_grid_after_the_moment(
    anchor: int, ahead: int, interval: str, count: int
) -> None:
    found = next_on_anchor(anchor, anchor + ahead, interval, count)
    grid = [shifted(anchor, interval, count * n) for n in range(2 + ahead // (count * DAY))]
    assert found == next(at for at in grid if at > anchor + ahead)


def test_the_first_payment_makes_it_active(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client, mode="subscription", subscription_data={"metadata": {"gift": "7"}})
    result = standin.control(f"pay/{made.id}", email="ann@example.org")
    subscription = read(client, result["subscription"])
    assert (subscription.status, subscription.metadata["gift"]) == ("active", "7")
    assert subscription.default_payment_method is not None
    done = client.v1.checkout.sessions.retrieve(made.id)
    assert (done.subscription, done.payment_intent, done.payment_status) == (subscription.id, None, "paid")
    assert done.customer == subscription.customer
    assert invoices(client, subscription.id) == [("subscription_create", "paid", 2500)]


def test_an_invoice_names_its_payment_through_invoice_payments(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    invoice = str(read(client, subscription).latest_invoice)
    link = client.v1.invoice_payments.list({"invoice": invoice}).data[0]
    intent = str(link.payment.payment_intent)
    assert client.v1.payment_intents.retrieve(intent).status == "succeeded"
    back = client.v1.invoice_payments.list({"payment": {"type": "payment_intent", "payment_intent": intent}})
    assert [found.invoice for found in back.data] == [invoice]
    expanded = client.v1.invoices.retrieve(invoice, {"expand": ["payments"]})
    assert expanded.payments is not None
    assert [found.id for found in expanded.payments.data] == [link.id]


def test_it_renews_on_its_day_and_the_invoice_waits_an_hour(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    to_period_end(standin, client, subscription, plus=10)
    assert invoices(client, subscription)[1:] == [("subscription_cycle", "draft", 0)]
    standin.control("clock", advance=HOUR)
    assert invoices(client, subscription)[1:] == [("subscription_cycle", "paid", 2500)]


def test_a_year_brings_twelve_renewals(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    start = read(client, subscription).start_date
    standin.control("clock", to=shifted(start, "month", 12) + HOUR + 1)
    assert len(invoices(client, subscription)) == 13
    assert standin.truth()["subscriptions"][subscription]["charged"] == 13 * 2500


@pytest.mark.parametrize(
    ("recurring", "months"), [({"interval": "month", "interval_count": 3}, 3), ({"interval": "year"}, 12)]
)
def test_quarterly_and_annual_gifts_keep_their_distance(
    standin: StandIn, client: stripe.StripeClient, recurring: dict[str, object], months: int
) -> None:
    subscription = subscribed(standin, client, recurring=recurring)
    item = item_of(client, subscription)
    assert item.current_period_end == shifted(item.current_period_start, "month", months)


def test_a_refused_card_leaves_no_subscription(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client, mode="subscription")
    assert standin.control(f"pay/{made.id}", card="4000000000000002")["state"] == "declined"
    assert client.v1.subscriptions.list({"status": "all"}).data == []
    assert standin.control(f"pay/{made.id}")["state"] == "complete"


def test_the_bank_may_ask_before_a_recurring_gift(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client, mode="subscription")
    result = standin.control(f"pay/{made.id}", card="4000002500003155", confirm="yes")
    assert read(client, result["subscription"]).status == "active"


def test_failed_renewals_are_tried_again_and_end_it(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    standin.control(f"subscription/{subscription}", action="card", card="4000000000000341")
    to_period_end(standin, client, subscription)
    assert read(client, subscription).status == "past_due"
    invoice = client.v1.invoices.retrieve(str(read(client, subscription).latest_invoice))
    assert (invoice.status, invoice.attempt_count) == ("open", 1)
    assert invoice.next_payment_attempt is not None
    standin.control("clock", advance=16 * DAY)
    ended = read(client, subscription)
    assert ended.status == "canceled"
    assert ended.cancellation_details is not None
    assert ended.cancellation_details.reason == "payment_failed"
    assert client.v1.invoices.retrieve(invoice.id).attempt_count == 4


def test_a_new_card_saves_a_past_due_gift_at_the_next_try(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    standin.control(f"subscription/{subscription}", action="card", card="4000000000000341")
    to_period_end(standin, client, subscription)
    standin.control(f"subscription/{subscription}", action="card", card="4242424242424242")
    standin.control("clock", advance=3 * DAY + 1)
    assert read(client, subscription).status == "active"
    assert invoices(client, subscription)[1:] == [("subscription_cycle", "paid", 2500)]


def test_retries_may_end_in_unpaid_instead(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("settings", retries_end="unpaid", retry_days="1")
    subscription = subscribed(standin, client)
    standin.control(f"subscription/{subscription}", action="card", card="4000000000000341")
    to_period_end(standin, client, subscription, plus=3 * DAY)
    assert read(client, subscription).status == "unpaid"


def test_another_amount_counts_from_the_next_renewal(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    item = item_of(client, subscription)
    client.v1.subscription_items.update(item.id, {
        "price_data": {"currency": "usd", "product": str(item.price.product), "unit_amount": 4000,
                       "recurring": {"interval": "month"}},
        "proration_behavior": "none",
    })  # fmt: skip
    assert item_of(client, subscription).current_period_end == item.current_period_end
    to_period_end(standin, client, subscription)
    assert invoices(client, subscription) == [
        ("subscription_create", "paid", 2500), ("subscription_cycle", "paid", 4000),
    ]  # fmt: skip


def test_prorations_are_not_pretended(standin: StandIn, client: stripe.StripeClient) -> None:
    item = item_of(client, subscribed(standin, client))
    with pytest.raises(stripe.APIError) as caught:
        client.v1.subscription_items.update(item.id, {"quantity": 2})
    assert caught.value.http_status == 501


def test_a_trial_moves_the_next_payment_and_the_days_after_it(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    moved = item_of(client, subscription).current_period_end + 10 * DAY
    client.v1.subscriptions.update(subscription, {"trial_end": moved, "proration_behavior": "none"})
    assert (read(client, subscription).status, item_of(client, subscription).current_period_end) == (
        "trialing", moved,
    )  # fmt: skip
    standin.control("clock", to=moved + HOUR + 1)
    assert read(client, subscription).status == "active"
    assert invoices(client, subscription)[-1] == ("subscription_cycle", "paid", 2500)
    assert item_of(client, subscription).current_period_end == shifted(moved, "month", 1)


def test_a_paused_gift_voids_its_invoices_until_it_resumes(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    ends = item_of(client, subscription).current_period_end
    client.v1.subscriptions.update(
        subscription, {"pause_collection": {"behavior": "void", "resumes_at": ends + 5 * DAY}}
    )
    to_period_end(standin, client, subscription)
    assert invoices(client, subscription)[-1] == ("subscription_cycle", "void", 0)
    standin.control("clock", to=ends + 5 * DAY + 1)
    assert read(client, subscription).pause_collection is None
    to_period_end(standin, client, subscription)
    assert invoices(client, subscription)[-1] == ("subscription_cycle", "paid", 2500)


def test_a_gift_can_end_at_the_end_of_its_period(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    client.v1.subscriptions.update(subscription, {"cancel_at_period_end": True})
    assert read(client, subscription).status == "active"
    to_period_end(standin, client, subscription)
    assert read(client, subscription).status == "canceled"
    assert len(invoices(client, subscription)) == 1


def test_a_gift_can_end_now(standin: StandIn, client: stripe.StripeClient) -> None:
    subscription = subscribed(standin, client)
    client.v1.subscriptions.cancel(subscription)
    standin.control("clock", advance=2 * MONTH)
    assert len(invoices(client, subscription)) == 1
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.cancel(subscription)
    assert client.v1.subscriptions.list().data == []


def test_an_end_at_the_dashboard_is_told_by_an_event(
    standin: StandIn, client: stripe.StripeClient, receiver: Receiver
) -> None:
    subscription = subscribed(standin, client)
    standin.control(f"subscription/{subscription}", action="cancel")
    assert standin.control("delivery/drain")["done"]
    assert receiver.types[-1] == "customer.subscription.deleted"


def test_a_recurring_bank_debit_is_active_at_once_and_paid_later(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    made = session(client, mode="subscription")
    subscription = standin.control(f"pay/{made.id}", method="ach")["subscription"]
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "unpaid"
    assert invoices(client, subscription) == [("subscription_create", "open", 0)]
    standin.control("clock", advance=7 * DAY)
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"
    assert invoices(client, subscription) == [("subscription_create", "paid", 2500)]


def test_a_failed_recurring_bank_debit_is_tried_again(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client, mode="subscription")
    subscription = standin.control(f"pay/{made.id}", method="ach", account="000222222227")["subscription"]
    standin.control("clock", advance=7 * DAY)
    assert read(client, subscription).status == "past_due"


def test_a_new_card_at_the_portal_is_the_customers_default_only(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    subscription = subscribed(standin, client)
    before = read(client, subscription)
    standin.control(f"customer/{before.customer}/card", card="4000000000000341")
    customer = client.v1.customers.retrieve(str(before.customer))
    assert customer.invoice_settings is not None
    assert customer.invoice_settings.default_payment_method not in (None, before.default_payment_method)
    assert read(client, subscription).default_payment_method == before.default_payment_method
