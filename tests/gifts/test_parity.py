"""Stripe's books beside ours: a whole year ties out, and whatever another hand altered stands on the list."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum

from gifts.actions.differences import explain_difference
from gifts.models import Comparison, Difference, Dispute, Gift, LedgerLine, Payout, RecurringGift, Refund
from tests.factories import make_user
from tests.gifts.year import Year, lived

pytestmark = pytest.mark.django_db(transaction=True)
Kind = LedgerLine.Kind
TABLES = [model._meta.db_table for model in (LedgerLine, Gift, Refund, Dispute, Payout, RecurringGift)]


@pytest.fixture
def year(monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    with lived(monkeypatch) as made:
        yield made


@contextmanager
def behind_the_back() -> Iterator[list[str]]:
    """Statements that no trigger of ours sees, as from a shell of whoever owns the tables."""
    statements: list[str] = []
    yield statements
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount == 1, statement
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def lines_of(kind: str) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(kind=kind, payout__state="paid").order_by("pk"))


def alter_twenty() -> set[tuple[str, str]]:
    """Delete or alter twenty rows; return their kinds and Stripe's ids."""
    charges = lines_of(Kind.CHARGE)
    refunds, disputes = list(Refund.objects.order_by("pk")), list(Dispute.objects.order_by("pk"))
    gifts = list(Gift.objects.filter(state="paid").exclude(recurring=None).order_by("created_at"))
    payouts = list(Payout.objects.filter(state="paid").order_by("pk"))
    recurring = list(RecurringGift.objects.order_by("pk"))
    done: set[tuple[str, str]] = set()
    with behind_the_back() as say:

        def to(kind: str, object_id: str | None, statement: str) -> None:
            done.add((kind, object_id or ""))
            say.append(statement)

        for line in charges[:3]:
            to("line", line.txn_id, f"DELETE FROM gifts_ledgerline WHERE id = {line.pk}")
        for line in charges[5:8]:
            to(
                "line",
                line.txn_id,
                f"UPDATE gifts_ledgerline SET amount = amount + 1, net = net + 1 WHERE id = {line.pk}",
            )
        to(
            "line",
            charges[10].txn_id,
            f"UPDATE gifts_ledgerline SET gift_id = NULL WHERE id = {charges[10].pk}",
        )
        other = charges[12].gift_id
        to(
            "line",
            charges[11].txn_id,
            f"UPDATE gifts_ledgerline SET gift_id = '{other}' WHERE id = {charges[11].pk}",
        )
        to(
            "line",
            charges[14].txn_id,
            f"UPDATE gifts_ledgerline SET payout_id = NULL WHERE id = {charges[14].pk}",
        )
        away = next(row.pk for row in payouts if row.pk != charges[16].payout_id)
        to(
            "line",
            charges[16].txn_id,
            f"UPDATE gifts_ledgerline SET payout_id = {away} WHERE id = {charges[16].pk}",
        )
        for gift in gifts[:3]:
            to("gift", gift.payment_id, f"UPDATE gifts_gift SET state = 'refunded' WHERE id = '{gift.pk}'")
        to("refund", refunds[0].refund_id, f"DELETE FROM gifts_refund WHERE id = '{refunds[0].pk}'")
        to("refund", refunds[1].refund_id, f"UPDATE gifts_refund SET amount = 1 WHERE id = '{refunds[1].pk}'")
        to(
            "dispute",
            disputes[0].dispute_id,
            f"UPDATE gifts_dispute SET state = 'won', amount = 7 WHERE id = {disputes[0].pk}",
        )
        to(
            "payout_row",
            payouts[3].payout_id,
            f"UPDATE gifts_payout SET amount = amount + 9 WHERE id = {payouts[3].pk}",
        )
        to(
            "payout_row",
            payouts[5].payout_id,
            f"UPDATE gifts_payout SET state = 'failed' WHERE id = {payouts[5].pk}",
        )
        for row in recurring[:2]:
            to(
                "recurring",
                row.subscription_id,
                f"UPDATE gifts_recurringgift SET amount = amount + 5 WHERE id = '{row.pk}'",
            )
    return done


def on_the_list() -> set[tuple[str, str]]:
    return set(Difference.objects.filter(resolved_at=None).values_list("kind", "object_id"))


def test_a_year_ties_out_and_exactly_the_twenty_rows_altered_behind_its_back_are_listed(year: Year) -> None:
    paid_out = Payout.objects.annotate(sum=Sum("lines__net"))
    assert [row.payout_id for row in Payout.objects.all() if row.lines_net != row.amount] == []
    for payout in paid_out:
        lines = payout.lines.exclude(kind=Kind.PAYOUT)
        assert (lines.aggregate(sum=Sum("net"))["sum"], payout.needs_attention) == (payout.amount, False)
    assert (paid_out.count() > 25, Difference.objects.count()) == (True, 0)

    altered = alter_twenty()
    year.compare()

    assert (len(altered), on_the_list()) == (20, altered)
    year.compare()
    stands = {(row.kind, row.object_id) for row in Difference.objects.filter(resolved_at=None, kind="line")}
    # what is append-only cannot be put right; all else followed Stripe's books by itself
    assert (on_the_list(), len(stands)) == (stands, 5)
    parts = Comparison.objects.latest("ended_at")
    assert (parts.charges, parts.recurring, parts.total > parts.charges) == (
        LedgerLine.objects.filter(kind=Kind.CHARGE).count(),
        3,
        True,
    )


def test_a_line_that_stripe_does_not_have_is_listed_and_explaining_it_does_not_take_it_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with lived(monkeypatch, months=1) as year:
        known = LedgerLine.objects.filter(kind=Kind.CHARGE).first()
        assert known is not None
        forged = LedgerLine.objects.create(
            txn_id="txn_forged",
            kind=Kind.CHARGE,
            gift=known.gift,
            amount=Decimal("9.00"),
            net=Decimal("9.00"),
            currency="usd",
            occurred_at=known.occurred_at,
            created_at=known.created_at,
        )
        year.compare()
        row = Difference.objects.get(resolved_at=None)
        by = make_user()
        explain_difference(
            difference_id=row.pk, explanation="A line of a drill", by=by, now=year.stripe.now()
        )
        year.compare(everything=True)
        row.refresh_from_db()
        assert (row.kind, row.object_id, row.part) == ("line", forged.txn_id, "charges")
        assert (row.resolved_at, row.explanation, row.explained_by) == (None, "A line of a drill", by)
        assert row.last_seen_at > row.first_seen_at


def test_every_month_of_the_past_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with lived(monkeypatch, months=3) as year:
        first = LedgerLine.objects.filter(kind=Kind.CHARGE).order_by("occurred_at")[0]
        with behind_the_back() as say:
            say.append(
                f"UPDATE gifts_ledgerline SET amount = amount + 1, net = net + 1 WHERE id = {first.pk}"
            )
        for _night in range(5):
            year.stripe.move_to(int((year.stripe.now() + timedelta(days=1)).timestamp()))
            year.hear()
            year.compare(everything=False)
        assert on_the_list() == {("line", first.txn_id)}
        months = Comparison.objects.exclude(month=None).order_by("-pk").values_list("month", flat=True)[:5]
        assert len(set(months)) == 4
