"""From an event to the root whose books must be read again, by the event alone.

Roots are payments (pi_), sessions (cs_), subscriptions (sub_) and payouts (po_); and customers (cus_), whose
card serves each subscription of theirs. A thin event names only its
own object; where that is no root, its id stands in until `find_root` asks Stripe whose it is.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from gifts.gateway.client import Json, read, read_all
from gifts.gateway.facts import EventFacts
from gifts.gateway.payments import subscription_of_invoice

SUBSCRIBED = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "charge.updated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "radar.early_fraud_warning.created",
    "invoice.finalized",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "invoice_payment.paid",
    "customer.updated",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "mandate.updated",
    "payment_method.automatically_updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
    "payout.reconciliation_completed",
)


def _own(data: Json) -> str:
    return str(data["id"])


def _payment(data: Json) -> str:
    return str(data.get("payment_intent") or "")


def _paid(data: Json) -> str:
    return str(data["payment"].get("payment_intent") or "")


def _customer(data: Json) -> str:
    return str(data.get("customer") or "")


ROOTS: dict[str, Callable[[Json], str]] = {
    "checkout.session": _own,
    "payment_intent": _own,
    "subscription": _own,
    "payout": _own,
    "charge": _payment,
    "refund": _payment,
    "dispute": _payment,
    "radar.early_fraud_warning": _payment,
    "invoice": subscription_of_invoice,
    "invoice_payment": _paid,
    "customer": _own,
    "payment_method": _customer,
}
# where to ask for an object that is no root itself
PATHS = {
    "charge": "/v1/charges/",
    "refund": "/v1/refunds/",
    "dispute": "/v1/disputes/",
    "radar.early_fraud_warning": "/v1/radar/early_fraud_warnings/",
    "invoice": "/v1/invoices/",
    "invoice_payment": "/v1/invoice_payments/",
    "payment_method": "/v1/payment_methods/",
}
PREFIXES = {
    "ch": "charge",
    "py": "charge",
    "re": "refund",
    "pyr": "refund",
    "du": "dispute",
    "dp": "dispute",
    "issfr": "radar.early_fraud_warning",
    "in": "invoice",
    "inpay": "invoice_payment",
    "pm": "payment_method",
}


def event_facts(data: Json) -> EventFacts:
    """Return the facts of an event, whole or thin. A kind that tells us nothing has no root."""
    if data["object"] == "v2.core.event":
        about = data.get("related_object") or {}
        root = about.get("id", "") if about.get("type") in ROOTS else ""
        return EventFacts(event_id=data["id"], kind=data["type"].removeprefix("v1."), root=root)
    about = data["data"]["object"]
    find = ROOTS.get(about.get("object", ""))
    return EventFacts(event_id=data["id"], kind=data["type"], root=find(about) if find else "")


def find_root(object_id: str) -> str:
    """Return the root that an object belongs to: itself, or what Stripe answers; empty when it has none.

    Raises: as `stripe_door`; LookupError for an id of a kind that belongs to no root.
    """
    prefix = object_id.partition("_")[0]
    if prefix in {"pi", "cs", "sub", "po", "cus"}:
        return object_id
    kind = PREFIXES[prefix]
    return ROOTS[kind](read(f"{PATHS[kind]}{object_id}"))


def events_since(since: datetime) -> Iterator[EventFacts]:
    """Yield the events that we subscribe to, of the last thirty days at most. Raises: as `stripe_door`."""
    for data in read_all("/v1/events", created={"gte": int(since.timestamp())}):
        if data["type"] in SUBSCRIBED:
            yield event_facts(data)
