"""Every worked case, from the rows of a gift to the text that a reader finds in its paper."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.formats import date_format

from gifts.models import Benefit, Gift, Property
from receipts.actions import settle
from receipts.models import Receipt, Unreceipted
from receipts.papers import store
from receipts.regimes import Contribution
from tests.factories import make_donor, make_gift, make_organisation, make_user
from tests.receipts.reading import one_line
from tests.receipts.regimes.cases import AMERICAN, Case

pytestmark = pytest.mark.django_db

# what a code means, in the words of the paper; not taken from the rules, so that a change of either is seen
SAYS = {
    "no_goods_or_services": "No goods or services were provided in exchange",
    "goods_or_services_statement": "No goods or services were provided in exchange",
    "no_goods_or_services_as_cwa": "No goods or services",
    "benefit_fmv_good_faith_estimate": "good-faith estimate of its fair market value",
    "deduction_limited_to_excess": "limited to the excess of the money over the value",
    "deductible_amount": "deductible for federal income tax purposes is limited",
    "daf_notice_not_a_tax_receipt": "is not a receipt for tax purposes",
    "received_from_ira_custodian": "distribution from your individual retirement account",
    "donor_name_and_tin": "________",
    "no_transfer_before_completion_certification": "before",
    "gross_proceeds": "gross proceeds",
}
NOT_OF_A_GIFT = {"US-40", "US-41"}  # expenses have a letter of their own, time has none
CASES = [case for case in AMERICAN if case.name not in NOT_OF_A_GIFT and not case.is_annual]


def given(contribution: Contribution, now: datetime) -> Gift:
    """The rows that a contribution is made from."""
    gift = make_gift(
        make_donor(name="Eleanor Whitfield"), amount=str(max(contribution.paid, Decimal("0.01")))
    )
    facts: dict[str, object] = {
        "kind": contribution.kind,
        "payer": contribution.payer,
        "payer_name": contribution.payer_name,
        "given_on": contribution.given_on,
        "postmarked_on": contribution.postmarked_on,
        "received_on": contribution.received_on,
    }
    source = "delivery" if contribution.thing else contribution.source
    if source != "stripe":
        by_hand = {"payment_id": None, "charge_id": "", "method": "", "recorded_by": make_user()}
        facts |= {"source": source, **by_hand}
    Gift.objects.filter(pk=gift.pk).update(**facts)
    for benefit in contribution.benefits:
        limits = {"cost": benefit.cost, "sold_from": benefit.sold_from}
        Benefit.objects.create(
            gift=gift,
            kind=benefit.kind,
            description=benefit.description,
            fair_value=benefit.value,
            basis="price at the door",
            **{name: limit for name, limit in limits.items() if limit is not None},
        )
    if thing := contribution.thing:
        columns = {field.name for field in Property._meta.concrete_fields}
        facts_of_it = {name: value for name, value in vars(thing).items() if name in columns}
        Property.objects.create(gift=gift, **facts_of_it)
    return gift


def paper_of(gift: Gift, now: datetime, folder: Path) -> tuple[Receipt, str]:
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    return receipt, one_line(store(receipt), folder)


def phrases(code: str, contribution: Contribution) -> list[str]:
    """What a reader must find, or must not, for a code."""
    thing = contribution.thing
    amount = f"${contribution.paid:,.2f}"
    facts = {
        "org_name": ["Safe Harbor"],
        "cash_amount": [amount],
        "property_value": [amount, f"{contribution.paid:,.2f}"],
        "usd_value": [amount],
        "date_received": [date_format(contribution.given_on, "DATE_FORMAT")],
        "date_of_contribution": [date_format(contribution.given_on, "DATE_FORMAT")],
        "benefit_description": [benefit.description for benefit in contribution.benefits],
        "property_description": [thing.issuer or thing.description] if thing else [],
        "location": [thing.place] if thing else [],
        "vin": [thing.vin] if thing else [],
        "intended_use_and_duration": [thing.use_note, f"{thing.use_months} months"] if thing else [],
    }
    return facts.get(code) or [SAYS[code]]


@pytest.mark.parametrize("case", [case for case in CASES if case.kind != "none"], ids=lambda case: case.name)
def test_the_paper_of_a_case_says_what_it_must_and_not_what_it_must_not(
    case: Case, now: datetime, tmp_path: Path
) -> None:
    make_organisation()
    elsewhere = {"pledge_total_as_contribution", "receipt_to_employee", "receipt_to_honoree"}
    for contribution in case.gifts:
        receipt, text = paper_of(given(contribution, now), now, tmp_path)
        assert receipt.kind == case.kind
        missing = [
            phrase for code in case.required for phrase in phrases(code, contribution) if phrase not in text
        ]
        assert missing == []
        forbidden = set(case.forbidden) - elsewhere - {"amount_in_family_notice"}
        assert [
            phrase for code in forbidden for phrase in phrases(code, contribution) if phrase in text
        ] == []
        assert "Eleanor Whitfield" in text


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "none"], ids=lambda case: case.name)
def test_a_case_without_a_paper_draws_no_number_and_says_why(case: Case, now: datetime) -> None:
    gift = given(case.gifts[0], now)
    assert settle(gift_id=gift.pk, now=now) is None
    assert settle(gift_id=gift.pk, now=now) is None
    assert Unreceipted.objects.get().why == "payroll"
    assert not Receipt.objects.exists()


def test_a_sum_that_may_not_be_told_is_not_hidden_in_the_snapshot_either(now: datetime) -> None:
    coats = next(case for case in AMERICAN if case.name == "US-24").gifts[0]
    receipt = settle(gift_id=given(replace(coats, paid=Decimal("613.37")), now).pk, now=now)
    assert receipt is not None
    assert "613.37" not in str(receipt.snapshot)
    assert receipt.amount == 0


def test_benefits_are_told_whoever_removes_them_gets_another_paper(now: datetime, tmp_path: Path) -> None:
    dinner = next(case for case in AMERICAN if case.name == "US-04").gifts[0]
    gift = given(dinner, now)
    first, text = paper_of(gift, now, tmp_path)
    assert "No goods or services" not in text
    assert "$60.00" in text
    Benefit.objects.filter(gift=gift).delete()
    second, text = paper_of(gift, now, tmp_path)
    assert (second.replaces, second.amount) == (first, Decimal("100.00"))
    assert "No goods or services were provided in exchange for this gift." in text
    assert f"Replaces receipt {first}" in text
