"""What the tests do again and again: ask for a session, pay it."""

from typing import Any

import stripe

from tests.standin.process import StandIn

MONTH = 31 * 86_400
DAY = 86_400


def session(client: stripe.StripeClient, amount: int = 2500, **more: Any) -> stripe.checkout.Session:
    price: Any = {"currency": "usd", "product_data": {"name": "A gift"}, "unit_amount": amount}
    if more.get("mode") == "subscription":
        price["recurring"] = more.pop("recurring", {"interval": "month"})
    params: Any = {
        "mode": "payment",
        "success_url": "http://127.0.0.1:9/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:9/give",
        "line_items": [{"price_data": price, "quantity": 1}],
        **more,
    }
    return client.v1.checkout.sessions.create(params)


def paid(standin: StandIn, client: stripe.StripeClient, amount: int = 2500, **data: Any) -> str:
    """The id of a payment intent that was paid through Checkout."""
    made = session(client, amount)
    result = standin.control(f"pay/{made.id}", **{"email": "ann@example.org", "name": "Ann", **data})
    return str(result["payment_intent"])


def subscribed(standin: StandIn, client: stripe.StripeClient, amount: int = 2500, **more: Any) -> str:
    """The id of a subscription whose first payment went through."""
    made = session(client, amount, mode="subscription", **more)
    result = standin.control(f"pay/{made.id}", email="ann@example.org", name="Ann")
    return str(result["subscription"])


def charge_of(client: stripe.StripeClient, intent: str) -> stripe.Charge:
    found = client.v1.payment_intents.retrieve(intent, {"expand": ["latest_charge.balance_transaction"]})
    charge = found.latest_charge
    assert isinstance(charge, stripe.Charge)
    return charge


def lines(client: stripe.StripeClient, **filters: Any) -> list[tuple[str, int, int, int]]:
    """(type, amount, fee, net) of balance transactions, oldest first."""
    params: Any = {"limit": 100, **filters}
    found = client.v1.balance_transactions.list(params).data
    return [(line.type, line.amount, line.fee, line.net) for line in reversed(found)]
