"""What must never be false is refused by the database, by name."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core.money import ZERO
from gifts.models import Allocation, Checkout, Difference, Dispute, Gift, LedgerLine, RecurringRequest, Refund
from tests.factories import (
    MOMENT,
    make_campaign,
    make_checkout,
    make_donor,
    make_fund,
    make_gift,
    make_line,
    make_recurring,
)
from tests.gifts.pretend import check_constraints

pytestmark = pytest.mark.django_db


def change(**values: object) -> Callable[[], None]:
    """A gift that says so."""

    def do() -> None:
        Gift.objects.filter(pk=make_gift().pk).update(**values)

    return do


def same_txn_twice() -> None:
    line = make_line(make_gift(), kind="charge", amount=Decimal("1.00"))
    LedgerLine.objects.bulk_create([LedgerLine(**{**values_of(line), "id": None})])


def values_of(line: LedgerLine) -> dict[str, object]:
    return dict(LedgerLine.objects.filter(pk=line.pk).values().get())


def same_payment_twice() -> None:
    first, second = make_gift(), make_gift()
    Gift.objects.filter(pk=second.pk).update(payment_id=first.payment_id)


def shares_beyond_the_gift() -> None:
    Allocation.objects.create(gift=make_gift(), fund=make_fund(), amount=Decimal("1.00"))
    check_constraints()


def two_shares_of_one_fund() -> None:
    share = Allocation.objects.get(gift=make_gift())
    Allocation.objects.create(gift=share.gift, fund=share.fund, amount=Decimal("1.00"))


def recurring(**more: Any) -> Callable[[], None]:
    def do() -> None:
        make_recurring(**more)

    return do


def request(**more: object) -> Callable[[], None]:
    def do() -> None:
        values = {"recurring": make_recurring(), "kind": "pause", "asked_at": MOMENT}
        RecurringRequest.objects.create(**{**values, **more})

    return do


def two_requests(*kinds: str) -> Callable[[], None]:
    def do() -> None:
        recurring = make_recurring()
        for kind in kinds:
            RecurringRequest.objects.create(recurring=recurring, kind=kind, asked_at=MOMENT)

    return do


def refund(**more: object) -> Callable[[], None]:
    def do() -> None:
        values = {"gift": make_gift(), "amount": Decimal("5.00"), "currency": "usd", "requested_at": MOMENT}
        Refund.objects.create(**{**values, **more})

    return do


def dispute_of_nothing() -> None:
    Dispute.objects.create(
        dispute_id="du_1",
        gift=make_gift(),
        amount=ZERO,
        currency="usd",
        state="lost",
        reason="",
        opened_at=MOMENT,
    )


def two_open_differences() -> None:
    for _ in range(2):
        Difference.objects.create(kind="line", object_id="x", first_seen_at=MOMENT, last_seen_at=MOMENT)


def line(**more: object) -> Callable[[], None]:
    def do() -> None:
        values = values_of(make_line(make_gift(), kind="charge", amount=Decimal("1.00")))
        LedgerLine.objects.create(**{**values, "id": None, "txn_id": "txn_x", **more})

    return do


def checkout(**values: object) -> Callable[[], None]:
    def do() -> None:
        Checkout.objects.filter(pk=make_checkout(make_campaign()).pk).update(**values)

    return do


BREAKS: list[tuple[str, Callable[[], None]]] = [
    ("gifts_ledgerline_txn_id", same_txn_twice),
    ("gifts_gift_payment_id", same_payment_twice),
    ("gift_amount_is_positive", change(amount=ZERO)),
    ("gift_fee_cover_within_amount", change(fee_cover=Decimal("50.00"))),
    ("gift_that_arrived_has_its_day", change(given_on=None)),
    ("gift_has_payment_or_recorder", change(payment_id=None)),
    ("gift_has_payment_or_recorder", change(source="check")),
    ("unmatched_gift_has_no_donor", change(is_unmatched=True)),
    ("gift_tribute_has_name", change(tribute_kind="honor")),
    ("checkout_tribute_has_name", checkout(tribute_name="Rosa")),
    ("checkout_amount_is_positive", checkout(amount=ZERO)),
    ("checkout_fee_cover_not_negative", checkout(fee_cover=Decimal("-0.01"))),
    ("checkout_frequency_is_known", checkout(frequency="daily")),
    ("do not sum", shares_beyond_the_gift),
    ("one_allocation_per_gift_and_fund", two_shares_of_one_fund),
    ("recurring_amount_is_positive", recurring(amount=ZERO)),
    ("recurring_repeats", recurring(frequency="once")),
    ("recurring_cancelled_has_time_and_reason", recurring(state="cancelled", cancelled_at=None)),
    ("recurring_cancelled_has_time_and_reason", recurring(state="cancelled", ended_for="")),
    ("recurring_cancelled_has_time_and_reason", recurring(ended_for="asked")),
    ("recurring_fee_cover_within_amount", recurring(fee_cover=Decimal("20.00"))),
    ("recurring_day_is_of_a_month", recurring(day=0)),
    ("recurring_day_is_of_a_month", recurring(day=32)),
    ("recurring_has_one_end", recurring(end_on=MOMENT.date(), instalments=3, instalments_from=MOMENT)),
    ("recurring_instalments_are_counted_from_a_moment", recurring(instalments=3)),
    ("recurring_instalments_are_counted_from_a_moment", recurring(instalments=0, instalments_from=MOMENT)),
    ("one_request_at_a_time", two_requests("pause", "cancel")),
    ("recurring_request_ended_has_time", request(state="done")),
    ("recurring_request_ended_has_time", request(ended_at=MOMENT)),
    ("recurring_request_of_staff_has_reason", request(on_behalf=True)),
    ("refund_amount_is_positive", refund(amount=ZERO)),
    ("refund_under_way_has_id", refund(state="pending")),
    ("dispute_amount_is_positive", dispute_of_nothing),
    ("one_open_difference", two_open_differences),
    ("ledger_net_is_amount_less_fee", line(net=Decimal("7.00"))),
    ("ledger_line_has_one_origin", line(txn_id=None)),
]


@pytest.mark.parametrize(("name", "broken"), BREAKS, ids=[f"{n}-{case[0]}" for n, case in enumerate(BREAKS)])
def test_what_must_never_be_false_is_refused(name: str, broken: Callable[[], None]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken()


def test_a_line_of_the_ledger_is_never_changed_nor_deleted() -> None:
    kept = make_line(make_gift(), kind="charge", amount=Decimal("1.00"))
    rows = LedgerLine.objects.filter(pk=kept.pk)

    for change_it in (
        lambda: rows.update(amount=Decimal("2.00"), net=Decimal("2.00")),
        lambda: rows.update(occurred_at=MOMENT + timedelta(days=1)),
        lambda: rows.update(gift=make_gift()),
        lambda: rows.update(gift=None),
        rows.delete,
    ):
        with pytest.raises(ProgrammingError, match="ledger"), transaction.atomic():
            change_it()

    assert LedgerLine.objects.filter(pk=kept.pk, amount=Decimal("1.00"), gift=kept.gift).exists()


def test_an_allocation_may_be_moved_between_funds_in_one_transaction() -> None:
    gift = make_gift(make_donor())

    gift.allocations.update(amount=Decimal("20.00"))
    Allocation.objects.create(gift=gift, fund=make_fund(), amount=Decimal("30.00"))
    check_constraints()

    assert connection.is_usable()
