"""Balance transactions: every movement of Stripe's balance.

Types: https://docs.stripe.com/reports/balance-transaction-types (read 2026-11)
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from core.clock import moment
from gifts.gateway.amounts import from_minor
from gifts.gateway.client import Json, read, read_all
from gifts.gateway.facts import TransactionFacts
from gifts.models import LedgerLine

Kind = LedgerLine.Kind
KINDS = {
    "charge": Kind.CHARGE,
    "payment": Kind.CHARGE,
    "refund": Kind.REFUND,
    "payment_refund": Kind.REFUND,
    "payment_reversal": Kind.REVERSAL,
    "refund_failure": Kind.REVERSAL,
    "payment_failure_refund": Kind.REVERSAL,
    "stripe_fee": Kind.FEE,
    "stripe_fx_fee": Kind.FEE,
    "tax_fee": Kind.FEE,
    "payout": Kind.PAYOUT,
    "payout_failure": Kind.PAYOUT,
    "payout_cancel": Kind.PAYOUT,
}
DISPUTE_KINDS = {"dispute": Kind.DISPUTE, "dispute_reversal": Kind.REVERSAL}


def transactions_since(since: datetime | None) -> Iterator[TransactionFacts]:
    """Yield every balance transaction made at or after a moment, with its root. Raises: as `stripe_door`."""
    window = {"created": {"gte": int(since.timestamp())}} if since else {}
    yield from _listed(**window)


def transactions_within(since: datetime, until: datetime) -> Iterator[TransactionFacts]:
    """Yield every balance transaction made from one moment to another. Raises: as `stripe_door`."""
    yield from _listed(created={"gte": int(since.timestamp()), "lt": int(until.timestamp())})


def read_transaction(txn_id: str) -> TransactionFacts:
    """Return one balance transaction. Raises: as `stripe_door`."""
    return transaction_facts(read(f"/v1/balance_transactions/{txn_id}", expand=["source"]))


def transactions_of_payout(payout_id: str) -> Iterator[TransactionFacts]:
    """Yield what an automatic payout pays out, itself included. Raises: as `stripe_door`."""
    yield from _listed(payout=payout_id)


def _listed(**filters: Any) -> Iterator[TransactionFacts]:
    for data in read_all("/v1/balance_transactions", expand=["data.source"], **filters):
        yield transaction_facts(data)


def transaction_facts(data: Json) -> TransactionFacts:
    """Return the facts of one; its `source` may be an id, an object or null."""
    source = data["source"]
    currency = data["currency"]
    return TransactionFacts(
        txn_id=data["id"],
        kind=_kind(data),
        stripe_type=data["type"],
        source_id=source["id"] if isinstance(source, dict) else source or "",
        amount=from_minor(data["amount"], currency),
        fee=from_minor(data["fee"], currency),
        net=from_minor(data["net"], currency),
        currency=currency,
        occurred_at=moment(data["created"]),
        available_on=moment(data["available_on"]).date(),
        root=_root(source) if isinstance(source, dict) else "",
    )


def _kind(data: Json) -> Kind:
    if data["type"] == "adjustment":
        return DISPUTE_KINDS.get(data["reporting_category"], Kind.ADJUSTMENT)
    return KINDS.get(data["type"], Kind.ADJUSTMENT)


def _root(source: Json) -> str:
    """A payout is its own root; charges, refunds and disputes name their payment."""
    if source["object"] == "payout":
        return str(source["id"])
    return str(source.get("payment_intent") or "")
