"""The pages on which staff act on a receipt: who may, what is asked first, what is shown."""

import time
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.models import Gift
from receipts.actions.corrections import void_receipt
from receipts.models import Receipt, ReceiptCopy, Series, Unreceipted
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_organisation, make_user
from tests.receipts.stating import give_back, make_address, make_bookkeeper, make_settled

pytestmark = pytest.mark.django_db
REASON = {"reason": "asked for by the donor"}
REPLACE = {"why": "corrected", **REASON}


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


@pytest.fixture
def gift() -> Gift:
    return make_settled(make_donor(), at=MOMENT)


@pytest.fixture
def receipt(gift: Gift) -> Receipt:
    return Receipt.objects.get()


def test_voiding_asks_why_and_says_so(finance: Client, receipt: Receipt) -> None:
    page = f"/desk/receipts/{receipt.pk}/void/"
    assert b"The number stays in the void register" in finance.get(page).content
    assert finance.post(page, {"reason": ""}).status_code == 200
    assert Receipt.objects.get().status == "live"
    answer = finance.post(page, REASON, follow=True)
    assert b"It is void." in answer.content
    assert AuditEntry.objects.get(verb="receipt.voided").reason == REASON["reason"]
    assert b"cannot be done" in finance.get(page, follow=True).content


def test_a_reason_that_tells_of_somebody_is_not_taken(finance: Client, receipt: Receipt) -> None:
    finance.post(f"/desk/receipts/{receipt.pk}/void/", {"reason": "client Maria, case no. 4711"})
    assert Receipt.objects.get().status == "live"


def test_replacing_shows_the_differences_and_leads_to_the_new_one(finance: Client, receipt: Receipt) -> None:
    Donor.objects.update(name="Maria Reyes")
    page = f"/desk/receipts/{receipt.pk}/replace/"
    shown = finance.get(page).content.decode()
    assert "Maria Lopez" in shown
    assert "Maria Reyes" in shown
    answer = finance.post(page, REPLACE, follow=True).content.decode()
    new = Receipt.objects.get(status="live")
    assert f"<h1>{new}" in answer
    assert "took its place" in answer
    again = finance.post(page, REPLACE, follow=True).content.decode()
    assert "cannot be done" in again
    assert Receipt.objects.count() == 2


def test_the_page_of_a_receipt_shows_its_whole_chain(finance: Client, receipt: Receipt) -> None:
    for _turn in range(3):
        newest = Receipt.objects.latest("pk")
        finance.post(f"/desk/receipts/{newest.pk}/replace/", REPLACE)
    for one in Receipt.objects.all():
        answer = finance.get(f"/desk/receipts/{one.pk}/")
        assert [each.number for each in answer.context["chain"]] == [1, 2, 3, 4]
        for other in Receipt.objects.exclude(pk=one.pk):
            assert f'href="/desk/receipts/{other.pk}/"' in answer.content.decode()


def test_lifting_from_the_page_of_the_gift(finance: Client, gift: Gift, receipt: Receipt) -> None:
    page = f"/desk/gifts/{gift.pk}/receipt/lift/"
    assert finance.get(page).status_code == 404
    void_receipt(receipt_id=receipt.pk, reason="x", by=make_bookkeeper(), now=MOMENT)
    assert page in finance.get(f"/desk/gifts/{gift.pk}/").content.decode()
    assert finance.post(page, {"reason": ""}).status_code == 200
    assert b"Lifted" in finance.post(page, REASON, follow=True).content
    assert Receipt.objects.get(status="live").replaces == receipt


@pytest.mark.parametrize(("act", "typed"), [("void", REASON), ("replace", REPLACE)])
def test_an_old_second_factor_is_asked_again_and_what_was_typed_is_kept(
    receipt: Receipt, act: str, typed: dict[str, str]
) -> None:
    browser = browser_of(make_staff(Role.FINANCE), factor_at=time.time() - 20 * 60)
    page = f"/desk/receipts/{receipt.pk}/{act}/"
    answer = browser.post(page, typed)
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert Receipt.objects.get().status == "live"
    assert "Nothing was changed yet" in browser.get("/desk/", follow=True).content.decode()
    back = browser.get(page)
    assert {name: back.context["form"][name].value() for name in typed} == typed
    assert browser.get(page).context["form"]["reason"].value() is None
    # kept for its own page only
    browser.post(page, typed)
    other = "replace" if act == "void" else "void"
    assert browser.get(f"/desk/receipts/{receipt.pk}/{other}/").context["form"]["reason"].value() is None


