"""Ledger and receipt agree, whatever happened to the money."""

import threading
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Max
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gifts.models import Gift, LedgerLine
from jobs.models import Job
from receipts.actions import settle
from receipts.models import Receipt, ReceiptLine, Series
from receipts.reports import unsettled
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation


@pytest.mark.django_db
def test_a_paid_gift_gets_receipt_number_one_of_its_year(now: datetime) -> None:
    make_organisation()
    gift = make_gift(make_donor(name="Maria Lopez"), amount="250.00")
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    assert (str(receipt), receipt.kind, receipt.amount) == (
        "R-2026-000001",
        "acknowledgment",
        Decimal("250.00"),
    )
    assert receipt.snapshot["payer"] == ["Maria Lopez"]
    assert receipt.snapshot["total"] == "$250.00"
    assert "No goods or services were provided in exchange for this gift." in receipt.snapshot["statements"]
    assert Job.objects.filter(kind="receipts.render", about=str(receipt.pk)).count() == 1


@pytest.mark.django_db
def test_settling_again_changes_nothing(now: datetime) -> None:
    gift = make_gift()
    settle(gift_id=gift.pk, now=now)
    assert settle(gift_id=gift.pk, now=now) is None
    assert Receipt.objects.count() == 1


@pytest.mark.django_db
def test_a_part_refund_replaces_the_receipt_by_one_for_the_net(now: datetime) -> None:
    gift = make_gift(amount="50.00")
    first = settle(gift_id=gift.pk, now=now)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-20.00"))
    second = settle(gift_id=gift.pk, now=now)
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert (first.status, second.status, second.amount) == ("replaced", "live", Decimal("30.00"))
    assert second.replaces == first
    assert second.snapshot["replaces"] == "R-2026-000001"


@pytest.mark.django_db
def test_a_full_refund_voids_the_receipt_and_tells_the_donor(now: datetime) -> None:
    gift = make_gift(amount="50.00")
    first = settle(gift_id=gift.pk, now=now)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.00"))
    assert settle(gift_id=gift.pk, now=now) is None
    assert first is not None
    first.refresh_from_db()
    assert (first.status, first.void_reason) == ("void", "refunded")
    assert Job.objects.filter(kind="receipts.tell_void", about=str(first.pk)).count() == 1


@pytest.mark.django_db
def test_a_dispute_that_is_won_brings_a_receipt_that_names_the_void_one(now: datetime) -> None:
    gift = make_gift(amount="50.00")
    first = settle(gift_id=gift.pk, now=now)
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.DISPUTED)
    make_line(gift, kind=LedgerLine.Kind.DISPUTE, amount=Decimal("-50.00"), fee=Decimal("15.00"))
    settle(gift_id=gift.pk, now=now)
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.PAID)
    make_line(gift, kind=LedgerLine.Kind.REVERSAL, amount=Decimal("50.00"))
    second = settle(gift_id=gift.pk, now=now)
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert (first.status, first.void_reason) == ("void", "disputed")
    assert second.replaces == first


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Gift.State.PROCESSING, Gift.State.FAILED])
def test_money_that_has_not_arrived_gets_no_receipt(state: str, now: datetime) -> None:
    gift = make_gift(state=state)
    assert settle(gift_id=gift.pk, now=now) is None
    assert unsettled(everything=True) == []


@pytest.mark.django_db
def test_a_gift_whose_payer_is_unknown_gets_no_receipt(now: datetime) -> None:
    gift = make_gift()
    Gift.objects.filter(pk=gift.pk).update(donor=None, is_unmatched=True)
    assert settle(gift_id=gift.pk, now=now) is None


@pytest.mark.django_db
def test_unsettled_names_exactly_the_gifts_whose_receipt_differs(now: datetime) -> None:
    settled, unreceipted, refunded = make_gift(), make_gift(), make_gift(amount="80.00")
    settle(gift_id=settled.pk, now=now)
    settle(gift_id=refunded.pk, now=now)
    make_line(refunded, kind=LedgerLine.Kind.REFUND, amount=Decimal("-1.00"))
    for everything in (True, False):
        assert {pk for pk, _at in unsettled(everything=everything)} == {unreceipted.pk, refunded.pk}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", "1.00"),
        ("number", 9),
        ("snapshot", "{}"),
        ("check_code", "X"),
        ("issued_at", "2020-01-01T00:00:00Z"),
    ],
)
def test_the_database_refuses_to_change_what_a_receipt_says(
    column: str, value: object, now: datetime
) -> None:
    settle(gift_id=make_gift().pk, now=now)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Receipt.objects.update(**{column: value})


