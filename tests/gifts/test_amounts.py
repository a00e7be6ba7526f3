"""Minor units and amounts: the same money both ways, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import LARGEST
from gifts.gateway.amounts import BadAmount, from_minor, to_minor

LIMIT = int(LARGEST * 100)


@given(st.integers(-LIMIT, LIMIT))
def test_minor_units_survive_the_way_there_and_back(minor: int) -> None:
    assert to_minor(from_minor(minor, "usd"), "usd") == minor


@given(st.integers(-LIMIT, LIMIT))
def test_an_amount_always_has_two_places(minor: int) -> None:
    assert from_minor(minor, "usd").as_tuple().exponent == -2


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity", "10000000000.00"])
def test_what_two_places_cannot_hold_is_refused(amount: str) -> None:
    with pytest.raises(BadAmount):
        to_minor(Decimal(amount), "usd")


def test_more_than_any_column_holds_is_refused() -> None:
    with pytest.raises(BadAmount):
        from_minor(LIMIT + 1, "usd")


@pytest.mark.parametrize("currency", ["jpy", "JPY", "krw"])
def test_currencies_without_hundredths_are_refused_both_ways(currency: str) -> None:
    with pytest.raises(BadAmount):
        from_minor(100, currency)
    with pytest.raises(BadAmount):
        to_minor(Decimal("1.00"), currency)