def test_the_lift_wants_a_fresh_factor_too(gift: Gift, receipt: Receipt) -> None:
    void_receipt(receipt_id=receipt.pk, reason="x", by=make_bookkeeper(), now=MOMENT)
    browser = browser_of(make_staff(Role.FINANCE), factor_at=time.time() - 20 * 60)
    browser.post(f"/desk/gifts/{gift.pk}/receipt/lift/", REASON)
    assert Unreceipted.objects.get().why == "held"


@pytest.mark.parametrize("role", [Role.FUNDRAISER, Role.READ_ONLY, Role.COORDINATOR, Role.PRIVACY])
def test_who_does_not_handle_money_acts_on_no_receipt(gift: Gift, receipt: Receipt, role: Role) -> None:
    browser = browser_of(make_staff(role))
    assert browser.post(f"/desk/receipts/{receipt.pk}/void/", REASON).status_code == 404
    assert browser.post(f"/desk/receipts/{receipt.pk}/replace/", REPLACE).status_code == 404
    assert browser.post(f"/desk/gifts/{gift.pk}/receipt/lift/", REASON).status_code == 404
    assert Receipt.objects.get().status == "live"
    if role in {Role.FUNDRAISER, Role.READ_ONLY}:
        assert b"Void it" not in browser.get(f"/desk/receipts/{receipt.pk}/").content


def test_a_correction_after_the_donors_return_was_due_warns(finance: Client, receipt: Receipt) -> None:
    warned = "does not cure that return"
    assert warned not in finance.get(f"/desk/receipts/{receipt.pk}/replace/").content.decode()
    old = make_settled(make_donor(), at=MOMENT - timedelta(days=3 * 365)).receipt_lines.get().receipt
    for act in ("void", "replace"):
        assert warned in finance.get(f"/desk/receipts/{old.pk}/{act}/").content.decode()
    Donor.objects.filter(receipts=old).update(name="Someone Else")
    assert warned in finance.get(f"/desk/receipts/{old.pk}/").content.decode()


def test_other_countries_know_no_such_day(finance: Client) -> None:
    make_organisation(regime="CA")
    donor = make_donor()
    make_address(donor)
    old = make_settled(donor, at=MOMENT - timedelta(days=3 * 365)).receipt_lines.get().receipt
    assert "cure" not in finance.get(f"/desk/receipts/{old.pk}/replace/").content.decode()


def test_in_canada_a_copy_is_a_replacement(finance: Client) -> None:
    make_organisation(regime="CA")
    donor = make_donor()
    make_address(donor)
    receipt = make_settled(donor, at=MOMENT).receipt_lines.get().receipt
    page = finance.get(f"/desk/receipts/{receipt.pk}/").content.decode()
    assert "Mail the donor a copy" not in page
    assert f'href="/desk/receipts/{receipt.pk}/replace/?why=lost_paper"' in page
    form = finance.get(f"/desk/receipts/{receipt.pk}/replace/?why=lost_paper").context["form"]
    assert form["why"].value() == "lost_paper"
    finance.post(f"/desk/receipts/{receipt.pk}/copy/")
    assert not ReceiptCopy.objects.exists()


def test_the_void_register_says_when_why_and_who(finance: Client, gift: Gift, receipt: Receipt) -> None:
    other = make_settled(make_donor(), at=MOMENT)
    give_back(other, "50.00", now=MOMENT)
    void_receipt(receipt_id=receipt.pk, reason="x", by=make_user(name="Ines Ward"), now=MOMENT)
    page = finance.get("/desk/receipts/?status=ended")
    shown = page.content.decode()
    for words in ("issued by mistake", "the gift was refunded", "Ines Ward", "by itself", str(receipt)):
        assert words in shown
    assert [row.gaps for row in page.context["series"]] == [0]


def test_a_gap_would_show(finance: Client, receipt: Receipt) -> None:
    Series.objects.update(last=3)
    assert [row.gaps for row in finance.get("/desk/receipts/").context["series"]] == [2]


def test_the_preview_has_no_number_and_draws_none(finance: Client, gift: Gift, now: datetime) -> None:
    answer = finance.get(f"/desk/gifts/{gift.pk}/receipt/preview.pdf")
    assert answer.content.startswith(b"%PDF")
    assert (Receipt.objects.count(), Series.objects.get().last, ReceiptCopy.objects.count()) == (1, 1, 0)
    reader = browser_of(make_staff(Role.READ_ONLY))
    assert reader.get(f"/desk/gifts/{gift.pk}/receipt/preview.pdf").status_code == 200
    assert browser_of(make_staff(Role.COORDINATOR)).get(answer.request["PATH_INFO"]).status_code == 404
    give_back(gift, "50.00", now=timezone.now())
    assert b"Nothing of this gift stands" in finance.get(answer.request["PATH_INFO"], follow=True).content
