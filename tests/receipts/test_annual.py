"""One receipt for what a donor gave from their pay in a year, and what becomes of it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.models import Gift, Property
from receipts.actions import settle, statements
from receipts.actions.annual import AnnualRefused, issue_annual
from receipts.actions.corrections import lift, void_receipt
from receipts.actions.statements import StatementRefused, draw_one
from receipts.models import Receipt, Statement, StatementProblem, Unreceipted
from receipts.reports.statements import count_year
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_gift, make_line, make_organisation
from tests.racing import at_once
from tests.receipts.correcting import do_jobs, make_withheld
from tests.receipts.stating import (
    IN_YEAR,
    JANUARY,
    YEAR,
    give_back,
    make_address,
    make_bookkeeper,
    make_giver,
    make_settled,
    run_year,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def donor() -> Donor:
    return make_donor()


def issue(donor: Donor) -> Receipt:
    return issue_annual(donor_id=donor.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY)


def amounts(receipt: Receipt) -> list[str]:
    return [line["amount"] for line in receipt.snapshot["lines"]]


def test_gifts_from_pay_stand_together_on_one_receipt(donor: Donor) -> None:
    gifts = make_withheld(donor, "20.00", "30.00")
    make_withheld(donor, "99.00", at=JANUARY)
    make_settled(donor, "70.00")
    assert Receipt.objects.count() == 1
    receipt = issue(donor)
    assert (receipt.kind, receipt.amount, receipt.tax_year) == ("annual_statement", Decimal("50.00"), YEAR)
    assert set(receipt.lines.values_list("gift", flat=True)) == {gift.pk for gift in gifts}
    assert sorted(amounts(receipt)) == ["$20.00", "$30.00"]
    assert "each_pay_is_a_gift" in receipt.snapshot["codes"]
    assert Unreceipted.objects.get().paid == Decimal("99.00")
    assert AuditEntry.objects.get(verb="receipt.annual_issued").after["gifts"] == 2
    assert [settle(gift_id=gift.pk, now=JANUARY) for gift in gifts] == [None, None]
    with pytest.raises(AnnualRefused):
        issue(donor)


def test_a_year_that_is_not_over_gets_none(donor: Donor) -> None:
    make_withheld(donor, "20.00", at=JANUARY)
    with pytest.raises(AnnualRefused, match="not over"):
        issue_annual(donor_id=donor.pk, year=JANUARY.year, by=make_bookkeeper(), now=JANUARY)


def test_what_came_later_gets_an_annual_receipt_of_its_own(donor: Donor) -> None:
    make_withheld(donor, "20.00")
    first = issue(donor)
    make_withheld(donor, "5.00")
    second = issue(donor)
    assert (second.replaces, second.amount, amounts(second)) == (None, Decimal("5.00"), ["$5.00"])
    first.refresh_from_db()
    assert first.status == "live"


@pytest.mark.parametrize("given_back", [1, 2, 3])
def test_a_refund_replaces_it_by_the_rest_however_little_is_left(donor: Donor, given_back: int) -> None:
    gifts = make_withheld(donor, "20.00", "30.00", "40.00")
    first = issue(donor)
    for gift in gifts[:given_back]:
        give_back(gift, str(gift.amount), state="refunded")
    first.refresh_from_db()
    live = Receipt.objects.filter(status="live")
    rest = [gift.amount for gift in gifts[given_back:]]
    assert first.status == "replaced"
    assert [(row.kind, row.amount) for row in live] == ([("annual_statement", sum(rest))] if rest else [])
    assert Receipt.objects.count() == min(given_back + 1, 3)
    assert Receipt.objects.latest("pk").status == ("live" if rest else "void")


def test_a_gift_that_turns_out_to_be_goods_leaves_it_and_each_is_settled_anew(donor: Donor) -> None:
    pay, goods = make_withheld(donor, "20.00", "30.00")
    first = issue(donor)
    Property.objects.create(gift=goods, description="A desk")
    Gift.objects.filter(pk=goods.pk).update(kind="goods", source="delivery")
    for gift in (goods, pay):
        settle(gift_id=gift.pk, now=JANUARY)
        settle(gift_id=gift.pk, now=JANUARY)
    first.refresh_from_db()
    assert (first.status, first.void_reason) == ("void", "corrected")
    assert Receipt.objects.get(status="live").kind == "noncash_acknowledgment"
    assert Unreceipted.objects.get(gift=pay).why == "payroll"
    again = issue(donor)
    assert again.kind == "annual_statement"


def test_a_void_one_holds_back_each_of_its_gifts_until_lifted(donor: Donor) -> None:
    gifts, by = make_withheld(donor, "20.00", "30.00"), make_bookkeeper()
    old = void_receipt(receipt_id=issue(donor).pk, reason="x", by=by, now=JANUARY)
    assert set(Unreceipted.objects.values_list("why", flat=True)) == {"held"}
    with pytest.raises(AnnualRefused):
        issue(donor)
    for gift in gifts:
        assert lift(gift_id=gift.pk, reason="x", by=by, now=JANUARY) is None
    assert issue(donor).replaces == old


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_it_at_once_issue_one(donor: Donor) -> None:
    make_withheld(donor, "20.00", "30.00")
    done = at_once(*(lambda: issue(donor),) * 4, refusals=(AnnualRefused,))
    assert len([one for one in done if isinstance(one, Receipt)]) == Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", range(5))
def test_refunds_of_two_of_its_gifts_at_once_wait_for_each_other_and_never_for_ever(
    donor: Donor, _turn: int
) -> None:
    gifts = make_withheld(donor, *["20.00"] * 6)
    issue(donor)
    for gift in gifts[:5]:
        make_line(gift, kind="refund", amount=-gift.amount, at=JANUARY)
    at_once(*(lambda gift=gift: settle(gift_id=gift.pk, now=JANUARY) for gift in gifts))
    live = Receipt.objects.get(status="live")
    assert (live.amount, amounts(live)) == (Decimal("20.00"), ["$20.00"])
    numbers = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_it_comes_by_a_letter_of_its_own(donor: Donor) -> None:
    make_withheld(donor, "20.00")
    receipt = issue(donor)
    do_jobs("receipts.render", now=JANUARY)
    receipt.refresh_from_db()
    assert receipt.left_at == JANUARY


def test_the_year_end_issues_it_first_and_the_summary_names_its_number_beside_each_gift(donor: Donor) -> None:
    make_withheld(donor, "20.00", "30.00")
    single = make_settled(donor, "70.00").receipt_lines.get().receipt
    only_pay = make_donor(name="Ben")
    make_withheld(only_pay, "5.00")
    count = count_year(YEAR)
    assert (count.annual, count.donors, count.unreceipted) == (2, 1, 0)
    run_year()
    annual = Receipt.objects.get(kind="annual_statement", donor=donor)
    said = Statement.objects.get(donor=donor).snapshot
    assert sorted((line["receipt"], line["amount"]) for line in said["lines"]) == sorted(
        [(str(annual), "$20.00"), (str(annual), "$30.00"), (str(single), "$70.00")]
    )
    assert said["total"] == "$120.00"
    assert Statement.objects.filter(donor=only_pay).exists()
    assert count_year(YEAR).annual == 0


def test_a_gift_that_cannot_be_settled_stops_nobody_else(
    donor: Donor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = make_gift(donor, given_at=IN_YEAR)
    good = make_giver(name="Ben")

    def refuse_bad(**asked: Any) -> Receipt | None:
        if asked["gift_id"] == str(bad.pk):
            raise ValueError("made for this test")
        return settle(**asked)

    monkeypatch.setattr(statements, "settle", refuse_bad)
    run = run_year()
    assert run.state == "done"
    assert list(Statement.objects.values_list("donor", flat=True)) == [good.pk]
    assert StatementProblem.objects.values_list("donor", "error").get() == (donor.pk, "ValueError")
    with pytest.raises(StatementRefused, match="ValueError"):
        draw_one(donor_id=donor.pk, year=YEAR, by=make_bookkeeper(), now=JANUARY)


def test_canada_adds_up_what_the_rules_let_stand_together(donor: Donor) -> None:
    make_organisation(regime="CA")
    make_address(donor)
    make_withheld(donor, "20.00")
    assert Receipt.objects.get().kind == "official_receipt"
    with pytest.raises(AnnualRefused):
        issue(donor)


def test_the_page_counts_and_issues(donor: Donor) -> None:
    make_withheld(donor, "20.00", "30.00", at=IN_YEAR)
    finance = browser_of(make_staff(Role.FINANCE))
    page = f"/desk/donors/{donor.pk}/annual/{YEAR}/"
    assert b"2 gifts" in finance.get(page).content
    answer = finance.post(page, follow=True)
    assert str(Receipt.objects.get()) in answer.content.decode()
    assert b"No gift of that year waits" in finance.post(page, follow=True).content


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.COORDINATOR, Role.PRIVACY])
def test_who_has_no_hand_in_receipts_issues_none(donor: Donor, role: Role) -> None:
    make_withheld(donor, "20.00")
    browser: Client = browser_of(make_staff(role))
    assert browser.post(f"/desk/donors/{donor.pk}/annual/{YEAR}/").status_code == 404
    assert not Receipt.objects.exists()
