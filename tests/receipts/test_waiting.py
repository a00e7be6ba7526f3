"""Receipts for whom only post is left: printed once, in files that can be had again; and households."""

import io
import subprocess
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from donors.models import Donor, Household
from gifts.models import Gift
from letters.models import Letter
from receipts.actions import posting
from receipts.actions.corrections import void_receipt
from receipts.actions.envelopes import EnvelopeRefused, fill_envelope
from receipts.actions.posting import PostingRefused, mail_waiting, take_for_printing
from receipts.models import Receipt, ReceiptCopy, StatementCopy
from receipts.reports.households import envelope_of
from receipts.reports.waiting import printed_with, to_mail, to_print, waiting
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation, make_recurring
from tests.racing import at_once
from tests.receipts.correcting import do_jobs
from tests.receipts.stating import (
    IN_YEAR,
    JANUARY,
    YEAR,
    make_address,
    make_bookkeeper,
    make_giver,
    run_year,
)

pytestmark = pytest.mark.django_db
PAGE = "/desk/receipts/waiting/"


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def by() -> User:
    return make_bookkeeper()


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


def posted(name: str, *amounts: str) -> Donor:
    """A giver whom only post reaches."""
    donor = make_giver(*amounts, name=name, email="")
    make_address(donor)
    return donor


def owners(receipts: Iterable[Receipt]) -> list[str]:
    return [str(receipt.donor) for receipt in receipts]


def text_of(content: bytes, folder: Path) -> str:
    file = folder / "file.pdf"
    file.write_bytes(content)
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_only_whom_nothing_else_reaches_and_who_wants_post_is_printed() -> None:
    posted("Ana")
    make_address(make_giver(name="Mailed"))
    make_giver(name="No address", email="")
    make_address(make_giver(name="Wants no post", email="", no_post=True))
    make_address(make_giver(name="Page only", email="", contact="portal"))
    make_address(make_giver(name="Erased", email="", erased_at=JANUARY))
    gone = posted("Void")
    void_receipt(receipt_id=Receipt.objects.get(donor=gone).pk, reason="x", by=make_bookkeeper(), now=JANUARY)
    assert owners(to_print()) == ["Ana"]


def test_files_are_taken_one_after_the_other_until_none_is_left(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PRINTED_TOGETHER", 2)
    for name in ("Ana", "Ben", "Cleo"):
        posted(name)
    first = take_for_printing(by=by, now=JANUARY)
    state = waiting(JANUARY)
    assert (owners(printed_with(first)), owners(to_print())) == (["Ana", "Ben"], ["Cleo"])
    assert (state.by_post, state.printed, state.left, [file.count for file in state.files]) == (3, 2, 1, [2])
    second = take_for_printing(by=by, now=JANUARY + timedelta(minutes=1))
    assert owners(printed_with(second)) == ["Cleo"]
    assert set(Receipt.objects.values_list("left_at", flat=True)) == {JANUARY, JANUARY + timedelta(minutes=1)}
    with pytest.raises(PostingRefused):
        take_for_printing(by=by, now=JANUARY + timedelta(minutes=2))
    assert AuditEntry.objects.filter(verb="receipt.printed").count() == 2


def test_what_was_looked_at_on_the_desk_is_printed_still_and_what_was_mailed_is_not(
    finance: Client, by: User
) -> None:
    looked, mailed = posted("Ana"), make_giver(name="Ben")
    finance.get(f"/desk/receipts/{Receipt.objects.get(donor=looked).pk}/paper/")
    do_jobs("receipts.render", now=JANUARY)
    Donor.objects.filter(pk=mailed.pk).update(email="")
    make_address(mailed)
    assert owners(to_print()) == ["Ana"]
    take_for_printing(by=by, now=JANUARY)
    assert not to_print()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_at_once_take_each_receipt_once(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PRINTED_TOGETHER", 2)
    for name in ("Ana", "Ben", "Cleo", "Dov"):
        posted(name)
    at_once(
        lambda: take_for_printing(by=by, now=JANUARY),
        lambda: take_for_printing(by=by, now=JANUARY + timedelta(seconds=1)),
        refusals=(PostingRefused,),
    )
    taken = list(ReceiptCopy.objects.values_list("receipt", flat=True))
    assert len(taken) == len(set(taken))
    assert set(taken) | set(to_print().values_list("pk", flat=True)) == set(
        Receipt.objects.values_list("pk", flat=True)
    )


def test_the_file_holds_each_receipt_with_its_own_code_and_address(finance: Client, tmp_path: Path) -> None:
    posted("Ana Ruiz", "40.00")
    posted("Ben Okafor", "70.00")
    answer = finance.post(f"{PAGE}print/", follow=True)
    file = pikepdf.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], len(file.pages)) == ("application/pdf", 2)
    text = text_of(answer.content, tmp_path)
    for receipt in Receipt.objects.all():
        assert str(receipt) in text
        assert receipt.check_code in text
    codes = {bytes(image.read_raw_bytes()) for page in file.pages for image in page.get_images().values()}
    assert len(codes) == 2
    page = finance.get(PAGE).content.decode()
    assert "2 of 2 printed" in page
    again = finance.get(f"/desk/receipts/printed/{ReceiptCopy.objects.earliest('pk').pk}.pdf")
    assert again.content == answer.content
    assert "have been printed" in finance.post(f"{PAGE}print/", follow=True).content.decode()


