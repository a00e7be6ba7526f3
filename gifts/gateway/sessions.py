"""Making a Checkout session: the visit to Stripe's page that a donor is sent to.

What is sent depends on our row alone, never on the moment: the same key with other parameters is refused.
Parameters: https://docs.stripe.com/api/checkout/sessions/create (read 2026-11)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItemPriceData

from core.clock import moment
from gifts.gateway import labels
from gifts.gateway.amounts import to_minor
from gifts.gateway.client import read_all, stripe_door
from gifts.models import Frequency

# on a card statement after the account's own prefix: it must tell a reader nothing
SUFFIX = "GIVING"
EVERY: dict[str, tuple[Literal["month", "year"], int]] = {
    Frequency.MONTHLY: ("month", 1),
    Frequency.QUARTERLY: ("month", 3),
    Frequency.ANNUALLY: ("year", 1),
}
LOOK_BACK = timedelta(minutes=5)  # Stripe's clock and ours


@dataclass(frozen=True)
class Order:
    """What a session is for. `product_id` is the fund's; without one, Stripe makes a product of the name."""

    checkout_id: UUID
    attempt: int
    amount: Decimal
    currency: str
    frequency: str
    product_id: str
    product_name: str
    email: str
    language: str
    success_url: str
    cancel_url: str


@dataclass(frozen=True)
class MadeSession:
    """Where the donor goes, and until when."""

    session_id: str
    url: str
    expires_at: datetime


def create_session(order: Order) -> MadeSession:
    """Make the session of a row and attempt; the same again is the same session. Raises: as `stripe_door`."""
    with stripe_door() as client:
        made = client.v1.checkout.sessions.create(
            _params(order), {"idempotency_key": f"checkout:{order.checkout_id}:{order.attempt}"}
        )
    return MadeSession(made.id, made.url or "", moment(made.expires_at))


def find_session(checkout_id: UUID, *, since: datetime) -> MadeSession | None:
    """Return the open session that Stripe made for a row although it answered 500; None when there is none.

    Raises: as `stripe_door`.
    """
    window = {"gte": int((since - LOOK_BACK).timestamp())}
    for data in read_all("/v1/checkout/sessions", created=window, status="open"):
        if data["metadata"].get(labels.CHECKOUT) == str(checkout_id):
            return MadeSession(data["id"], data["url"], moment(data["expires_at"]))
    return None


def expire_session(session_id: str) -> None:
    """Close the page of a session that nobody shall pay any more. Raises: as `stripe_door`."""
    with stripe_door() as client:
        client.v1.checkout.sessions.expire(session_id)


def _params(order: Order) -> SessionCreateParams:
    label = {labels.CHECKOUT: str(order.checkout_id)}
    params: SessionCreateParams = {
        "line_items": [{"quantity": 1, "price_data": _price(order)}],
        "client_reference_id": str(order.checkout_id),
        "metadata": label,
        "customer_email": order.email,
        "billing_address_collection": "auto",
        "locale": "es" if order.language == "es" else "en",
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
    }
    if order.frequency == Frequency.ONCE:
        # no receipt_email: the receipt is ours
        params["mode"] = "payment"
        params["submit_type"] = "donate"
        params["customer_creation"] = "always"
        params["payment_intent_data"] = {"metadata": label, "statement_descriptor_suffix": SUFFIX}
    else:
        params["mode"] = "subscription"
        params["subscription_data"] = {"metadata": label}
    return params


def _price(order: Order) -> SessionCreateParamsLineItemPriceData:
    price: SessionCreateParamsLineItemPriceData = {
        "currency": order.currency,
        "unit_amount": to_minor(order.amount, order.currency),
    }
    if order.product_id:
        price["product"] = order.product_id
    else:
        price["product_data"] = {"name": order.product_name}
    if order.frequency != Frequency.ONCE:
        interval, count = EVERY[order.frequency]
        price["recurring"] = {"interval": interval, "interval_count": count}
    return price