@pytest.mark.django_db
def test_the_database_refuses_to_delete_receipts_and_lines(now: datetime) -> None:
    settle(gift_id=make_gift().pk, now=now)
    for table in ("receipts_receipt", "receipts_receiptline"):
        with (
            pytest.raises(DatabaseError, match="Cannot delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db
def test_a_void_receipt_and_its_line_never_revive(now: datetime) -> None:
    gift = make_gift(amount="50.00")
    settle(gift_id=gift.pk, now=now)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-50.00"))
    settle(gift_id=gift.pk, now=now)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Receipt.objects.update(status="live", void_reason="", voided_at=None)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ReceiptLine.objects.update(active=True)


@pytest.mark.django_db
def test_a_stored_paper_cannot_be_swapped(now: datetime) -> None:
    settle(gift_id=make_gift().pk, now=now)
    Receipt.objects.update(pdf=b"one", pdf_sha256="1" * 64)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Receipt.objects.update(pdf=b"two")


@pytest.mark.django_db
def test_a_gift_has_one_live_receipt_at_most(now: datetime) -> None:
    gift = make_gift()
    settle(gift_id=gift.pk, now=now)
    other = settle(gift_id=make_gift().pk, now=now)
    assert other is not None
    with pytest.raises(DatabaseError, match="one_live_receipt_per_gift"), transaction.atomic():
        ReceiptLine.objects.create(receipt=other, gift=gift, paid=Decimal("1.00"))


@pytest.mark.django_db
def test_nothing_is_read_while_everybody_waits_for_the_number(now: datetime) -> None:
    make_organisation()
    settle(gift_id=make_gift().pk, now=now)
    gift = make_gift()
    with CaptureQueriesContext(connection) as said:
        settle(gift_id=gift.pk, now=now)
    statements = [one["sql"] for one in said.captured_queries]
    drawn = next(place for place, one in enumerate(statements) if one.startswith("UPDATE receipts_series"))
    assert [one for one in statements[drawn:] if one.startswith("SELECT")] == []
    assert Receipt.objects.order_by("-number")[0].snapshot["number"] == "R-2026-000002"


@pytest.mark.django_db(transaction=True)
def test_eight_threads_leave_no_gap_and_no_repeat_with_forced_rollbacks(now: datetime) -> None:
    gifts = [make_gift() for _ in range(8)]
    barrier = threading.Barrier(16)

    def work(gift: Gift, fail: bool) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                settle(gift_id=gift.pk, now=now)
                if fail:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(gift, fail)) for gift in gifts for fail in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = Receipt.objects.aggregate(
        count=Count("pk"), distinct=Count("number", distinct=True), last=Max("number")
    )
    assert counted == {"count": 8, "distinct": 8, "last": 8}
    assert Series.objects.get().last == 8


@pytest.mark.django_db(transaction=True)
def test_eight_threads_that_settle_one_gift_issue_one_receipt(now: datetime) -> None:
    gift = make_gift()
    barrier = threading.Barrier(8)
    issued: list[object] = []

    def work() -> None:
        barrier.wait()
        try:
            issued.append(settle(gift_id=gift.pk, now=now))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(issued) == 8
    assert [receipt for receipt in issued if receipt] == list(Receipt.objects.all())
    assert Receipt.objects.count() == 1


moves = st.lists(
    st.tuples(st.sampled_from(["refund", "reverse", "settle"]), st.integers(1, 6000)), max_size=12
)


@pytest.mark.django_db
@given(history=moves)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_ends_with_one_receipt_that_equals_the_ledger(history: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        gift, net = make_gift(amount="60.00"), Decimal("60.00")
        taken = Decimal("0.00")
        for verb, cents in history:
            amount = Decimal(cents) / 100
            if verb == "settle":
                settle(gift_id=gift.pk, now=MOMENT)
            elif verb == "refund" and amount <= net:
                make_line(gift, kind=LedgerLine.Kind.REFUND, amount=-amount)
                net, taken = net - amount, taken + amount
            elif verb == "reverse" and amount <= taken:
                make_line(gift, kind=LedgerLine.Kind.REVERSAL, amount=amount)
                net, taken = net + amount, taken - amount
        settle(gift_id=gift.pk, now=MOMENT)
        live = list(Receipt.objects.filter(status="live").values_list("amount", flat=True))
        assert live == ([net] if net else [])
        numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        transaction.set_rollback(True)
