"""What a receipt would say before it is issued, and what it would say today."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Role
from campaigns.models import Fund
from donors.models import Address, Donor
from gifts.models import Allocation, Gift
from receipts.actions.annual import issue_annual
from receipts.actions.previews import PreviewRefused, preview_receipt
from receipts.models import Receipt, Series, Unreceipted
from receipts.reports.outdated import differences, outdated
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_fund, make_gift, make_line, make_organisation
from tests.receipts.correcting import make_withheld
from tests.receipts.stating import IN_YEAR, JANUARY, YEAR, make_address, make_bookkeeper, make_settled

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def words(content: bytes, folder: Path) -> str:
    """The text of a PDF."""
    file = folder / "preview.pdf"
    file.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_a_preview_before_the_first_issue_says_that_it_is_one(tmp_path: Path) -> None:
    gift = make_gift(make_donor(name="Maria Lopez"), amount="300.00")
    text = words(preview_receipt(gift_id=gift.pk, now=MOMENT), tmp_path)
    for said in ("PREVIEW", "none: a preview", "Maria Lopez", "$300.00", "No goods or services"):
        assert said in text
    assert "R-2026" not in text
    assert "/receipts/check/" not in text
    assert (Receipt.objects.count(), Series.objects.count(), Unreceipted.objects.count()) == (0, 0, 0)


def test_a_preview_says_what_stands_today_in_the_donors_language(tmp_path: Path) -> None:
    donor = make_donor()
    gift = make_settled(donor, "80.00", at=MOMENT)
    Donor.objects.update(name="Ana Díaz", language="es")
    make_line(gift, kind="refund", amount=Decimal("-30.00"))
    text = words(preview_receipt(gift_id=gift.pk, now=LATER), tmp_path)
    for said in ("Ana Díaz", "$50.00", "VISTA PREVIA", "Recibo"):
        assert said in text
    assert Receipt.objects.count() == 1


def test_a_preview_of_a_gift_on_an_annual_receipt_shows_all_of_it(tmp_path: Path) -> None:
    donor = make_donor()
    gifts = make_withheld(donor, "20.00", "30.00")
    with pytest.raises(PreviewRefused, match="withheld from pay"):
        preview_receipt(gift_id=gifts[0].pk, now=JANUARY)
    issue_annual(donor_id=donor.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY)
    text = words(preview_receipt(gift_id=gifts[0].pk, now=JANUARY), tmp_path)
    assert "$50.00" in text


def test_where_none_would_be_issued_the_preview_says_why() -> None:
    make_organisation(regime="CA")
    gift = make_gift()
    with pytest.raises(PreviewRefused, match="address is missing"):
        preview_receipt(gift_id=gift.pk, now=MOMENT)
    Gift.objects.update(donor=None)
    with pytest.raises(PreviewRefused, match="Nothing"):
        preview_receipt(gift_id=gift.pk, now=MOMENT)


def _rename(gift: Gift) -> None:
    Donor.objects.filter(gifts=gift).update(name="Maria Reyes")


def _move(gift: Gift) -> None:
    Address.objects.filter(donor=gift.donor_id).update(line1="7 Bay Street", line2="Apartment 4")


def _lose_address(gift: Gift) -> None:
    Address.objects.filter(donor=gift.donor_id).delete()


def _move_town(gift: Gift) -> None:
    Address.objects.filter(donor=gift.donor_id).update(region="", postal_code="33607")


def _join(gift: Gift) -> None:
    Gift.objects.filter(pk=gift.pk).update(co_payer=make_donor(name="Luis Lopez"))


def _other_fund(gift: Gift) -> None:
    Allocation.objects.filter(gift=gift).update(fund=make_fund(name="Education"))


def _rename_fund(gift: Gift) -> None:
    Fund.objects.update(name="Safe housing", name_es="Vivienda segura")


SEEN: dict[Callable[[Gift], None], list[str]] = {
    _rename: ["Received from"],
    _move: ["Received from"],
    _lose_address: ["Received from"],
    _move_town: ["Received from"],
    _join: ["Received from"],
    _other_fund: ["Fund"],
    _rename_fund: ["Fund"],
}


def _new_letterhead(_gift: Gift) -> None:
    make_organisation(legal_name="Safe Harbor International", address="Elsewhere", signatory_name="Bo")


def _new_mail(gift: Gift) -> None:
    Donor.objects.filter(gifts=gift).update(email="new@example.org", phone="1")


def _other_language(gift: Gift) -> None:
    Donor.objects.update(language="es")


def _second_address(gift: Gift) -> None:
    donor = Donor.objects.get(gifts=gift)
    Address.objects.create(donor=donor, line1="A summer house", is_primary=False)


def _country(gift: Gift) -> None:
    Address.objects.update(country="CA", label="home")


def _erase(gift: Gift) -> None:
    Donor.objects.update(name="Erased", email="", erased_at=LATER)


def _refund(gift: Gift) -> None:
    make_line(gift, kind="refund", amount=Decimal("-1.00"))


UNSEEN = [_new_letterhead, _new_mail, _other_language, _second_address, _country, _erase, _refund]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "change", [*SEEN, _new_letterhead, _new_mail, _other_language, _second_address, _country, _erase, _refund]
)
def test_one_receipt_and_the_register_see_the_same_changes(
    change: Callable[[Gift], None], language: str
) -> None:
    donor = make_donor()
    Donor.objects.update(language=language)
    make_address(donor)
    gift, other = make_settled(donor, at=MOMENT), make_settled(make_donor(name="Ben"), at=MOMENT)
    receipt = gift.receipt_lines.get().receipt
    change(gift)
    if change not in {_rename_fund, _erase}:
        assert other.receipt_lines.get().receipt not in outdated()
    receipt = Receipt.objects.select_related("series", "donor").get(pk=receipt.pk)
    assert [each.what for each in differences(receipt, LATER)] == SEEN.get(change, [])
    assert (receipt in outdated()) == (change in SEEN)


def test_joint_payers_are_named_alike_in_both_languages() -> None:
    for language in ("en", "es"):
        donor = make_donor(name=f"Maria {language}")
        Donor.objects.filter(pk=donor.pk).update(language=language)
        gift = make_gift(donor)
        Gift.objects.filter(pk=gift.pk).update(co_payer=make_donor(name="Luis"))
        make_settled(donor, at=MOMENT)
    assert not outdated()


def test_several_funds_and_several_gifts_compare_in_their_order() -> None:
    donor = make_donor()
    gifts = make_withheld(donor, "20.00", "30.00", at=IN_YEAR)
    for gift, name in zip(gifts, ("Zeal", "Art"), strict=True):
        share = Allocation.objects.get(gift=gift)
        Allocation.objects.filter(pk=share.pk).update(fund=make_fund(name=name), amount=gift.amount - 5)
        Allocation.objects.create(gift=gift, fund=make_fund(name="Meals"), amount=Decimal(5))
    receipt = issue_annual(donor_id=donor.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY)
    assert {line["fund"] for line in receipt.snapshot["lines"]} == {"Zeal, Meals", "Art, Meals"}
    assert not outdated()
    assert differences(receipt, JANUARY) == []
    Fund.objects.filter(name="Art").update(name="Arts")
    assert list(outdated()) == [receipt]
    assert [(each.said, each.today) for each in differences(receipt, JANUARY)] == [
        ("Art, Meals", "Arts, Meals")
    ]


def test_the_register_is_narrowed_to_them_and_each_wears_a_badge() -> None:
    finance: Client = browser_of(make_staff(Role.FINANCE))
    gift = make_settled(make_donor(), at=MOMENT)
    make_settled(make_donor(name="Ben"), at=MOMENT)
    _rename(gift)
    receipt = gift.receipt_lines.get().receipt
    assert list(finance.get("/desk/receipts/?status=outdated").context["page"].rows) == [receipt]
    shown = finance.get(f"/desk/receipts/{receipt.pk}/").content.decode()
    for said in ("Would say something else today", "Maria Lopez", "Maria Reyes"):
        assert said in shown


def test_an_ended_receipt_differs_from_nothing() -> None:
    gift = make_settled(make_donor(), at=MOMENT)
    make_line(gift, kind="refund", amount=Decimal("-50.00"))
    receipt = gift.receipt_lines.get().receipt
    Receipt.objects.update(status="void", void_reason="refunded", voided_at=LATER)
    _rename(gift)
    receipt.refresh_from_db()
    assert differences(receipt, LATER) == []
    assert not outdated()
