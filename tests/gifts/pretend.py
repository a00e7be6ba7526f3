"""A Stripe made of facts, put at the edge of our gateway: small, fast, and told what happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from core.money import ZERO
from gifts.actions import missed_events
from gifts.actions import sweep as sweeping
from gifts.actions import sync_payment as reading
from gifts.gateway.facts import (
    DisputeFacts,
    EventFacts,
    PaymentFacts,
    RefundFacts,
    Standing,
    TransactionFacts,
)
from gifts.models import LedgerLine, Refund
from gifts.reports import agreement
from tests.gifts.facts import AT, payment
from tests.gifts.facts import transaction as moved

Kind = LedgerLine.Kind


class Pretend:
    """Payments as they stand now, and every event there ever was."""

    def __init__(self) -> None:
        self.payments: dict[str, PaymentFacts] = {}
        self.events: list[EventFacts] = []

    def tell(self, payment_id: str, kind: str) -> EventFacts:
        event = EventFacts(f"evt_{len(self.events):04d}", kind, payment_id)
        self.events.append(event)
        return event

    def put(self, facts: PaymentFacts, kind: str) -> EventFacts:
        self.payments[facts.payment_id] = facts
        return self.tell(facts.payment_id, kind)

    def debit(self, payment_id: str) -> EventFacts:
        """A bank begins to confirm."""
        return self.put(
            payment(payment_id, standing=Standing.PROCESSING, method="us_bank_account", transactions=()),
            "payment_intent.processing",
        )

    def pay(self, payment_id: str) -> EventFacts:
        """By card, or the bank says yes."""
        return self.put(payment(payment_id), "payment_intent.succeeded")

    def fail(self, payment_id: str) -> EventFacts:
        """The bank says no, perhaps after it said yes."""
        facts = self.payments[payment_id]
        back = tuple(
            moved(str(-line.amount), Kind.REVERSAL, txn_id=f"{line.txn_id}_back", root=payment_id)
            for line in facts.transactions
            if line.kind == Kind.CHARGE
        )
        return self.put(
            replace(facts, standing=Standing.FAILED, transactions=facts.transactions + back),
            "payment_intent.payment_failed",
        )

    def refund(self, payment_id: str, amount: str) -> EventFacts:
        facts = self.payments[payment_id]
        refund_id = f"re_{payment_id}_{len(facts.refunds)}"
        made = RefundFacts(refund_id, None, Decimal(amount), "usd", "", Refund.State.SUCCEEDED, AT)
        line = moved(f"-{amount}", Kind.REFUND, txn_id=f"txn_{refund_id}", source_id=refund_id)
        return self.put(
            replace(facts, refunds=(*facts.refunds, made), transactions=(*facts.transactions, line)),
            "charge.refunded",
        )

    def fail_refund(self, payment_id: str) -> EventFacts:
        facts = self.payments[payment_id]
        last = facts.refunds[-1]
        line = moved(
            str(last.amount), Kind.REVERSAL, txn_id=f"txn_{last.refund_id}_back", fee=ZERO, net=last.amount
        )
        failed = (*facts.refunds[:-1], replace(last, state=Refund.State.FAILED))
        return self.put(
            replace(facts, refunds=failed, transactions=(*facts.transactions, line)), "refund.failed"
        )

    def dispute(self, payment_id: str, *, inquiry: bool = False) -> EventFacts:
        facts = self.payments[payment_id]
        state = "warning_needs_response" if inquiry else "needs_response"
        made = DisputeFacts(f"du_{payment_id}", facts.amount, "usd", state, "fraudulent", inquiry, AT, None)
        taken = () if inquiry else (moved(f"-{facts.amount}", Kind.DISPUTE, txn_id=f"txn_du_{payment_id}"),)
        return self.put(
            replace(facts, disputes=(made,), transactions=facts.transactions + taken),
            "charge.dispute.created",
        )

    def close_dispute(self, payment_id: str, result: str) -> EventFacts:
        facts = self.payments[payment_id]
        back = ()
        if result == "won":
            back = (moved(str(facts.amount), Kind.REVERSAL, txn_id=f"txn_du_{payment_id}_won"),)  # type: ignore[assignment] # one line or two
        return self.put(
            replace(
                facts,
                disputes=(replace(facts.disputes[0], state=result),),
                transactions=facts.transactions + back,
            ),
            "charge.dispute.closed",
        )

    def transactions(self) -> Iterator[TransactionFacts]:
        for facts in self.payments.values():
            for line in facts.transactions:
                yield replace(line, root=facts.payment_id)

    def balance(self) -> dict[str, Decimal]:
        return {"usd": sum((line.net for line in self.transactions()), ZERO)}

    def stand_at_the_edge(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answer in Stripe's place."""

        def nothing(*_: object) -> Iterator[str]:
            return iter(())

        monkeypatch.setattr(reading, "read_payment", lambda payment_id: self.payments[payment_id])
        monkeypatch.setattr(missed_events, "events_since", lambda _since: iter(list(self.events)))
        monkeypatch.setattr(sweeping, "transactions_since", lambda _since: self.transactions())
        monkeypatch.setattr(sweeping, "payouts_since", nothing)
        monkeypatch.setattr(sweeping, "all_subscriptions", nothing)
        monkeypatch.setattr(agreement, "read_balance", self.balance)


@contextmanager
def forgotten() -> Iterator[None]:
    """A history of its own inside one test: rolled back at the end, deferred constraints checked before."""
    inner = transaction.atomic()
    inner._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases: inside, actions are outermost
    with inner:
        yield
        check_constraints()
        transaction.set_rollback(True)


def check_constraints() -> None:
    """What would fail at a commit fails now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def at(second: int) -> datetime:
    return AT.replace(second=second % 60, minute=second // 60 % 60)
