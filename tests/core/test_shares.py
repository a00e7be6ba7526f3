"""An amount that is shared by parts is shared whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import CENT, ZERO, shares_of

amounts = st.decimals(min_value="0.01", max_value="9999999999.99", places=2)
parts = st.lists(st.decimals(min_value="0.01", max_value="100", places=2), min_size=1, max_size=9)


@given(amount=amounts, parts=parts)
def test_the_shares_sum_to_the_amount_and_none_is_a_cent_off(amount: Decimal, parts: list[Decimal]) -> None:
    shares = dict(shares_of(amount, list(enumerate(parts))))

    assert sum(shares.values(), ZERO) == amount
    for place, part in enumerate(parts):
        share = shares.get(place, ZERO)
        assert abs(share - amount * part / sum(parts)) < CENT
        assert share == share.quantize(CENT)


def test_the_cents_left_over_go_to_those_who_lost_most_and_the_earlier_one_first() -> None:
    thirds = [("a", Decimal(33)), ("b", Decimal(33)), ("c", Decimal(34))]
    assert shares_of(Decimal("10.00"), thirds) == [
        ("a", Decimal("3.30")),
        ("b", Decimal("3.30")),
        ("c", Decimal("3.40")),
    ]
    assert shares_of(Decimal("0.01"), thirds) == [("c", Decimal("0.01"))]
    halves = [("a", Decimal(50)), ("b", Decimal(50))]
    assert shares_of(Decimal("0.01"), halves) == [("a", Decimal("0.01"))]


@pytest.mark.parametrize("split", [[], [("a", Decimal(0))], [("a", Decimal(150)), ("b", Decimal(-50))]])
def test_a_split_of_nothing_is_refused(split: list[tuple[str, Decimal]]) -> None:
    with pytest.raises(ValueError, match="split"):
        shares_of(Decimal(10), split)
