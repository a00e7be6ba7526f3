"""Payments: one read gives the payment, its charge, refunds and their movements.

A second follows for disputes or for the subscription behind it, where there is one.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from core.clock import moment
from gifts.gateway import labels
from gifts.gateway.amounts import from_minor
from gifts.gateway.client import Json, read, read_all
from gifts.gateway.facts import DisputeFacts, PaymentFacts, RefundFacts, Standing, TransactionFacts
from gifts.gateway.transactions import transaction_facts
from gifts.models import Refund

MOVEMENTS = ("balance_transaction", "failure_balance_transaction")
CHARGE = [*MOVEMENTS, *(f"refunds.data.{name}" for name in MOVEMENTS)]
DELAYED = {"us_bank_account", "ach_debit", "sepa_debit", "acss_debit", "bacs_debit", "au_becs_debit"}
REFUND_STATES = {
    "pending": Refund.State.PENDING,
    "requires_action": Refund.State.PENDING,
    "succeeded": Refund.State.SUCCEEDED,
    "failed": Refund.State.FAILED,
    "canceled": Refund.State.CANCELED,
}
NO_MONEY = {"prevented"}  # a dispute that Stripe turned into a refund before it began


def read_payment(payment_id: str, *, every_charge: bool = False) -> PaymentFacts:
    """Return a payment as it stands. Two or three reads; more only with over ten refunds.

    `every_charge` reads earlier ones too: a debit that failed after it had succeeded moved money, and may
    have been tried again since.

    Raises: as `stripe_door`.
    """
    data = read(f"/v1/payment_intents/{payment_id}", expand=[f"latest_charge.{name}" for name in CHARGE])
    latest = data["latest_charge"]
    charges = [latest] if latest else []
    if latest and every_charge:
        path = [f"data.{name}" for name in MOVEMENTS]
        earlier = read_all("/v1/charges", payment_intent=payment_id, expand=path)
        charges += [charge for charge in earlier if charge["id"] != latest["id"]]
    refunds = _refunds(payment_id, latest) if latest else []
    disputes = _disputes(payment_id) if any(charge["disputed"] for charge in charges) else []
    checkout_id = labelled(data, labels.CHECKOUT)
    invoice = {} if checkout_id else invoice_of_payment(payment_id)
    return payment_facts(data, charges, refunds, disputes, checkout_id, invoice)


def payment_facts(
    data: Json,
    charges: list[Json],
    refunds: list[Json],
    disputes: list[Json],
    checkout_id: UUID | None,
    invoice: Json,
) -> PaymentFacts:
    """Return the facts of what was read; the first charge is the latest, the invoice may be empty."""
    latest: Json = charges[0] if charges else {}
    payer = latest.get("billing_details") or {}
    transactions = tuple(_transactions(charges, refunds, disputes))
    currency = data["currency"]
    return PaymentFacts(
        payment_id=data["id"],
        standing=_standing(data, latest, transactions),
        amount=from_minor(data["amount_received"] or data["amount"], currency),
        currency=currency,
        method=_method(latest),
        charge_id=latest.get("id", ""),
        charged_at=moment(latest["created"]) if latest else None,
        # the database keeps no NUL, and a payment must not fail for a name
        payer_name=(payer.get("name") or "").replace("\x00", "")[:200],
        payer_email=(payer.get("email") or data["receipt_email"] or "").lower()[:254],
        customer_id=data["customer"] or "",
        checkout_id=checkout_id,
        subscription_id=subscription_of_invoice(invoice),
        product_id=product_of_invoice(invoice),
        refunds=tuple(refund_facts(refund) for refund in refunds),
        disputes=tuple(_dispute_facts(dispute) for dispute in disputes),
        transactions=transactions,
    )


def invoice_of_payment(payment_id: str) -> Json:
    """Return the invoice that a payment pays; empty when there is none.

    Since endive only InvoicePayments join the two.
    """
    wanted = {"type": "payment_intent", "payment_intent": payment_id}
    links = read("/v1/invoice_payments", payment=wanted, limit=1, expand=["data.invoice"])["data"]
    return dict(links[0]["invoice"]) if links else {}


def subscription_of_invoice(invoice: Json) -> str:
    """Return the subscription an invoice belongs to; empty when there is none."""
    details = (invoice.get("parent") or {}).get("subscription_details") or {}
    return str(details.get("subscription") or "")


def product_of_invoice(invoice: Json) -> str:
    """Return the product of an invoice's first line: the fund that its charge is for; empty without one."""
    lines = (invoice.get("lines") or {}).get("data") or [{}]
    price = (lines[0].get("pricing") or {}).get("price_details") or {}
    return str(price.get("product") or "")


def labelled(data: Json, label: str) -> UUID | None:
    """Return the id of ours that an object's metadata carries; None when it is absent or no id."""
    try:
        return UUID((data.get("metadata") or {}).get(label, ""))
    except ValueError:
        return None


def refund_facts(data: Json) -> RefundFacts:
    """Return the facts of one refund."""
    known = set(Refund.Reason.values)
    return RefundFacts(
        refund_id=data["id"],
        our_id=labelled(data, labels.REFUND),
        amount=from_minor(data["amount"], data["currency"]),
        currency=data["currency"],
        reason=data["reason"] if data["reason"] in known else "",
        state=REFUND_STATES.get(data["status"], Refund.State.PENDING),
        made_at=moment(data["created"]),
    )


def _refunds(payment_id: str, charge: Json) -> list[Json]:
    inside = charge["refunds"]
    if not inside["has_more"]:
        return list(inside["data"])
    path = [f"data.{name}" for name in MOVEMENTS]
    return list(read_all("/v1/refunds", payment_intent=payment_id, expand=path))


def _disputes(payment_id: str) -> list[Json]:
    return list(read_all("/v1/disputes", payment_intent=payment_id))


def _dispute_facts(data: Json) -> DisputeFacts:
    state = data["status"]
    due: int | None = (data.get("evidence_details") or {}).get("due_by")
    return DisputeFacts(
        dispute_id=data["id"],
        amount=from_minor(data["amount"], data["currency"]),
        currency=data["currency"],
        state=state,
        reason=data["reason"],
        is_inquiry=state.startswith("warning_") or state in NO_MONEY,
        opened_at=moment(data["created"]),
        evidence_due_at=_moment(due),
    )


def _moment(timestamp: int | None) -> datetime | None:
    return moment(timestamp) if timestamp else None


def _transactions(
    charges: list[Json], refunds: list[Json], disputes: list[Json]
) -> Iterator[TransactionFacts]:
    for mover in (*charges, *refunds):
        for name in MOVEMENTS:
            if isinstance(mover.get(name), dict):
                yield transaction_facts(mover[name])
    for dispute in disputes:
        for data in dispute["balance_transactions"]:
            yield transaction_facts(data)


def _method(charge: Json) -> str:
    return str((charge.get("payment_method_details") or {}).get("type", ""))[:40]


def _standing(data: Json, latest: Json, transactions: tuple[TransactionFacts, ...]) -> Standing:
    """A failed debit stays a gift that failed: whoever saw it processing must find it in the same state."""
    if data["status"] == "succeeded":
        return Standing.ARRIVED
    if data["status"] == "processing":
        return Standing.PROCESSING
    tried = latest and latest["status"] == "failed" and _method(latest) in DELAYED
    return Standing.FAILED if tried or transactions else Standing.NOTHING
