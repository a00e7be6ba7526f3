"""Giving money back at Stripe."""

from decimal import Decimal
from uuid import UUID

from gifts.gateway import labels
from gifts.gateway.amounts import to_minor
from gifts.gateway.client import read_all, stripe_door
from gifts.gateway.payments import labelled


def create_refund(
    *, our_id: UUID, attempt: int, payment_id: str, amount: Decimal, currency: str, reason: str
) -> str:
    """Ask Stripe for a refund and return its id. The same row and attempt again make no second one.

    Raises: as `stripe_door`.
    """
    with stripe_door() as client:
        made = client.v1.refunds.create(
            {
                "payment_intent": payment_id,
                "amount": to_minor(amount, currency),
                "metadata": {labels.REFUND: str(our_id)},
                **({"reason": reason} if reason else {}),
            },
            {"idempotency_key": f"refund:{our_id}:{attempt}"},
        )
    return made.id


def find_refund(*, our_id: UUID, payment_id: str) -> str:
    """Return the id of the refund that one of our rows asked for; empty when Stripe made none.

    Raises: as `stripe_door`.
    """
    for data in read_all("/v1/refunds", payment_intent=payment_id):
        if labelled(data, labels.REFUND) == our_id:
            return str(data["id"])
    return ""
