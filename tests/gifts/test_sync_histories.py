"""Order, repetition and loss of events do not matter."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gifts.actions.events import receive_event, sync_waiting
from gifts.actions.sweep import sweep
from gifts.actions.sync_payment import state_of
from gifts.gateway.facts import EventFacts, TransactionFacts
from gifts.models import Difference, Gift, LedgerLine, StripeEvent
from letters.models import Letter
from tests.gifts.counter import books
from tests.gifts.facts import AT
from tests.gifts.pretend import Pretend, forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

DEEDS = ["debit", "pay", "fail", "refund", "fail_refund", "dispute", "inquiry", "win", "lose"]
Step = tuple[str, int, list[int]]


def possible(stripe: Pretend, payment_id: str, deed: str) -> bool:
    """Whether Stripe would let it happen."""
    facts = stripe.payments.get(payment_id)
    if deed in {"debit", "pay"}:
        return facts is None or (deed == "pay" and facts.standing == "processing")
    if facts is None or facts.standing == "failed":
        return False
    arrived = facts.standing == "arrived"
    open_dispute = bool(facts.disputes) and facts.disputes[0].state == "needs_response"
    left = facts.amount - sum((r.amount for r in facts.refunds if r.state == "succeeded"), Decimal(0))
    return {
        "fail": not facts.refunds and not facts.disputes,
        "refund": arrived and not facts.disputes and left >= 20,
        "fail_refund": bool(facts.refunds) and facts.refunds[-1].state == "succeeded",
        "dispute": arrived and not facts.disputes and not facts.refunds,
        "inquiry": arrived and not facts.disputes,
        "win": open_dispute,
        "lose": open_dispute,
    }[deed]


def do(stripe: Pretend, payment_id: str, deed: str) -> EventFacts:
    acts = {
        "debit": lambda: stripe.debit(payment_id),
        "pay": lambda: stripe.pay(payment_id),
        "fail": lambda: stripe.fail(payment_id),
        "refund": lambda: stripe.refund(payment_id, "20.00"),
        "fail_refund": lambda: stripe.fail_refund(payment_id),
        "dispute": lambda: stripe.dispute(payment_id),
        "inquiry": lambda: stripe.dispute(payment_id, inquiry=True),
        "win": lambda: stripe.close_dispute(payment_id, "won"),
        "lose": lambda: stripe.close_dispute(payment_id, "lost"),
    }
    return acts[deed]()


def steps() -> Any:
    """A deed, to which payment, and which of the events so far are delivered after it, in which order."""
    delivered = st.lists(st.integers(0, 30), max_size=4)
    return st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 3), delivered), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps())
def test_any_order_any_repetition_any_loss_ends_in_stripes_books_after_one_sweep(
    history: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe = Pretend()
    stripe.stand_at_the_edge(monkeypatch)
    with forgotten():
        for deed, number, delivered in history:
            if possible(stripe, f"pi_{number}", deed):
                do(stripe, f"pi_{number}", deed)
            for choice in delivered:
                if stripe.events:
                    event = stripe.events[choice % len(stripe.events)]
                    receive_event(event, now=AT)
                    sync_waiting(root=event.root, now=AT)

        sweep(now=AT)
        once = books(), list(Letter.objects.order_by("key").values_list("key", flat=True))
        changed = list(Gift.objects.order_by("pk").values_list("changed_at", flat=True))
        sweep(now=AT)

        assert (books(), list(Letter.objects.order_by("key").values_list("key", flat=True))) == once
        assert list(Gift.objects.order_by("pk").values_list("changed_at", flat=True)) == changed
        assert_same_as(stripe)


def assert_same_as(stripe: Pretend) -> None:
    gifts = {gift.payment_id: gift for gift in Gift.objects.with_net()}
    assert {pk: (gift.state, gift.net) for pk, gift in gifts.items()} == {
        facts.payment_id: (state_of(facts), sum((t.amount for t in facts.transactions), Decimal("0.00")))
        for facts in stripe.payments.values()
    }
    ours = LedgerLine.objects.values_list("txn_id", "amount", "fee", "net", "gift__payment_id")
    assert sorted(ours) == sorted(
        (line.txn_id, line.amount, line.fee, line.net, line.root) for line in stripe.transactions()
    )
    assert not StripeEvent.objects.waiting().exists()
    assert not Difference.objects.filter(resolved_at=None).exists()
    sent = [letter.about_id for letter in Letter.objects.filter(kind="gift_thanks")]
    assert len(sent) == len(set(sent))


def test_a_gift_that_was_given_back_keeps_no_money_whatever_the_way(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    stripe = Pretend()
    stripe.stand_at_the_edge(monkeypatch)
    stripe.pay("pi_1")
    stripe.refund("pi_1", "50.00")
    stripe.pay("pi_2")
    stripe.dispute("pi_2")
    stripe.close_dispute("pi_2", "lost")
    stripe.pay("pi_3")
    stripe.fail("pi_3")

    sweep(now=now)

    found = Gift.objects.with_net().order_by("payment_id")
    assert [(gift.state, gift.net) for gift in found] == [
        (Gift.State.REFUNDED, Decimal("0.00")),
        (Gift.State.LOST, Decimal("0.00")),
        (Gift.State.FAILED, Decimal("0.00")),
    ]


def test_a_balance_that_our_lines_do_not_explain_is_a_row_until_they_do(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    stripe = Pretend()
    stripe.stand_at_the_edge(monkeypatch)
    stripe.pay("pi_1")
    honest = stripe.balance
    monkeypatch.setattr("gifts.reports.agreement.read_balance", lambda: {"usd": Decimal("1.00")})
    sweep(now=now)
    seen = list(Difference.objects.values_list("kind", "object_id", "ours", "stripes", "resolved_at"))
    monkeypatch.setattr("gifts.reports.agreement.read_balance", honest)

    sweep(now=now)

    assert seen == [("balance", "usd", "48.25", "1.00", None)]
    assert Difference.objects.get().resolved_at == now


def test_what_happens_while_the_sweep_reads_is_not_left_half_known(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    stripe = Pretend()
    stripe.stand_at_the_edge(monkeypatch)
    stripe.pay("pi_1")
    told = list(stripe.events)

    def listed(_since: datetime | None) -> Iterator[TransactionFacts]:
        yield from stripe.transactions()
        if not stripe.payments["pi_1"].refunds:
            stripe.refund("pi_1", "20.00")
            yield from stripe.transactions()

    monkeypatch.setattr("gifts.actions.sweep.transactions_since", listed)
    monkeypatch.setattr("gifts.actions.missed_events.events_since", lambda _since: iter(told))

    sweep(now=now)

    assert [(gift.state, gift.net) for gift in Gift.objects.with_net()] == [
        (Gift.State.PARTLY_REFUNDED, Decimal("30.00"))
    ]
