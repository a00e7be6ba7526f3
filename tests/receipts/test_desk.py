"""Receipts on the desk: the register, a receipt's page, a copy by mail."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.models import Gift
from letters.models import Attachment, Letter
from receipts.actions import settle
from receipts.actions.copies import CopyRefused, send_copy
from receipts.models import Receipt, ReceiptCopy
from receipts.papers import marked, original
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_gift, make_line, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


def a_receipt(name: str = "Maria Lopez", *, now: datetime = MOMENT) -> Receipt:
    receipt = settle(gift_id=make_gift(make_donor(name=name)).pk, now=now)
    assert receipt is not None
    return receipt


def give_back(receipt: Receipt, amount: str) -> None:
    gift = receipt.lines.get().gift
    make_line(gift, kind="refund", amount=-Decimal(amount))
    Gift.objects.filter(pk=gift.pk).update(state=Gift.State.PARTLY_REFUNDED)
    settle(gift_id=gift.pk, now=MOMENT + timedelta(hours=1))


def shown(browser: Client, query: str) -> list[str]:
    return [str(receipt) for receipt in browser.get(f"/desk/receipts/?{query}").context["page"].rows]


def test_the_register_is_narrowed_by_its_address(finance: Client) -> None:
    ana, ben = str(a_receipt("Ana Díaz")), str(a_receipt("Ben"))
    give_back(Receipt.objects.get(number=1), "50")
    give_back(Receipt.objects.get(number=2), "10")
    new = str(Receipt.objects.get(number=3))
    assert shown(finance, "") == [new, ben, ana]
    assert shown(finance, "status=live") == [new]
    assert shown(finance, "status=void") == [ana]
    assert shown(finance, "status=replaced") == [ben]
    assert shown(finance, "status=ended") == [ben, ana]
    assert shown(finance, "q=diaz") == [ana]
    assert shown(finance, f"q={ben}") == [ben]
    assert shown(finance, "q=2") == [ben]
    assert shown(finance, f"series={Receipt.objects.get(number=1).series_id}&status=live") == [new]


def test_the_register_sums_what_is_valid_and_counts_gaps(finance: Client) -> None:
    a_receipt()
    give_back(a_receipt(), "50")
    context = finance.get("/desk/receipts/").context
    assert context["totals"] == {"count": 2, "live": 1, "amount": Decimal("50.00")}
    assert [(row.last, row.issued, row.ended, row.gaps) for row in context["series"]] == [(2, 2, 1, 0)]


def test_the_register_is_walked_by_key(finance: Client) -> None:
    made = [str(a_receipt(now=MOMENT + timedelta(minutes=minute // 3))) for minute in range(52)]
    first = finance.get("/desk/receipts/").context["page"]
    assert [str(receipt) for receipt in first.rows] == made[:1:-1]
    assert shown(finance, first.older) == made[1::-1]


def test_a_copy_goes_out_marked_and_is_written_down(now: datetime) -> None:
    receipt = a_receipt()
    by = make_user(Role.FINANCE)
    copy = send_copy(receipt_id=receipt.pk, by=by, now=now)
    letter = Letter.objects.get(kind="receipt")
    assert (copy.channel, copy.made_by, letter.state) == ("mail", by, Letter.State.QUEUED)
    assert receipt.donor is not None
    assert letter.to_email == receipt.donor.email
    file = Attachment.objects.get(letter=letter)
    assert file.filename == f"receipt-{receipt}.pdf"
    assert bytes(file.content) == marked(receipt) != original(receipt)
    entry = AuditEntry.objects.get(verb="receipt.copy_sent")
    assert (entry.actor, entry.after) == (by, {"number": str(receipt), "copy": copy.pk})


def test_a_second_press_sends_no_second_copy(now: datetime) -> None:
    receipt = a_receipt()
    by = make_user(Role.FINANCE)
    send_copy(receipt_id=receipt.pk, by=by, now=now)
    with pytest.raises(CopyRefused):
        send_copy(receipt_id=receipt.pk, by=by, now=now + timedelta(seconds=59))
    send_copy(receipt_id=receipt.pk, by=by, now=now + timedelta(minutes=1))
    assert (ReceiptCopy.objects.count(), Letter.objects.filter(kind="receipt").count()) == (2, 2)


def test_no_copy_of_a_void_receipt_or_to_nobody(now: datetime) -> None:
    by = make_user(Role.FINANCE)
    void, silent = a_receipt(), a_receipt("Ben")
    give_back(void, "50")
    Donor.objects.filter(name="Ben").update(email="")
    for receipt in (void, silent):
        with pytest.raises(CopyRefused):
            send_copy(receipt_id=receipt.pk, by=by, now=now)
    assert (ReceiptCopy.objects.count(), Attachment.objects.count()) == (0, 0)


def test_the_button_sends_and_says_so(finance: Client) -> None:
    receipt = a_receipt()
    page = finance.post(f"/desk/receipts/{receipt.pk}/copy/", follow=True).content.decode()
    assert "A copy is on its way to the donor." in page
    again = finance.post(f"/desk/receipts/{receipt.pk}/copy/", follow=True).content.decode()
    assert "less than a minute ago" in again
    assert ReceiptCopy.objects.count() == 1


def test_who_only_reads_sends_nothing() -> None:
    receipt = a_receipt()
    reader = browser_of(make_staff(Role.READ_ONLY))
    assert reader.post(f"/desk/receipts/{receipt.pk}/copy/").status_code == 404
    assert "Mail the donor a copy" not in reader.get(f"/desk/receipts/{receipt.pk}/").content.decode()


def test_a_replaced_receipt_leads_to_its_successor(finance: Client) -> None:
    old = a_receipt()
    give_back(old, "10")
    new = Receipt.objects.get(number=2)
    assert f"replaced by {new}" in finance.get(f"/desk/receipts/{old.pk}/").content.decode()
    assert (
        f'href="/desk/receipts/{old.pk}/">{old}' in finance.get(f"/desk/receipts/{new.pk}/").content.decode()
    )
