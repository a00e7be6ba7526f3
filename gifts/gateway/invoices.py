"""Invoices of recurring gifts: ending those that are open, and trying one again."""

from contextlib import suppress

from gifts.gateway.client import NotAtStripe, StripeRefused, read, read_all, stripe_door


def close_invoices(subscription_id: str, *, key: str) -> None:
    """End every charge of a subscription that was begun and not paid: nothing of it is tried again.

    A draft cannot be voided: it is finalised without being collected, then voided. What a bank confirms at
    this moment stays. Twice is once.

    Source: docs.stripe.com/billing/subscriptions/pause-payment, /api/invoices/void (read 2026-11).
    Raises: as `stripe_door`.
    """
    for status in ("draft", "open"):
        for data in read_all("/v1/invoices", subscription=subscription_id, status=status):
            with suppress(StripeRefused, NotAtStripe):  # paid or ended since it was listed
                void_invoice(data["id"], is_draft=status == "draft", key=key)


def void_invoice(invoice_id: str, *, is_draft: bool = False, key: str) -> None:
    """End one open invoice. Raises: as `stripe_door`."""
    with stripe_door() as client:
        invoices = client.v1.invoices
        if is_draft:
            invoices.finalize_invoice(
                invoice_id, {"auto_advance": False}, {"idempotency_key": f"{key}:finalize:{invoice_id}"}
            )
        invoices.void_invoice(invoice_id, {}, {"idempotency_key": f"{key}:void:{invoice_id}"})


def give_up_invoice(invoice_id: str, *, key: str) -> None:
    """End an invoice if it is open still; one that was paid or ended meanwhile stays so.

    Raises: as `stripe_door`; StripeRefused while a bank confirms a payment of it.
    """
    if read(f"/v1/invoices/{invoice_id}")["status"] == "open":
        void_invoice(invoice_id, key=key)


def pay_invoice(invoice_id: str, *, key: str) -> None:
    """Try an open invoice once more, now, with the card that the subscription uses.

    Raises: as `stripe_door`; StripeRefused with the bank's word when it says no.
    """
    with stripe_door() as client:
        client.v1.invoices.pay(invoice_id, {"off_session": True}, {"idempotency_key": key})
