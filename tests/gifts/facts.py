"""What Stripe could answer, as facts."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from gifts.gateway.facts import PaymentFacts, Standing, TransactionFacts
from gifts.models import LedgerLine

AT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def transaction(amount: str, kind: LedgerLine.Kind = LedgerLine.Kind.CHARGE, **more: Any) -> TransactionFacts:
    """A movement with Stripe's usual fee on what comes in."""
    moved = Decimal(amount)
    fee = (
        (moved * Decimal("0.029") + Decimal("0.30")).quantize(Decimal("0.01"))
        if moved > 0
        else Decimal("0.00")
    )
    facts = TransactionFacts(
        txn_id=f"txn_{next(_numbers):08d}",
        kind=kind,
        stripe_type=kind.value,
        source_id="ch_1",
        amount=moved,
        fee=fee,
        net=moved - fee,
        currency="usd",
        occurred_at=AT,
        available_on=date(2026, 11, 27),
    )
    return replace(facts, **more)


def payment(payment_id: str = "pi_1", amount: str = "50.00", **more: Any) -> PaymentFacts:
    """A card payment that arrived, with its movement."""
    facts = PaymentFacts(
        payment_id=payment_id,
        standing=Standing.ARRIVED,
        amount=Decimal(amount),
        currency="usd",
        method="card",
        charge_id=payment_id.replace("pi_", "ch_"),
        charged_at=AT,
        payer_name="Maria Lopez",
        payer_email="maria@example.org",
    )
    if "transactions" not in more:
        more["transactions"] = (transaction(amount, txn_id=payment_id.replace("pi_", "txn_")),)
    return replace(facts, **more)
