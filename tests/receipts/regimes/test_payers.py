"""Who is given which paper in the United States: payers, pay, property, vehicles, several gifts at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from receipts.regimes import UNITED_STATES, Thing, UnknownRegime, regime_named
from receipts.regimes.us.vehicles import acknowledge_by
from tests.receipts.regimes.cases import KEPT_CAR, paid_by, thing
from tests.receipts.regimes.saying import got, money, said_of, words

NOTHING = Decimal("0.00")


@pytest.mark.parametrize("payer", ["company", "match"])
def test_a_company_that_pays_is_a_payer_like_any_other(payer: str) -> None:
    assert UNITED_STATES.claim(paid_by(payer, "250.00")) == UNITED_STATES.claim(money("250.00"))


@pytest.mark.parametrize("payer", ["daf", "foundation"])
def test_a_grant_is_thanked_for_and_never_receipted(payer: str) -> None:
    claim = UNITED_STATES.claim(paid_by(payer, "5000.00"))
    assert (claim.kind, claim.deductible, claim.told) == ("thank_you_only", NOTHING, ())
    assert claim.statements == ("daf_notice_not_a_tax_receipt",)
    assert UNITED_STATES.series_of(claim.kind) == "T"
    assert UNITED_STATES.series_of("acknowledgment") == "R"
    assert "a donor-advised fund or a foundation" in said_of(UNITED_STATES, paid_by(payer, "5000.00"))


def test_a_benefit_for_a_distribution_from_an_ira_is_told_with_a_warning() -> None:
    gift = replace(paid_by("ira", "8000.00", "Vanguard"), benefits=(got("dinner", "200.00"),))
    claim = UNITED_STATES.claim(gift)
    assert (claim.kind, claim.deductible) == ("qcd_letter", NOTHING)
    text = said_of(UNITED_STATES, gift)
    assert "dinner, $200.00" in text
    assert "may not qualify" in text
    assert "limited to the excess" not in text


@pytest.mark.parametrize(("paid", "is_needed"), [("249.99", False), ("250.00", True)])
def test_a_paycheck_has_no_paper_but_may_need_the_annual_one(paid: str, is_needed: bool) -> None:
    claim = UNITED_STATES.claim(replace(money(paid), source="payroll"))
    assert (claim.kind, claim.why, claim.is_acknowledgment_needed) == ("none", "payroll", is_needed)


def test_pay_that_bought_something_is_told_of_at_once() -> None:
    claim = UNITED_STATES.claim(replace(money("100.00", got("ticket", "40.00")), source="payroll"))
    assert (claim.kind, claim.why) == ("quid_pro_quo", "")


def test_a_year_on_one_paper_keeps_each_gift_apart() -> None:
    dinner = got("dinner", "60.00")
    gifts = [replace(money("38.00"), source="payroll"), money("150.00"), money("300.00", dinner)]
    claim = UNITED_STATES.together([UNITED_STATES.claim(gift) for gift in gifts])
    assert (claim.kind, claim.deductible, claim.told) == ("annual_statement", Decimal("428.00"), (dinner,))
    assert (claim.is_acknowledgment_needed, claim.is_disclosure_needed) == (False, True)
    assert "no_goods_or_services" not in claim.statements
    text = words(UNITED_STATES, claim, gifts[0])
    assert "$428.00 in all" in text
    assert "by payday" in text
    assert "stands beside each gift" in text


def test_days_of_single_gifts_do_not_hide_that_nothing_came_back() -> None:
    gifts = [replace(money("25.00"), source="text"), money("30.00")]
    claim = UNITED_STATES.together([UNITED_STATES.claim(gift) for gift in gifts])
    assert claim.statements == ("tax_exempt", "no_goods_or_services", "keep")


def test_a_religious_benefit_is_named_on_the_paper_of_a_year() -> None:
    gifts = [money("100.00", got("a prayer", "0.00", "religious")), money("30.00")]
    claim = UNITED_STATES.together([UNITED_STATES.claim(gift) for gift in gifts])
    assert claim.statements == ("tax_exempt", "goods_by_line", "intangible_religious", "keep")
    assert "some of these gifts" in words(UNITED_STATES, claim, gifts[0])


def test_what_is_no_gift_stands_on_no_annual_paper() -> None:
    with pytest.raises(ValueError, match="none"):
        UNITED_STATES.together([UNITED_STATES.claim(replace(money("10.00"), kind="services"))])


def test_what_wants_a_paper_of_its_own_stands_on_no_annual_one() -> None:
    with pytest.raises(ValueError, match="noncash_acknowledgment, thank_you_only"):
        UNITED_STATES.together(
            [UNITED_STATES.claim(gift) for gift in (paid_by("daf", "10.00"), thing("goods", "a bed"))]
        )


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"postmarked_on": date(2026, 12, 31), "received_on": date(2027, 1, 4)}, "posted_and_received"),
        ({"postmarked_on": date(2026, 12, 31)}, "posted"),
        ({"received_on": date(2027, 1, 4)}, "received_later"),
        ({"received_on": date(2026, 12, 31)}, ""),
    ],
)
def test_days_beside_the_legal_one_are_told(days: dict[str, Any], code: str) -> None:
    gift = replace(money("100.00", on=date(2026, 12, 31)), **days)
    told = {"posted_and_received", "posted", "received_later", "sent_by_text"}
    assert set(UNITED_STATES.claim(gift).statements) & told == ({code} if code else set())
    assert all(
        day.isoformat() in said_of(UNITED_STATES, gift) for day in days.values() if day != gift.given_on
    )


def test_property_that_nobody_described_has_no_paper() -> None:
    for kind in ("goods", "expenses"):
        for given in (replace(money("10.00"), kind=kind), thing(kind, "")):
            with pytest.raises(ValueError, match="nobody described"):
                UNITED_STATES.claim(given)


def test_a_benefit_for_property_is_told_and_its_own_value_is_not() -> None:
    gift = replace(thing("goods", "a piano", "9876.00"), benefits=(got("dinner", "60.00"),))
    claim = UNITED_STATES.claim(gift)
    text = said_of(UNITED_STATES, gift)
    assert (claim.deductible, claim.is_disclosure_needed) == (None, True)
    assert "dinner, $60.00" in text
    assert "value of the property" in text
    assert "9,876" not in text


def car(**facts: Any) -> Thing:
    assert KEPT_CAR.thing is not None
    return replace(KEPT_CAR.thing, **facts)


SOLD = {"use": "sale", "sold_on": date(2026, 6, 15), "proceeds": Decimal("2100.00")}
CERTIFICATES = {
    "sale_certification",
    "gross_proceeds",
    "deduction_limited_to_proceeds",
    "intended_use_and_duration",
    "material_improvement",
    "no_transfer_before_completion_certification",
    "needy_certification",
}


@pytest.mark.parametrize(
    ("facts", "certified", "by"),
    [
        (SOLD, {"sale_certification", "gross_proceeds", "deduction_limited_to_proceeds"}, date(2026, 7, 15)),
        ({}, {"intended_use_and_duration", "no_transfer_before_completion_certification"}, date(2026, 5, 1)),
        (
            {"use": "improved", "use_note": "a new engine"},
            {"material_improvement", "no_transfer_before_completion_certification"},
            date(2026, 5, 1),
        ),
        ({"use": "needy"}, {"needy_certification"}, date(2026, 5, 1)),
    ],
)
def test_a_vehicle_is_certified_by_its_use_within_thirty_days(
    facts: dict[str, object], certified: set[str], by: date
) -> None:
    gift = replace(KEPT_CAR, thing=car(**facts))
    claim = UNITED_STATES.claim(gift)
    assert (claim.kind, claim.deductible, claim.states_amount) == ("vehicle_1098c", None, False)
    assert set(claim.statements) & CERTIFICATES == certified
    assert acknowledge_by(gift) == by
    text = said_of(UNITED_STATES, gift)
    assert ("$2,100.00" in text) is (facts == SOLD)
    assert "4,300" not in text
    assert "Taxpayer identification number: ____" in text


@pytest.mark.parametrize("facts", [{"use": "sale"}, {"use": ""}])
def test_a_vehicle_whose_use_is_not_known_yet_is_promised_its_paper(facts: dict[str, object]) -> None:
    gift = replace(KEPT_CAR, thing=car(**facts))
    claim = UNITED_STATES.claim(gift)
    assert (claim.kind, acknowledge_by(gift)) == ("noncash_acknowledgment", None)
    assert "does not support a deduction of more than $500" in said_of(UNITED_STATES, gift)


def test_up_to_500_dollars_a_vehicle_is_property_like_any_other() -> None:
    gift = replace(KEPT_CAR, thing=car(is_claimed_over_500=False))
    assert UNITED_STATES.claim(gift).kind == "noncash_acknowledgment"
    assert acknowledge_by(gift) is None
    assert "more than $500" not in said_of(UNITED_STATES, gift)


def test_what_repaid_a_volunteer_is_told() -> None:
    gift = replace(thing("expenses", "driving", "0.00"), benefits=(got("fuel card", "50.00"),))
    text = said_of(UNITED_STATES, gift)
    assert "To reimburse you in part" in text
    assert "fuel card, $50.00" in text
    assert "no goods or services to reimburse" not in text


@pytest.mark.parametrize("code", ["US", "CA", "AU", "GB"])
def test_a_regime_is_found_by_its_code_and_can_say_its_summary(code: str) -> None:
    regime = regime_named(code)
    assert regime.code == code
    assert set(regime.summary) <= set(regime.sentences)


def test_an_unknown_regime_is_refused() -> None:
    with pytest.raises(UnknownRegime, match="FR"):
        regime_named("FR")