def test_the_address_of_a_posted_receipt_shows_in_the_window(finance: Client, tmp_path: Path) -> None:
    posted("Ana Ruiz")
    (tmp_path / "a.pdf").write_bytes(finance.post(f"{PAGE}print/", follow=True).content)
    box = ["-x", "63", "-y", "150", "-W", "324", "-H", "110"]
    command = ["pdftotext", "-r", "72", *box, str(tmp_path / "a.pdf"), "-"]
    seen = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    written = ["Ana Ruiz", "1209 Bayshore Boulevard", "Tampa FL 33606"]
    assert [line for line in seen if line.strip("\f ")] == written


def test_a_donor_who_gave_an_address_of_mail_later_gets_what_never_left(finance: Client, by: User) -> None:
    donor = make_giver(name="Ana", email="")
    do_jobs("receipts.render", now=IN_YEAR)
    finance.get(f"/desk/receipts/{Receipt.objects.get().pk}/paper/")
    assert (list(to_mail(JANUARY)), Letter.objects.count()) == ([], 0)
    Donor.objects.filter(pk=donor.pk).update(email="ana@example.org")
    assert owners(to_mail(JANUARY)) == ["Ana"]
    assert list(to_mail(IN_YEAR)) == []
    assert "1 receipt reached nobody" in finance.get(PAGE).content.decode()
    assert "1 receipt is on its way" in finance.post(f"{PAGE}mail/", follow=True).content.decode()
    do_jobs("receipts.render", now=timezone.now())
    assert Letter.objects.get().to_email == "ana@example.org"
    with pytest.raises(PostingRefused):
        mail_waiting(by=by, now=JANUARY)


def test_quiet_gifts_stay_quiet() -> None:
    donor = make_giver("50.00", "50.00")
    Gift.objects.update(recurring=make_recurring(donor, is_quiet=True))
    later = Gift.objects.order_by("pk")[0]
    Gift.objects.filter(pk=later.pk).update(given_at=IN_YEAR + timedelta(days=30))
    do_jobs("receipts.render", now=IN_YEAR)
    assert (Letter.objects.count(), list(to_mail(JANUARY))) == (1, [])


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.COORDINATOR])
def test_who_has_no_hand_in_receipts_takes_none(role: Role) -> None:
    posted("Ana")
    browser = browser_of(make_staff(role))
    for path in (f"{PAGE}print/", f"{PAGE}mail/"):
        assert browser.post(path).status_code == 404
    assert not ReceiptCopy.objects.exists()


# ── households


