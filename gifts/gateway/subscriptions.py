"""Subscriptions: recurring gifts as Stripe knows them."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.clock import moment
from gifts.gateway import labels
from gifts.gateway.amounts import from_minor, to_minor
from gifts.gateway.client import Json, read, read_all, stripe_door
from gifts.gateway.facts import InvoiceFacts, MethodFacts, SubscriptionFacts
from gifts.gateway.payments import labelled
from gifts.gateway.sessions import EVERY
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
EXPANDED = (
    "latest_invoice.payments",
    "default_payment_method",
    "customer.invoice_settings.default_payment_method",
)
MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "year": 12}


def read_subscription(subscription_id: str) -> SubscriptionFacts:
    """Return a subscription as it stands, with its newest invoice and its card: one read, two when past due.

    Raises: as `stripe_door`.
    """
    return subscription_facts(read(f"/v1/subscriptions/{subscription_id}", expand=list(EXPANDED)))


def update_subscription(subscription_id: str, params: Json, *, key: str) -> None:
    """Tell Stripe what shall be otherwise; `params` were made by one of the functions below and kept.

    Raises: as `stripe_door`.
    """
    with stripe_door() as client:
        told: Any = params
        client.v1.subscriptions.update(subscription_id, told, {"idempotency_key": key})


def cancel_subscription(subscription_id: str) -> None:
    """End a subscription now: nothing is charged after it. Raises: as `stripe_door`."""
    with stripe_door() as client:
        client.v1.subscriptions.cancel(subscription_id, {"invoice_now": False, "prorate": False})


def another_price(*, item_id: str, product_id: str, amount: Decimal, currency: str, frequency: str) -> Json:
    """Return the change to another amount, fund or rhythm, from the next charge on."""
    interval, count = EVERY[frequency]
    price = {
        "currency": currency,
        "product": product_id,
        "unit_amount": to_minor(amount, currency),
        "recurring": {"interval": interval, "interval_count": count},
    }
    return {"items": [{"id": item_id, "price_data": price}], "proration_behavior": "none"}


def another_date(at: datetime) -> Json:
    """Return the change that puts the next charge, and the grid of all after it, at a moment.

    Source: docs.stripe.com/billing/subscriptions/billing-cycle, "Use trial_end" (read 2026-11).
    """
    return {"trial_end": int(at.timestamp()), "proration_behavior": "none"}


def a_pause(until: datetime) -> Json:
    """Return the change that lets every charge fall out until a moment."""
    return {"pause_collection": {"behavior": "void", "resumes_at": int(until.timestamp())}}


def no_pause() -> Json:
    """Return the change that ends a pause."""
    return {"pause_collection": ""}


def an_end(at: datetime | None) -> Json:
    """Return the change that lets Stripe end it by itself, or no more."""
    return {"cancel_at": int(at.timestamp()) if at else "", "proration_behavior": "none"}


def another_method(method_id: str) -> Json:
    """Return the change to another card."""
    return {"default_payment_method": method_id}


def all_subscriptions() -> Iterator[SubscriptionFacts]:
    """Yield every subscription there ever was. Raises: as `stripe_door`."""
    for data in read_all("/v1/subscriptions", status="all", expand=[f"data.{name}" for name in EXPANDED]):
        yield subscription_facts(data)


def subscription_facts(data: Json) -> SubscriptionFacts:
    """Return the facts of one. Its period stands on its item, since endive. One read where it is past due."""
    item = data["items"]["data"][0]
    price = item["price"]
    state = STATES[data["status"]]
    is_over = state == State.CANCELLED
    ends_at = None if is_over else _moment(data["cancel_at"])
    began_at, due_at = moment(item["current_period_start"]), moment(item["current_period_end"])
    next_charge_at = None if is_over or (ends_at and ends_at <= due_at) else due_at
    is_failing = state == State.PAST_DUE and not _is_confirming(data["latest_invoice"])
    invoice = invoice_facts(data["latest_invoice"], is_failing=is_failing)
    pause = data["pause_collection"]
    own = data["default_payment_method"]
    newest = data["customer"]["invoice_settings"]["default_payment_method"]
    return SubscriptionFacts(
        subscription_id=data["id"],
        item_id=item["id"],
        customer_id=data["customer"]["id"],
        checkout_id=labelled(data, labels.CHECKOUT),
        product_id=price["product"],
        amount=from_minor((price["unit_amount"] or 0) * item["quantity"], data["currency"]),
        currency=data["currency"],
        frequency=frequency_of(price["recurring"]["interval"], price["recurring"]["interval_count"]),
        state=state,
        is_paused=pause is not None and not is_over,
        paused_until=None if is_over else _moment((pause or {}).get("resumes_at")),
        started_at=moment(data["start_date"]),
        anchor_at=moment(data["billing_cycle_anchor"]),
        period_began_at=began_at,
        next_charge_at=began_at if invoice.is_coming else next_charge_at,
        ends_at=ends_at,
        cancelled_at=moment(data["ended_at"] or data["canceled_at"] or data["created"]) if is_over else None,
        ended_for=_ended_for(data) if is_over else RecurringGift.Ended.NOT,
        method=method_facts(own or newest),
        newer_method_id=newest["id"] if own and newest and newest["created"] > own["created"] else "",
        invoice=invoice,
    )


def method_facts(data: Json | None) -> MethodFacts:
    """Return the facts of a payment method; empty ones where there is none."""
    if not data:
        return MethodFacts()
    details = data.get(data["type"]) or {}
    year, month = details.get("exp_year"), details.get("exp_month")
    return MethodFacts(
        method_id=data["id"],
        given_at=moment(data["created"]),
        kind=data["type"][:40],
        brand=(details.get("brand") or details.get("bank_name") or "")[:40],
        last4=(details.get("last4") or "")[:4],
        expires_on=date(year, month, monthrange(year, month)[1]) if year and month else None,
    )


def invoice_facts(data: Json | None, *, is_failing: bool) -> InvoiceFacts:
    """Return the facts of the newest invoice; `is_failing` where an open one was tried in vain."""
    if not data:
        return InvoiceFacts()
    is_open = data["status"] == "open"
    return InvoiceFacts(
        invoice_id=data["id"],
        is_coming=data["status"] == "draft" and bool(data["auto_advance"]),
        is_open=is_open,
        amount=from_minor(data["amount_due"], data["currency"]),
        failed_attempts=data["attempt_count"] if is_open and is_failing else 0,
        next_attempt_at=_moment(data["next_payment_attempt"]) if is_open and is_failing else None,
        payment_id=_payment_of(data),
    )


def _payment_of(invoice: Json) -> str:
    links = (invoice.get("payments") or {}).get("data", [])
    found = [link["payment"].get("payment_intent") for link in links]
    return str(next((name for name in found if name), ""))


def _is_confirming(invoice: Json | None) -> bool:
    """Whether a bank confirms what was tried anew of an open invoice: it counts as tried, not as failed."""
    payment_id = _payment_of(invoice) if invoice and invoice["status"] == "open" else ""
    return bool(payment_id) and read(f"/v1/payment_intents/{payment_id}")["status"] == "processing"


def _ended_for(data: Json) -> RecurringGift.Ended:
    """A planned end leaves `cancel_at` behind; the reason, or an open invoice, tells of failed payments."""
    reason = (data["cancellation_details"] or {}).get("reason")
    if reason == "payment_failed" or data["status"] == "incomplete_expired":
        return RecurringGift.Ended.FAILED
    ran_out = data["cancel_at"] and data["ended_at"] and data["ended_at"] >= data["cancel_at"]
    if not ran_out or data["cancel_at_period_end"]:
        return RecurringGift.Ended.ASKED
    last = data["latest_invoice"]
    is_unpaid = last and last["status"] == "open" and last["attempted"] and not _is_confirming(last)
    return RecurringGift.Ended.FAILED if is_unpaid else RecurringGift.Ended.COMPLETED


def frequency_of(interval: str, count: int) -> Frequency:
    """Return the rhythm of ours that is nearest: one made at Stripe's own desk may have any."""
    months = MONTHS[interval] * count
    if months < 2:
        return Frequency.MONTHLY
    return Frequency.QUARTERLY if months < 7 else Frequency.ANNUALLY


def _moment(timestamp: int | None) -> datetime | None:
    return moment(timestamp) if timestamp else None
