"""Canada from the gift to the paper: every element of Regulation 3501, and no paper that lacks one."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Organisation
from core.money import format_money
from gifts.actions.offline import record_gift
from gifts.models import Gift, LedgerLine
from receipts.actions import settle
from receipts.models import Receipt, Unreceipted
from receipts.papers import store
from receipts.reports import unsettled
from tests.factories import make_donor, make_line, make_organisation, make_user
from tests.gifts.offline import NOW, typed_grant
from tests.receipts.abroad import LATER, give_address, make_canada, money_in_canada, recorded
from tests.receipts.reading import one_line
from tests.receipts.regimes.cases import Case
from tests.receipts.regimes.cases_abroad import ABROAD
from tests.receipts.regimes.saying import got, money

pytestmark = pytest.mark.django_db
CANADIAN = [case for case in ABROAD if case.name.startswith("CA-")]


@pytest.fixture(autouse=True)
def _dollars(settings: Settings) -> None:
    settings.CURRENCY = "cad"


def why(gift: Gift) -> str:
    return Unreceipted.objects.get(gift=gift).why


def due() -> list[object]:
    return [pk for pk, _changed in unsettled(look_back=timedelta(0))]


@pytest.mark.parametrize("case", CANADIAN, ids=[case.name for case in CANADIAN])
def test_each_case_has_every_element_on_its_paper(case: Case, tmp_path: Path) -> None:
    make_canada()
    (given,) = case.gifts
    receipt = settle(gift_id=recorded(given).pk, now=LATER)
    assert receipt is not None
    text = one_line(store(receipt), tmp_path)
    value = sum((one.value for one in given.benefits), Decimal(0))
    told = receipt.amount != given.paid
    assert (receipt.kind, receipt.amount, str(receipt)) == (
        "official_receipt",
        Decimal(case.deductible or "0"),
        "C-2026-000001",
    )
    for said in (
        "Official donation receipt",
        "This is an official receipt for income tax purposes.",
        "Issued at Toronto ON M5V 1A1.",
        "Safe Harbour Society",
        "12 Harbour Street",
        "Registration No. 12345 6782 RR0001",
        "C-2026-000001",
        "Nov 25, 2026",
        "Anne Tremblay",
        "9 Maple Road",
        "Halifax NS B3H 0A1",
        format_money(given.paid, "cad"),
        f"Eligible amount of the gift for tax purposes: {format_money(receipt.amount, 'cad')}.",
        "Ana Reyes",
        "Canada Revenue Agency: canada.ca/charities-giving",
    ):
        assert said in text
    assert ("Value of the advantage: " + format_money(value, "cad") in text) is told
    assert ("Property received on Nov 25, 2026" in text) is (given.thing is not None)
    assert "EIN" not in text
    assert "No goods or services" not in text


def test_a_refund_cancels_and_replaces_by_number(tmp_path: Path) -> None:
    make_canada()
    gift = recorded(money("100.00"))
    settle(gift_id=gift.pk, now=LATER)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-40.00"), at=LATER)
    second = settle(gift_id=gift.pk, now=LATER)
    assert second is not None
    text = one_line(store(second), tmp_path)
    assert "It cancels and replaces receipt No. C-2026-000001." in text
    assert "Eligible amount of the gift for tax purposes: CA$60.00." in text


def test_too_large_an_advantage_leaves_no_receipt() -> None:
    make_canada()
    gift = recorded(money("100.00", got("gala", "80.01")))
    assert settle(gift_id=gift.pk, now=LATER) is None
    assert why(gift) == "advantage"


def test_a_donor_without_an_address_waits_for_it_and_is_settled_by_itself() -> None:
    make_canada()
    donor = make_donor()
    gift = money_in_canada("100.00", donor)
    assert settle(gift_id=gift.pk, now=LATER) is None
    assert settle(gift_id=gift.pk, now=LATER) is None
    assert (why(gift), due()) == ("address", [])
    give_address(donor)
    assert due() == [gift.pk]
    assert settle(gift_id=gift.pk, now=LATER) is not None
    assert (due(), Unreceipted.objects.count()) == ([], 0)


@pytest.mark.parametrize("missing", ["address", "tax_number", "signatory_name"])
def test_a_letterhead_that_lacks_something_is_an_exception_until_it_is_filled_in(missing: str) -> None:
    make_canada(**{missing: ""})
    gift = recorded(money("100.00"))
    assert settle(gift_id=gift.pk, now=LATER) is None
    assert (why(gift), due()) == ("letterhead", [])
    make_canada()
    assert due() == [gift.pk]
    assert settle(gift_id=gift.pk, now=LATER) is not None


def test_what_waits_for_both_waits_for_one_after_the_other() -> None:
    make_canada(address="")
    gift = money_in_canada("100.00", make_donor())
    settle(gift_id=gift.pk, now=LATER)
    make_canada()
    assert due() == [gift.pk]
    settle(gift_id=gift.pk, now=LATER)
    assert (why(gift), due()) == ("address", [])


def test_rules_that_want_no_address_settle_what_waited() -> None:
    make_canada()
    gift = money_in_canada("100.00", make_donor())
    settle(gift_id=gift.pk, now=LATER)
    make_organisation(regime="US")
    assert due() == [gift.pk]
    assert str(settle(gift_id=gift.pk, now=LATER)) == "R-2026-000001"


def test_thanks_for_a_grant_need_no_address_and_have_a_series_of_their_own() -> None:
    make_canada()
    gift = record_gift(typed=typed_grant(make_donor()), by=make_user(), now=NOW)
    receipt = settle(gift_id=gift.pk, now=LATER)
    assert receipt is not None
    assert (receipt.kind, str(receipt)) == ("thank_you_only", "CT-2026-000001")


def test_another_country_counts_its_own_numbers_and_leaves_what_was_issued() -> None:
    make_organisation()
    before = settle(gift_id=recorded(money("100.00")).pk, now=LATER)
    make_canada()
    after = settle(gift_id=recorded(money("100.00")).pk, now=LATER)
    assert [str(before), str(after)] == ["R-2026-000001", "C-2026-000001"]
    assert due() == []
    assert set(Receipt.objects.values_list("status", flat=True)) == {"live"}
    assert Organisation.objects.get().regime == "CA"
