"""Gifts that staff enter: one form is one gift, its money is in the ledger, its paper is the right one."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.actions.offline import (
    OfflineGift,
    OfflineRefused,
    Party,
    TypedBenefit,
    TypedCredit,
    days_of,
    record_gift,
)
from gifts.models import Benefit, CampaignTotal, Gift, LedgerLine, SoftCredit
from letters.models import Letter
from receipts.actions import settle
from tests.factories import make_campaign, make_donor, make_fund, make_organisation, make_user
from tests.gifts.offline import COATS, DINNER, NOW, TODAY, recorded, typed_check, typed_coats, typed_grant
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


def test_a_check_is_a_gift_with_its_money_its_fund_and_its_trail() -> None:
    donor, fund, campaign = make_donor(), make_fund(), make_campaign()
    typed = typed_check(
        donor, shares=((fund.pk, Decimal("100.00")),), campaign_id=campaign.pk, benefits=(DINNER,)
    )
    gift = recorded(typed)
    line = gift.ledger_lines.get()
    assert (line.kind, line.amount, line.net, line.txn_id) == ("offline", gift.amount, gift.amount, None)
    assert list(gift.allocations.values_list("fund", "amount")) == [(fund.pk, gift.amount)]
    assert (gift.state, gift.date_basis, gift.given_on, gift.given_at) == ("paid", "received", TODAY, NOW)
    assert CampaignTotal.objects.aggregate(sum=Sum("raised"))["sum"] == gift.amount
    entry = AuditEntry.objects.get(verb="gift.recorded", about_id=str(gift.pk))
    assert entry.after == {"amount": "100.00", "kind": "money", "source": "check", "donor": donor.pk}


def test_a_check_that_was_posted_counts_from_its_postmark_and_keeps_the_day_it_came() -> None:
    days = days_of("check", arrived_on=date(2026, 1, 4), postmarked_on=date(2025, 12, 31))
    gift = recorded(typed_check(days=days))
    receipt = settle(gift_id=gift.pk, now=NOW)
    assert receipt is not None
    assert (gift.given_on, gift.date_basis, gift.received_on) == (
        date(2025, 12, 31),
        "postmark",
        date(2026, 1, 4),
    )
    assert (receipt.tax_year, gift.given_at is not None and gift.given_at.date()) == (2025, gift.given_on)


@pytest.mark.parametrize(
    ("source", "basis"),
    [("cash", "received"), ("wire", "received"), ("payroll", "withheld"), ("text", "sent")],
)
def test_each_way_has_its_own_legal_day(source: str, basis: str) -> None:
    days = days_of(source, arrived_on=TODAY, postmarked_on=date(2026, 1, 1))
    assert (days.given_on, days.basis) == (TODAY, basis)


def test_the_shares_of_several_funds_are_the_gift() -> None:
    one, other = make_fund(), make_fund()
    gift = recorded(
        typed_check(shares=((one.pk, Decimal("30.00")), (other.pk, Decimal("70.00")))),
    )
    assert sum(gift.allocations.values_list("amount", flat=True)) == gift.amount


def test_the_same_form_twice_is_one_gift_and_one_letter() -> None:
    typed = typed_check(donor=make_donor())
    typed = replace(typed, donor=Party(name="New Donor", email="new@example.org"))
    assert recorded(typed) == recorded(typed)
    assert (Gift.objects.count(), LedgerLine.objects.count(), Letter.objects.count()) == (1, 1, 1)
    assert Donor.objects.filter(email="new@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_once_is_one_gift_and_leaves_no_donor_behind() -> None:
    make_organisation()
    by = make_user(Role.FUNDRAISER)
    typed = replace(typed_check(), donor=Party(name="New Donor"))
    before = Donor.objects.count()
    made = at_once(*[lambda: record_gift(typed=typed, by=by, now=NOW)] * 4)
    assert len({gift.pk for gift in made}) == 1
    assert (Gift.objects.count(), LedgerLine.objects.count(), Donor.objects.count()) == (1, 1, before + 1)


def test_a_new_donor_may_be_an_organisation_and_a_known_address_is_who_has_it() -> None:
    known = make_donor(name="Ana Díaz", email="ana@example.org")
    company = Party(name="Acme Works", email="Gifts@Acme.example", kind=Donor.Kind.ORGANISATION)
    gift = recorded(replace(typed_check(), donor=company))
    again = recorded(replace(typed_check(), donor=Party(name="A. Diaz", email="ANA@example.org")))
    assert gift.donor is not None
    assert (gift.donor.kind, gift.donor.email) == ("organisation", "gifts@acme.example")
    assert (again.donor, Donor.objects.get(pk=known.pk).name) == (known, "Ana Díaz")


def test_goods_are_thanked_for_and_receipted_without_a_sum() -> None:
    gift = recorded(typed_coats(amount=Decimal("612.34")))
    receipt = settle(gift_id=gift.pk, now=NOW)
    letter = Letter.objects.get()
    assert receipt is not None
    assert (receipt.kind, receipt.snapshot["total"]) == ("noncash_acknowledgment", "")
    assert (letter.kind, letter.facts["what"]) == ("things_thanks", COATS.description)
    assert "612.34" not in f"{receipt.snapshot} {letter.facts}"


def test_a_grant_is_thanked_for_without_a_receipt_and_its_adviser_without_an_amount() -> None:
    adviser = make_donor(name="Ana Díaz", email="ana@example.org")
    gift = recorded(typed_grant(adviser))
    receipt = settle(gift_id=gift.pk, now=NOW)
    letters = dict(Letter.objects.values_list("kind", "facts"))
    assert receipt is not None
    assert (receipt.kind, receipt.donor) == ("thank_you_only", gift.donor)
    assert letters.keys() == {"grant_thanks", "credit_thanks"}
    assert letters["credit_thanks"]["payer"] == "Evergreen Fund"
    assert "100.00" not in str(letters["credit_thanks"])
    assert SoftCredit.objects.get(donor=adviser).role == "adviser"


def test_who_only_brought_a_gift_about_is_not_told_who_gave() -> None:
    friend = make_donor(name="Ben Ode")
    credit = TypedCredit(Party(donor_id=friend.pk), SoftCredit.Role.OTHER, Decimal("100.00"))
    recorded(typed_check(make_donor(name="Maria Lopez"), credits=(credit,)))
    assert Letter.objects.get(kind="credit_thanks").facts["payer"] == ""


def test_pay_that_was_withheld_is_told_of_the_receipt_of_the_year() -> None:
    gift = recorded(typed_check(source="payroll", days=days_of("payroll", arrived_on=TODAY)))
    assert settle(gift_id=gift.pk, now=NOW) is None
    assert Letter.objects.get().facts["paper"] == "year"


def test_two_holders_of_an_account_both_stand_on_the_receipt() -> None:
    other = make_donor(name="Luis Lopez")
    gift = recorded(typed_check(make_donor(name="Maria Lopez"), co_payer=Party(donor_id=other.pk)))
    receipt = settle(gift_id=gift.pk, now=NOW)
    assert receipt is not None
    assert receipt.snapshot["payer"][0] == "Maria Lopez and Luis Lopez"


def test_the_letter_of_an_ira_names_its_custodian() -> None:
    gift = recorded(typed_check(payer="ira", payer_name="Fidelity"))
    receipt = settle(gift_id=gift.pk, now=NOW)
    assert receipt is not None
    assert receipt.kind == "qcd_letter"
    assert "Fidelity" in " ".join(receipt.snapshot["statements"])


REFUSED: list[tuple[str, Callable[[], OfflineGift]]] = [
    ("to come", lambda: typed_check(days=days_of("cash", arrived_on=TODAY + timedelta(days=1)))),
    (
        "before it was posted",
        lambda: typed_check(
            days=days_of("check", arrived_on=TODAY - timedelta(days=2), postmarked_on=TODAY),
        ),
    ),
    ("do not sum", lambda: typed_check(shares=((make_fund().pk, Decimal("99.99")),))),
    ("describe", lambda: typed_coats(thing=None)),
    ("describe", lambda: typed_check(thing=COATS)),
    ("how many shares", lambda: typed_coats(kind="securities")),
    ("identification", lambda: typed_coats(kind="vehicle")),
    ("handed over", lambda: typed_coats(source="check")),
    ("estimated", lambda: typed_check(benefits=(TypedBenefit("Dinner", Decimal("1.00")),))),
    ("joint account", lambda: typed_check(payer="company", co_payer=Party(donor_id=make_donor().pk))),
    ("erased meanwhile", lambda: replace(typed_check(), donor=Party(donor_id=0))),
]


@pytest.mark.parametrize(
    ("sentence", "make"), REFUSED, ids=[f"{n}-{case[0]}" for n, case in enumerate(REFUSED)]
)
def test_what_cannot_be_is_refused_with_a_sentence_and_writes_nothing(
    sentence: str, make: Callable[[], OfflineGift]
) -> None:
    with pytest.raises(OfflineRefused, match=sentence), transaction.atomic():
        recorded(make())
    assert (Gift.objects.count(), LedgerLine.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_nobody_is_thanked_twice_for_one_gift() -> None:
    donor, new = make_donor(), make_donor()
    for pair in [(donor, new), (new, donor), (new, new)]:
        credits = tuple(TypedCredit(Party(donor_id=one.pk), "other", Decimal("1.00")) for one in pair)
        with pytest.raises(OfflineRefused, match="twice"):
            recorded(typed_check(donor, credits=credits))


def test_the_second_holder_is_somebody_else() -> None:
    donor = make_donor()
    with pytest.raises(OfflineRefused, match="again"):
        recorded(typed_check(donor, co_payer=Party(donor_id=donor.pk)))


def test_benefits_are_kept_as_typed() -> None:
    mug = TypedBenefit(
        description="Mug", fair_value=Decimal("8.00"), basis="shop", kind="token", cost=Decimal("3.10")
    )
    gift = recorded(typed_check(form_key=uuid.uuid4(), benefits=(DINNER, mug)))
    rows = Benefit.objects.filter(gift=gift).order_by("pk").values_list("description", "fair_value", "cost")
    assert list(rows) == [("Dinner", Decimal("40.00"), None), ("Mug", Decimal("8.00"), Decimal("3.10"))]