@pytest.fixture
def house() -> Household:
    return Household.objects.create(formal_greeting="Mr. and Ms. Lopez", informal_greeting="Luis and Maria")


def member(house: Household, name: str, *amounts: str, **values: Any) -> Donor:
    donor = make_giver(*amounts, name=name, household=house, **values)
    make_address(donor)
    return donor


def test_each_payer_has_a_section_and_nothing_is_added_up(house: Household, by: User, tmp_path: Path) -> None:
    member(house, "Luis Lopez", "40.00")
    maria = member(house, "Maria Lopez", "30.00", "20.00")
    content = fill_envelope(household=house, year=YEAR, by=by, now=JANUARY)
    text = text_of(content, tmp_path)
    for said in ("Mr. and Ms. Lopez", "1209 Bayshore Boulevard", "$40.00", "$30.00", "$20.00"):
        assert said in text
    cover = text.partition("\f")[0]
    for receipt in Receipt.objects.all():
        assert str(receipt) in cover
    assert "$" not in cover
    for total in ("$90.00", "$50.00", "$70.00", "$60.00"):
        assert total not in text
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 4
    assert ReceiptCopy.objects.filter(channel="post", made_by=by).count() == 3
    assert AuditEntry.objects.get(verb="household.envelope").after == {"year": YEAR, "papers": 3}
    assert {receipt.left_at for receipt in Receipt.objects.filter(donor=maria)} == {JANUARY}


def test_who_has_a_summary_gets_that_in_place_of_receipts(house: Household, by: User) -> None:
    member(house, "Maria Lopez", "30.00", "20.00")
    run_year()
    member(house, "Luis Lopez", "40.00")
    sections = [(str(each.donor), len(each.papers)) for each in envelope_of(house, YEAR).sections]
    assert sections == [("Maria Lopez", 1), ("Luis Lopez", 1)]
    fill_envelope(household=house, year=YEAR, by=by, now=JANUARY)
    assert StatementCopy.objects.filter(channel="post").count() == 1


def test_what_a_payer_had_before_is_marked_a_copy(house: Household, by: User, tmp_path: Path) -> None:
    member(house, "Maria Lopez", "30.00")
    assert "COPY" not in text_of(fill_envelope(household=house, year=YEAR, by=by, now=JANUARY), tmp_path)
    assert "COPY" in text_of(fill_envelope(household=house, year=YEAR, by=by, now=JANUARY), tmp_path)


@pytest.mark.parametrize(
    "values", [{"contact": "portal"}, {"no_post": True}, {"email": "", "household": None}]
)
def test_who_shares_no_post_is_in_no_envelope(house: Household, by: User, values: dict[str, Any]) -> None:
    donor = member(house, "Luis Lopez")
    Donor.objects.filter(pk=donor.pk).update(**values)
    assert envelope_of(house, YEAR).sections == []
    with pytest.raises(EnvelopeRefused):
        fill_envelope(household=house, year=YEAR, by=by, now=JANUARY)


def test_an_envelope_without_an_address_is_refused(house: Household, by: User) -> None:
    make_giver(name="Luis", household=house)
    with pytest.raises(EnvelopeRefused, match="has an address"):
        fill_envelope(household=house, year=YEAR, by=by, now=JANUARY)
    assert not ReceiptCopy.objects.exists()


def test_the_page_prints_the_year_it_shows(finance: Client, house: Household) -> None:
    member(house, "Luis Lopez")
    page = f"/desk/receipts/household/{house.pk}/"
    assert b"Luis Lopez" in finance.get(f"{page}?year={YEAR}").content
    assert b"Luis Lopez" not in finance.get(f"{page}?year={YEAR - 1}").content
    assert finance.post(f"{page}?year={YEAR}")["Content-Type"] == "application/pdf"
    assert b"Nobody of this household" in finance.post(f"{page}?year={YEAR - 1}", follow=True).content
    assert browser_of(make_staff(Role.READ_ONLY)).get(page).status_code == 404
    assert timezone.now().year - 1 == finance.get(page).context["envelope"].year
