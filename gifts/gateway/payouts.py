"""Payouts and the balance."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from core.clock import moment
from core.money import ZERO
from gifts.gateway.amounts import from_minor
from gifts.gateway.client import Json, read, read_all
from gifts.gateway.facts import PayoutFacts, TransactionFacts
from gifts.gateway.transactions import transaction_facts, transactions_of_payout
from gifts.models import LedgerLine, Payout

MOVEMENTS = ("balance_transaction", "failure_balance_transaction")


def read_payout(payout_id: str) -> PayoutFacts:
    """Return a payout with its lines: one read, and one more for each hundred lines.

    A payout made by hand names no lines. Source: https://docs.stripe.com/payouts/reconciliation (read
    2026-11): "Stripe can't identify which transactions are included" in it.

    Raises: as `stripe_door`.
    """
    data = read(f"/v1/payouts/{payout_id}", expand=list(MOVEMENTS))
    lines = tuple(transactions_of_payout(payout_id)) if data["automatic"] else ()
    return payout_facts(data, lines)


def payout_facts(data: Json, listed: tuple[TransactionFacts, ...]) -> PayoutFacts:
    """Return the facts of one and of what Stripe listed for it."""
    own = tuple(transaction_facts(data[name]) for name in MOVEMENTS if isinstance(data.get(name), dict))
    own_ids = {line.txn_id for line in own}
    return PayoutFacts(
        payout_id=data["id"],
        amount=from_minor(data["amount"], data["currency"]),
        currency=data["currency"],
        state=Payout.State(data["status"]),
        created_at=moment(data["created"]),
        arrives_on=moment(data["arrival_date"]).date(),
        is_automatic=data["automatic"],
        is_complete=data["reconciliation_status"] != "in_progress",
        movements=own,
        lines=tuple(
            line
            for line in listed
            if line.txn_id not in own_ids and not (line.kind == LedgerLine.Kind.PAYOUT and line.amount < 0)
        ),
    )


def payouts_since(since: datetime | None) -> Iterator[str]:
    """Yield the ids of payouts made at or after a moment. Raises: as `stripe_door`."""
    window = {"created": {"gte": int(since.timestamp())}} if since else {}
    for data in read_all("/v1/payouts", **window):
        yield data["id"]


def read_balance() -> dict[str, Decimal]:
    """Return what Stripe holds for us by currency, available or not yet. Raises: as `stripe_door`."""
    data = read("/v1/balance")
    total: dict[str, Decimal] = {}
    for part in (*data["available"], *data["pending"]):
        currency = part["currency"]
        total[currency] = total.get(currency, ZERO) + from_minor(part["amount"], currency)
    return total
