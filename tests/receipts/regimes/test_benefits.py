"""Which benefits must be told in the United States, at each limit and a cent beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from receipts.regimes import UNITED_STATES, Given
from tests.receipts.regimes.cases import thing
from tests.receipts.regimes.saying import IN_2024, got, money, said_of

# 2024: items up to $13.20, payments from $66.00, 2 % up to $132.00
MUG = got("mug", "15.00", "token", cost="13.20")


@pytest.mark.parametrize(
    ("paid", "benefits", "told"),
    [
        ("1000.00", (got("book", "20.00"),), 0),
        ("1000.00", (got("book", "20.01"),), 1),
        ("6600.00", (got("dinner", "132.00"),), 0),
        ("9000.00", (got("dinner", "132.01"),), 1),
        ("1000.00", (got("book", "10.00"), got("poster", "10.01")), 2),
        ("66.00", (MUG,), 0),
        ("65.99", (MUG,), 1),
        ("66.00", (MUG, got("pen", "0.50", "token", cost="0.01")), 2),
        ("66.00", (MUG, got("poster", "5.00")), 2),
        ("66.00", (got("mug", "15.00", "token"),), 1),
    ],
)
def test_small_things_are_disregarded_up_to_their_limit(
    paid: str, benefits: tuple[Given, ...], told: int
) -> None:
    assert len(UNITED_STATES.claim(money(paid, *benefits)).told) == told


@pytest.mark.parametrize(
    ("paid", "sold_from", "is_told"),
    [("75.00", None, False), ("75.01", None, True), ("300.00", "75.00", False), ("300.00", "75.01", True)],
)
def test_privileges_of_a_membership_are_disregarded_up_to_75_dollars(
    paid: str, sold_from: str | None, is_told: bool
) -> None:
    privilege = got("parking", "40.00", "membership", **({"sold_from": sold_from} if sold_from else {}))
    assert bool(UNITED_STATES.claim(money(paid, privilege)).told) is is_told


def test_above_the_lowest_level_only_the_rest_is_told() -> None:
    poster = got("poster", "20.00")
    claim = UNITED_STATES.claim(
        money("300.00", got("parking", "40.00", "membership", sold_from="75.00"), poster)
    )
    assert (claim.kind, claim.told, claim.deductible) == ("quid_pro_quo", (poster,), Decimal("280.00"))


def test_beside_property_nothing_is_disregarded_for_its_payment_was_never_counted() -> None:
    gift = replace(thing("goods", "a piano", "9000.00", IN_2024), benefits=(MUG,))
    assert UNITED_STATES.claim(gift).told == (MUG,)
    assert UNITED_STATES.claim(money("9000.00", MUG)).told == ()


def test_what_is_disregarded_is_named_as_that_and_never_denied() -> None:
    gift = money("66.00", MUG)
    text = said_of(UNITED_STATES, gift)
    assert "What you received (mug) is of a kind or value" in text
    assert "No other goods or services were provided" in text
    assert "No goods or services" not in text
    assert "no_goods_or_services" not in UNITED_STATES.claim(gift).statements


def test_an_intangible_religious_benefit_is_named_and_not_valued() -> None:
    prayer = got("a prayer", "0.00", "religious")
    claim = UNITED_STATES.claim(money("300.00", prayer))
    assert (claim.kind, claim.told, claim.deductible) == ("acknowledgment", (), Decimal("300.00"))
    assert "intangible religious benefits only" in said_of(UNITED_STATES, money("300.00", prayer))
    both = money("300.00", prayer, got("dinner", "60.00"))
    text = said_of(UNITED_STATES, both)
    assert "dinner, $60.00" in text
    assert "You also received intangible religious benefits." in text
    assert UNITED_STATES.claim(both).deductible == Decimal("240.00")


@pytest.mark.parametrize(
    ("paid", "kind", "is_needed"),
    [("249.99", "simple_receipt", False), ("250.00", "acknowledgment", True)],
)
def test_an_acknowledgment_is_needed_from_250_dollars(paid: str, kind: str, is_needed: bool) -> None:
    claim = UNITED_STATES.claim(money(paid))
    assert (claim.kind, claim.is_acknowledgment_needed) == (kind, is_needed)


@pytest.mark.parametrize(("paid", "is_needed"), [("309.99", False), ("310.00", True)])
def test_the_250_dollars_are_net_of_what_came_back(paid: str, is_needed: bool) -> None:
    claim = UNITED_STATES.claim(money(paid, got("dinner", "60.00")))
    assert (claim.kind, claim.is_acknowledgment_needed) == ("quid_pro_quo", is_needed)


@pytest.mark.parametrize(
    ("value", "kind", "deductible"),
    [("99.99", "quid_pro_quo", "0.01"), ("100.00", "sales_receipt_only", "0.00")],
)
def test_who_gets_as_much_as_they_paid_bought(value: str, kind: str, deductible: str) -> None:
    claim = UNITED_STATES.claim(money("100.00", got("painting", value)))
    assert (claim.kind, claim.deductible) == (kind, Decimal(deductible))


def test_limits_are_those_of_the_year_of_the_gift() -> None:
    gift_of = {
        year: money("7000.00", got("dinner", "132.00"), on=date(year, 12, 31)) for year in (2023, 2024)
    }
    assert [bool(UNITED_STATES.claim(gift).told) for gift in gift_of.values()] == [True, False]
