"""Canada in full; Australia and the United Kingdom as far as they go."""

from dataclasses import replace
from decimal import Decimal

import pytest

from receipts.regimes import CANADA, UNITED_KINGDOM, regime_named
from receipts.regimes.gb import LineRefused, aggregated, claimable
from tests.receipts.regimes.cases import paid_by, thing
from tests.receipts.regimes.cases_abroad import AGGREGATED, DECLARED
from tests.receipts.regimes.saying import got, money, said_of, words

PLACE = {"address": "12 Harbour St\nToronto ON M5V 1A1", "tax_number": "10000 0000 RR0001"}


@pytest.mark.parametrize(
    ("paid", "value", "deductible"),
    [
        ("1000.00", "75.00", "1000.00"),
        ("1000.00", "75.01", "924.99"),
        ("500.00", "50.00", "500.00"),
        ("500.00", "50.01", "449.99"),
        ("100.00", "80.00", "20.00"),
    ],
)
def test_a_canadian_advantage_counts_above_ten_percent_or_75_dollars(
    paid: str, value: str, deductible: str
) -> None:
    claim = CANADA.claim(money(paid, got("ticket", value)))
    assert (claim.kind, claim.deductible) == ("official_receipt", Decimal(deductible))
    assert ("advantage_amount_and_description" in claim.statements) is (deductible != paid)


def test_over_eighty_percent_no_gift_was_intended() -> None:
    claim = CANADA.claim(money("100.00", got("ticket", "80.01")))
    assert (claim.kind, claim.why, claim.deductible) == ("none", "advantage", Decimal("0.00"))


def test_several_advantages_are_added_up() -> None:
    claim = CANADA.claim(money("500.00", got("book", "30.00"), got("pen", "30.00")))
    assert (claim.deductible, len(claim.told)) == (Decimal("440.00"), 2)


@pytest.mark.parametrize("kind", ["services", "expenses"])
@pytest.mark.parametrize("code", ["CA", "AU"])
def test_time_is_no_gift_abroad_either(code: str, kind: str) -> None:
    claim = regime_named(code).claim(thing(kind, "driving", "10.00"))
    assert (claim.kind, claim.why) == ("none", "nothing")


def test_an_official_receipt_says_where_by_whom_and_whom_to_ask() -> None:
    text = said_of(CANADA, money("100.00"), **PLACE)
    assert text.splitlines() == [
        "This is an official receipt for income tax purposes. Issued at Toronto ON M5V 1A1.",
        "Safe Harbor, Inc., charity registration number 10000 0000 RR0001.",
        "Eligible amount of the gift for tax purposes: $100.00.",
        "Canada Revenue Agency: canada.ca/charities-giving",
    ]


def test_a_lost_official_receipt_is_cancelled_and_replaced() -> None:
    assert (CANADA.is_replaced_not_copied, CANADA.needs_address) == (True, True)
    assert "It cancels and replaces receipt No. R-2026-000007." in said_of(
        CANADA, money("100.00"), replaces="R-2026-000007", **PLACE
    )


def test_property_is_valued_in_canada_and_must_be_described() -> None:
    gift = thing("goods", "a piano", "4000.00")
    assert "a piano. Fair market value: $4,000.00." in said_of(CANADA, gift)
    assert CANADA.claim(gift).states_amount
    with pytest.raises(ValueError, match="nobody described"):
        CANADA.claim(replace(gift, thing=None))


def test_a_canadian_year_gathers_money_and_nothing_else() -> None:
    gifts = [money("70.00", got("meal", "20.00")), money("30.00")]
    claim = CANADA.together([CANADA.claim(gift) for gift in gifts])
    assert (claim.kind, claim.deductible) == ("annual_statement", Decimal("80.00"))
    assert "Eligible amount of the gift for tax purposes: $80.00." in words(CANADA, claim, gifts[0])
    for other in (thing("goods", "a bed", "10.00"), paid_by("foundation", "10.00")):
        with pytest.raises(ValueError, match="only gifts of money"):
            CANADA.together([CANADA.claim(other), CANADA.claim(gifts[1])])


def test_a_grant_is_thanked_for_in_canada() -> None:
    claim = CANADA.claim(paid_by("foundation", "10.00"))
    assert (claim.kind, CANADA.series_of(claim.kind)) == ("thank_you_only", "CT")
    assert "not an official receipt" in said_of(CANADA, paid_by("foundation", "10.00"))


def test_an_australian_year_gathers_gifts_of_money() -> None:
    australia = regime_named("AU")
    claim = australia.together([australia.claim(money("10.00")), australia.claim(money("20.00"))])
    assert (claim.deductible, claim.states_amount) == (Decimal("30.00"), True)
    with pytest.raises(ValueError, match="only gifts of money"):
        australia.together([australia.claim(money("200.00", got("dinner", "30.00")))])
    assert not australia.claim(thing("goods", "a bed", "10.00")).states_amount


@pytest.mark.parametrize(
    ("paid", "claimed"), [("10.00", "2.50"), ("10.01", "2.50"), ("10.03", "2.50"), ("10.04", "2.51")]
)
def test_a_quarter_is_claimed_under_a_declaration(paid: str, claimed: str) -> None:
    assert claimable(replace(DECLARED, paid=Decimal(paid))) == Decimal(claimed)


def test_nothing_is_claimed_without_one_nor_for_goods_nor_with_a_benefit() -> None:
    for gift in (
        money("10.00"),
        replace(DECLARED, kind="goods"),
        replace(DECLARED, benefits=(got("mug", "5.00"),)),
    ):
        assert claimable(gift) == 0
        assert UNITED_KINGDOM.claim(gift).kind == "not_claimable"


def test_claimed_and_unclaimed_gifts_stand_on_two_letters() -> None:
    claims = [UNITED_KINGDOM.claim(gift) for gift in (DECLARED, money("10.00"))]
    assert UNITED_KINGDOM.together(claims[:1] * 2).statements == ("charity", "gift_aid_claim_line")
    with pytest.raises(ValueError, match="two letters"):
        UNITED_KINGDOM.together(claims)


def test_a_line_takes_a_thousand_pounds_of_small_gifts() -> None:
    """Case GB-03: 51 gifts of £20 are £1,020."""
    assert aggregated(AGGREGATED[:50]) == Decimal("1000.00")
    with pytest.raises(LineRefused, match="1,000"):
        aggregated(AGGREGATED)
    with pytest.raises(LineRefused, match="20 or less"):
        aggregated([Decimal("20.01")])
