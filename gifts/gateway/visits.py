"""Checkout sessions as they ended; `gifts.gateway.sessions` makes them."""

from gifts.gateway import labels
from gifts.gateway.client import Json, read
from gifts.gateway.facts import SessionFacts
from gifts.gateway.payments import labelled
from gifts.models import Checkout

STATES = {
    "open": Checkout.State.OPEN,
    "complete": Checkout.State.COMPLETED,
    "expired": Checkout.State.EXPIRED,
}


def read_session(session_id: str) -> SessionFacts:
    """Return a session as it stands: one read. Raises: as `stripe_door`."""
    return session_facts(read(f"/v1/checkout/sessions/{session_id}"))


def session_facts(data: Json) -> SessionFacts:
    """Return the facts of one."""
    return SessionFacts(
        session_id=data["id"],
        checkout_id=labelled(data, labels.CHECKOUT),
        state=STATES[data["status"]],
        payment_id=data["payment_intent"] or "",
        subscription_id=data["subscription"] or "",
    )
