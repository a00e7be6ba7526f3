"""Subscriptions: recurring gifts as Stripe knows them."""

from collections.abc import Iterator
from datetime import datetime

from core.clock import moment
from gifts.gateway import labels
from gifts.gateway.amounts import from_minor
from gifts.gateway.client import Json, read, read_all, stripe_door
from gifts.gateway.facts import SubscriptionFacts
from gifts.gateway.payments import labelled
from gifts.models import Frequency, RecurringGift

State = RecurringGift.State
STATES = {
    "incomplete": State.PENDING,
    "active": State.ACTIVE,
    "trialing": State.ACTIVE,  # a trial is how a charge is moved to another day
    "paused": State.ACTIVE,
    "past_due": State.PAST_DUE,
    "unpaid": State.PAST_DUE,
    "canceled": State.CANCELLED,
    "incomplete_expired": State.CANCELLED,
}
MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "year": 12}


def read_subscription(subscription_id: str) -> SubscriptionFacts:
    """Return a subscription as it stands, with the payment of its newest invoice: one read.

    Raises: as `stripe_door`.
    """
    return subscription_facts(
        read(f"/v1/subscriptions/{subscription_id}", expand=["latest_invoice.payments"])
    )


def cancel_subscription(subscription_id: str) -> None:
    """End a subscription now: nothing is charged after it. One that has ended stays ended.

    Raises: as `stripe_door`.
    """
    with stripe_door() as client:
        client.v1.subscriptions.cancel(
            subscription_id,
            {"invoice_now": False, "prorate": False},
            {"idempotency_key": f"cancel:{subscription_id}"},
        )


def all_subscriptions() -> Iterator[SubscriptionFacts]:
    """Yield every subscription there ever was. Raises: as `stripe_door`."""
    for data in read_all("/v1/subscriptions", status="all", expand=["data.latest_invoice.payments"]):
        yield subscription_facts(data)


def subscription_facts(data: Json) -> SubscriptionFacts:
    """Return the facts of one. Its period stands on its item, since endive."""
    item = data["items"]["data"][0]
    price = item["price"]
    state = STATES[data["status"]]
    ends = bool(data["cancel_at_period_end"] or data["cancel_at"])
    pause = data["pause_collection"]
    is_over = state == State.CANCELLED
    return SubscriptionFacts(
        subscription_id=data["id"],
        customer_id=data["customer"],
        checkout_id=labelled(data, labels.CHECKOUT),
        amount=from_minor((price["unit_amount"] or 0) * item["quantity"], data["currency"]),
        currency=data["currency"],
        frequency=frequency_of(price["recurring"]["interval"], price["recurring"]["interval_count"]),
        state=state,
        is_paused=pause is not None and not is_over,
        paused_until=_moment((pause or {}).get("resumes_at")),
        cancels_at_period_end=ends and not is_over,
        started_at=moment(data["start_date"]),
        next_charge_at=None if is_over or ends else moment(item["current_period_end"]),
        cancelled_at=moment(data["ended_at"] or data["canceled_at"] or data["created"]) if is_over else None,
        latest_payment_id=_payment_of(data["latest_invoice"]),
    )


def frequency_of(interval: str, count: int) -> Frequency:
    """Return the rhythm of ours that is nearest: one made at Stripe's own desk may have any."""
    months = MONTHS[interval] * count
    if months < 2:
        return Frequency.MONTHLY
    return Frequency.QUARTERLY if months < 7 else Frequency.ANNUALLY


def _moment(timestamp: int | None) -> datetime | None:
    return moment(timestamp) if timestamp else None


def _payment_of(invoice: Json | str | None) -> str:
    if not isinstance(invoice, dict):
        return ""
    links = (invoice.get("payments") or {}).get("data", [])
    found = [link["payment"].get("payment_intent") for link in links]
    return str(next((name for name in found if name), ""))
