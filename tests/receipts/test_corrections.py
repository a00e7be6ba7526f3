"""What staff do with a receipt: void, lift, replace; what the donor hears of it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from donors.models import Donor
from gifts.models import Gift
from jobs.models import Job
from letters.models import Letter
from letters.rendering import render
from receipts.actions import settle
from receipts.actions.copies import CopyRefused, send_copy
from receipts.actions.corrections import CorrectionRefused, lift, replace_receipt, void_receipt
from receipts.letters import queue_receipt_letter
from receipts.models import Receipt, Unreceipted
from receipts.reports import unsettled
from receipts.reports.chain import chain_of, up_to
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation
from tests.racing import at_once
from tests.receipts.correcting import do_jobs
from tests.receipts.stating import give_back, make_address, make_bookkeeper, make_settled

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(hours=1)
WORK = ("receipts.render", "receipts.tell_void")


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def by() -> User:
    return make_bookkeeper()


@pytest.fixture
def gift() -> Gift:
    return make_settled(make_donor(), at=MOMENT)


def receipt_of(gift: Gift) -> Receipt:
    """The newest."""
    return Receipt.objects.filter(lines__gift=gift).latest("pk")


def letters() -> list[tuple[str, str]]:
    """Kind and number of the letters about receipts, as they were written."""
    return [
        (row.kind, row.facts["number"])
        for row in Letter.objects.filter(kind__contains="receipt").order_by("pk")
    ]


def test_a_voided_receipt_keeps_its_number_and_its_gift_stays_without_one(gift: Gift, by: User) -> None:
    receipt = void_receipt(receipt_id=receipt_of(gift).pk, reason="twice", by=by, now=LATER)
    assert (receipt.status, receipt.void_reason, receipt.voided_at, receipt.voided_by) == (
        "void",
        "mistaken",
        LATER,
        by,
    )
    assert settle(gift_id=gift.pk, now=LATER) is None
    make_line(gift, kind="refund", amount=Decimal("-1.00"))
    assert settle(gift_id=gift.pk, now=LATER) is None
    assert unsettled(everything=True) == []
    held = Unreceipted.objects.get()
    assert (held.gift, held.why, held.paid, held.decided_by) == (gift, "held", Decimal("50.00"), by)
    entry = AuditEntry.objects.get(verb="receipt.voided")
    assert (entry.actor, entry.reason, entry.about_id) == (by, "twice", str(receipt.pk))
    assert entry.after == {"number": str(receipt), "status": "void", "why": "mistaken"}


def test_lifting_brings_a_receipt_that_names_the_void_one(gift: Gift, by: User) -> None:
    old = void_receipt(receipt_id=receipt_of(gift).pk, reason="twice", by=by, now=LATER)
    new = lift(gift_id=gift.pk, reason="it was right", by=by, now=LATER)
    assert new is not None
    assert (str(new), new.replaces, new.status, new.issued_by) == ("R-2026-000002", old, "live", by)
    assert not Unreceipted.objects.exists()
    entry = AuditEntry.objects.get(verb="receipt.lifted")
    assert (entry.reason, entry.after) == ("it was right", {"receipt": new.pk})
    with pytest.raises(CorrectionRefused):
        lift(gift_id=gift.pk, reason="again", by=by, now=LATER)


def test_what_the_rules_keep_without_a_receipt_cannot_be_lifted(gift: Gift, by: User) -> None:
    void_receipt(receipt_id=receipt_of(gift).pk, reason="x", by=by, now=LATER)
    Unreceipted.objects.update(why="nothing")
    with pytest.raises(CorrectionRefused):
        lift(gift_id=gift.pk, reason="x", by=by, now=LATER)


@pytest.mark.parametrize("why", ["corrected", "mistaken", "lost_paper"])
def test_a_replacement_has_a_new_number_and_says_what_is_true_today(gift: Gift, by: User, why: str) -> None:
    old = receipt_of(gift)
    Donor.objects.update(name="Maria Reyes")
    new = replace_receipt(receipt_id=old.pk, why=why, reason="she married", by=by, now=LATER)
    old.refresh_from_db()
    assert (old.status, old.void_reason, old.voided_by) == ("replaced", why, by)
    assert (new.number, new.replaces, new.snapshot["payer"], new.snapshot["replaces"]) == (
        2, old, ["Maria Reyes"], str(old),
    )  # fmt: skip
    entry = AuditEntry.objects.get(verb="receipt.replaced")
    assert (entry.reason, entry.after["new"], entry.after["why"]) == ("she married", str(new), why)
    assert settle(gift_id=gift.pk, now=LATER) is None


@pytest.mark.parametrize("why", ["", "refunded", "disputed", "other"])
def test_staff_replace_for_their_own_reasons_only(gift: Gift, by: User, why: str) -> None:
    with pytest.raises(CorrectionRefused):
        replace_receipt(receipt_id=receipt_of(gift).pk, why=why, reason="x", by=by, now=LATER)
    assert Receipt.objects.count() == 1


def test_an_ended_receipt_is_neither_voided_nor_replaced(gift: Gift, by: User) -> None:
    old = receipt_of(gift)
    replace_receipt(receipt_id=old.pk, why="corrected", reason="x", by=by, now=LATER)
    with pytest.raises(CorrectionRefused):
        void_receipt(receipt_id=old.pk, reason="x", by=by, now=LATER)
    with pytest.raises(CorrectionRefused):
        replace_receipt(receipt_id=old.pk, why="corrected", reason="x", by=by, now=LATER)
    assert Receipt.objects.filter(status="live").count() == 1
    assert not Unreceipted.objects.exists()


def test_a_receipt_of_which_nothing_stands_is_left_to_the_ledger(gift: Gift, by: User) -> None:
    make_line(gift, kind="refund", amount=Decimal("-50.00"))
    old = receipt_of(gift)
    with pytest.raises(CorrectionRefused):
        replace_receipt(receipt_id=old.pk, why="corrected", reason="x", by=by, now=LATER)
    old.refresh_from_db()
    assert old.status == "live"
    settle(gift_id=gift.pk, now=LATER)
    old.refresh_from_db()
    assert (old.status, old.void_reason, old.voided_by) == ("void", "refunded", None)


def test_the_database_knows_who_ended_a_receipt_only_of_an_ended_one(gift: Gift, by: User) -> None:
    with pytest.raises(IntegrityError, match="receipt_that_lives_was_ended_by_nobody"), transaction.atomic():
        Receipt.objects.update(voided_by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_replace_at_once_one_does_and_one_void_is_enough(gift: Gift, by: User) -> None:
    old = receipt_of(gift)
    done = at_once(
        *(lambda: replace_receipt(receipt_id=old.pk, why="corrected", reason="x", by=by, now=LATER),) * 4,
        *(lambda: void_receipt(receipt_id=old.pk, reason="x", by=by, now=LATER),) * 2,
        refusals=(CorrectionRefused,),
    )
    assert len([one for one in done if isinstance(one, Receipt)]) == 1
    assert Receipt.objects.filter(lines__active=True).count() == 1 - Unreceipted.objects.count()
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2][: Receipt.objects.count()]


def test_who_got_the_paper_is_told_that_it_is_void(gift: Gift, by: User) -> None:
    do_jobs(*WORK, now=MOMENT)
    receipt = receipt_of(gift)
    assert (receipt.left_at, letters()) == (MOMENT, [("receipt", str(receipt))])
    void_receipt(receipt_id=receipt.pk, reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    assert letters()[1:] == [("receipt_void", str(receipt))]


def test_the_letter_says_why_and_never_that_money_went_back_where_none_did(gift: Gift, by: User) -> None:
    do_jobs(*WORK, now=MOMENT)
    void_receipt(receipt_id=receipt_of(gift).pk, reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    words = render(Letter.objects.get(kind="receipt_void")).text
    assert "We issued it by mistake. Please do not use it for your taxes." in words
    assert "money went back" not in words


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("refunded", " The money went back. Please"),
        ("disputed", " The payment was disputed with the bank. Please"),
        ("reversed", " The gift was taken out of our books. Please"),
        ("corrected", "no longer valid. Please"),
    ],
)
def test_each_end_has_its_own_words(gift: Gift, why: str, said: str) -> None:
    receipt = receipt_of(gift)
    for amount in ("", "$50.00"):
        receipt.snapshot["total"] = amount
        key = f"receipt_void:{why}:{amount}"
        queue_receipt_letter(receipt, kind="receipt_void", key=key, now=MOMENT, why=why)
        words = render(Letter.objects.get(key=key)).text
        assert said in words
        assert (" over $50.00 is" in words, " over  is" in words) == (bool(amount), False)


@pytest.mark.parametrize("is_drawn", [False, True])
def test_who_never_got_it_hears_of_no_void(gift: Gift, by: User, is_drawn: bool) -> None:
    if is_drawn:
        Donor.objects.update(email="")
        do_jobs(*WORK, now=MOMENT)
        Donor.objects.update(email="back@example.org")
    void_receipt(receipt_id=receipt_of(gift).pk, reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    assert letters() == []


def test_what_replaces_a_paper_that_never_left_comes_as_the_first(gift: Gift, by: User) -> None:
    new = replace_receipt(receipt_id=receipt_of(gift).pk, why="corrected", reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    assert letters() == [("receipt", str(new))]


def test_what_replaces_one_that_left_says_so_however_many_never_did(gift: Gift, by: User) -> None:
    first = receipt_of(gift)
    do_jobs(*WORK, now=MOMENT)
    second = replace_receipt(receipt_id=first.pk, why="corrected", reason="x", by=by, now=LATER)
    third = replace_receipt(receipt_id=second.pk, why="mistaken", reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    assert letters()[1:] == [("receipt_replaced", str(third))]
    assert [str(each) for each in chain_of(second)] == [str(first), str(second), str(third)]
    assert [str(each) for each in up_to(second)] == [str(second), str(first)]


def test_a_void_speaks_of_the_paper_that_the_donor_has(gift: Gift, by: User) -> None:
    first = receipt_of(gift)
    do_jobs(*WORK, now=MOMENT)
    give_back(gift, "10.00", now=LATER)
    void_receipt(receipt_id=receipt_of(gift).pk, reason="x", by=by, now=LATER)
    do_jobs(*WORK, now=LATER)
    assert letters()[1:] == [("receipt_void", str(first))]


def test_a_lost_paper_is_replaced_and_not_copied_where_the_rules_say_so(by: User) -> None:
    make_organisation(regime="CA")
    donor = make_donor()
    make_address(donor)
    gift = make_settled(donor, at=MOMENT)
    old = receipt_of(gift)
    with pytest.raises(CopyRefused, match="cancelled and replaced"):
        send_copy(receipt_id=old.pk, by=by, now=LATER)
    new = replace_receipt(receipt_id=old.pk, why="lost_paper", reason="lost in a move", by=by, now=LATER)
    assert f"It cancels and replaces receipt No. {old}." in new.snapshot["statements"][0]


def test_a_gift_that_waits_for_an_address_is_settled_when_it_comes(by: User, now: datetime) -> None:
    make_organisation(regime="CA")
    donor = make_donor()
    gift = make_gift(donor)
    assert settle(gift_id=gift.pk, now=now) is None
    assert Unreceipted.objects.get().why == "address"
    assert settle(gift_id=gift.pk, now=now) is None
    assert unsettled(everything=True) == unsettled() == []
    make_address(donor)
    Gift.objects.filter(pk=gift.pk).update(given_at=now)
    for everything in (True, False):
        assert [pk for pk, _at in unsettled(everything=everything)] == [gift.pk]
    assert settle(gift_id=gift.pk, now=now) is not None
    assert not Unreceipted.objects.exists()
    assert Job.objects.filter(kind="receipts.render").count() == 1
