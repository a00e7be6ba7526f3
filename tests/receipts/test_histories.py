"""Whatever happens to a gift, in whatever order: one live receipt at most, and it tells the truth."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.money import ZERO
from donors.models import Donor
from gifts.models import Benefit, Gift, LedgerLine
from letters.models import Letter
from receipts import tasks
from receipts.actions import settle
from receipts.actions.copies import CopyRefused, send_copy
from receipts.actions.corrections import CorrectionRefused, lift, replace_receipt, void_receipt
from receipts.models import Receipt, ReceiptLine, Series, Unreceipted
from receipts.reports import unsettled
from receipts.snapshot import digest
from receipts.tasks import render_and_send
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation, make_user

pytestmark = pytest.mark.django_db
PAID = Decimal("400.00")

VERBS = (
    *("refund", "refund of a refund", "dispute", "won", "rename", "benefit", "no benefit"),
    *("settle", "settle", "copy", "void", "lift", "replace", "draw"),
)
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 40000)), min_size=1, max_size=14)


class Life:
    """A gift, and what should be true of it by now."""

    def __init__(self) -> None:
        self.gift = make_gift(make_donor(name="Maria Lopez"), amount=str(PAID))
        self.by: User = make_user()
        self.at = MOMENT
        self.net, self.refunded, self.taken, self.worth = PAID, ZERO, ZERO, ZERO
        self.is_held = False

    def live(self) -> Receipt | None:
        return Receipt.objects.filter(lines__gift=self.gift, status=Receipt.Status.LIVE).first()

    def move(self, kind: LedgerLine.Kind, amount: Decimal) -> None:
        make_line(self.gift, kind=kind, amount=amount)
        self.net += amount

    def do(self, verb: str, cents: int) -> None:
        """Do one thing if it can happen now; an hour passes, so that no copy is the same wish."""
        self.at += timedelta(hours=1)
        amount = Decimal(cents) / 100
        receipt = self.live()
        if verb == "refund" and amount <= self.net:
            self.move(LedgerLine.Kind.REFUND, -amount)
            self.refunded += amount
        elif verb == "refund of a refund" and amount <= self.refunded:
            self.move(LedgerLine.Kind.REVERSAL, amount)
            self.refunded -= amount
        elif verb == "dispute" and self.net > 0 and not self.taken:
            self.taken = self.net
            self.move(LedgerLine.Kind.DISPUTE, -self.net)
            Gift.objects.filter(pk=self.gift.pk).update(state=Gift.State.DISPUTED)
        elif verb == "won" and self.taken:
            self.move(LedgerLine.Kind.REVERSAL, self.taken)
            self.taken = ZERO
            Gift.objects.filter(pk=self.gift.pk).update(state=Gift.State.PAID)
        elif verb == "rename":
            Donor.objects.filter(gifts=self.gift).update(name=f"Maria {cents}")
        elif verb == "benefit" and not self.worth:
            self.worth = amount
            Benefit.objects.create(gift=self.gift, description="dinner", fair_value=amount, basis="the menu")
        elif verb == "no benefit":
            Benefit.objects.filter(gift=self.gift).delete()
            self.worth = ZERO
        elif verb == "settle":
            settle(gift_id=self.gift.pk, now=self.at)
        elif receipt and verb in PAPERWORK:
            PAPERWORK[verb](self, receipt)
        elif verb == "lift" and self.is_held:
            lift(gift_id=self.gift.pk, reason="it was right", by=self.by, now=self.at)
            self.is_held = False

    def copy(self, receipt: Receipt) -> None:
        send_copy(receipt_id=receipt.pk, by=self.by, now=self.at)

    def draw(self, receipt: Receipt) -> None:
        render_and_send(str(receipt.pk), self.at)

    def void(self, receipt: Receipt) -> None:
        void_receipt(receipt_id=receipt.pk, reason="wrong person", by=self.by, now=self.at)
        self.is_held = True

    def replace(self, receipt: Receipt) -> None:
        try:
            replace_receipt(
                receipt_id=receipt.pk, why="corrected", reason="new name", by=self.by, now=self.at
            )
        except CorrectionRefused:
            assert self.net == 0


PAPERWORK: dict[str, Callable[[Life, Receipt], None]] = {
    "copy": Life.copy,
    "draw": Life.draw,
    "void": Life.void,
    "replace": Life.replace,
}


def check_numbers() -> None:
    """1 to n without a gap or a repeat, and the series knows the last."""
    numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert not numbers or Series.objects.get().last == numbers[-1]


def check_chain() -> None:
    """Frozen words are as they were hashed; a replaced receipt is named by exactly one, which says so."""
    for receipt in Receipt.objects.select_related("series"):
        assert digest(receipt.snapshot) == receipt.snapshot_sha256
        assert receipt.snapshot["number"] == str(receipt)
        named = Receipt.objects.filter(replaces=receipt)
        if receipt.status == Receipt.Status.REPLACED:
            assert named.get().snapshot["replaces"] == str(receipt)
        assert receipt.lines.filter(active=True).exists() == (receipt.status == Receipt.Status.LIVE)


@given(history=steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_ends_with_one_receipt_at_most_that_equals_ledger_and_benefits(
    history: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        make_organisation()
        life = Life()
        for verb, cents in history:
            life.do(verb, cents)
            assert ReceiptLine.objects.filter(gift=life.gift, active=True).count() <= 1
            check_numbers()
        settle(gift_id=life.gift.pk, now=life.at)
        live = life.live()
        if life.is_held or life.net == 0:
            assert live is None
        else:
            assert live is not None
            assert live.amount == max(life.net - life.worth, ZERO)
            assert (live.snapshot["total"], live.kind == "sales_receipt_only") == (
                f"${life.net:,.2f}",
                life.worth >= life.net,
            )
            untold = "No goods or services were provided in exchange for this gift."
            assert (untold in live.snapshot["statements"]) == (not life.worth)
        assert settle(gift_id=life.gift.pk, now=life.at) is None
        assert unsettled(everything=True) == []
        check_numbers()
        check_chain()
        transaction.set_rollback(True)


@pytest.mark.parametrize("place", ["store", "sign_paper", "queue_receipt_letter", "enclose_paper"])
def test_a_worker_that_dies_anywhere_leaves_one_number_one_paper_and_one_letter(
    place: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organisation()
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None

    def die(*_args: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(tasks, place, die)
        with pytest.raises(SystemExit):
            render_and_send(str(receipt.pk), now)
    for _ in range(2):
        render_and_send(str(receipt.pk), now)
    settle(gift_id=receipt.lines.get().gift_id, now=now)
    kept = Receipt.objects.get()
    assert kept.pdf is not None
    letter = Letter.objects.get()
    assert letter.attachments.count() == 1
    assert Unreceipted.objects.count() == 0


def test_a_copy_of_what_ended_meanwhile_is_refused(now: datetime) -> None:
    receipt = settle(gift_id=make_gift().pk, now=now)
    assert receipt is not None
    void_receipt(receipt_id=receipt.pk, reason="wrong person", by=make_user(), now=now)
    with pytest.raises(CopyRefused):
        send_copy(receipt_id=receipt.pk, by=make_user(), now=now)
