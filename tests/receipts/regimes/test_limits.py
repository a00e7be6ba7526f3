"""A year's limits have a source, or do not exist."""

from datetime import date
from decimal import Decimal

import pytest

from receipts.regimes import UNITED_STATES
from receipts.regimes.limits import LIMITS, UnsourcedYear, YearLimits, limits_of
from tests.receipts.regimes.saying import got, money

MUG = got("logo mug", "1.00", "token", cost="1.00")


@pytest.mark.parametrize("source", ["", "  "])
def test_a_year_without_its_source_is_refused(source: str) -> None:
    with pytest.raises(UnsourcedYear, match="2040"):
        YearLimits(2040, Decimal("20.00"), Decimal("100.00"), Decimal("200.00"), source)


def test_each_year_stands_once_with_figures_in_the_proportion_of_the_guidelines() -> None:
    assert all(limits.year == year for year, limits in LIMITS.items())
    assert {
        year: (limits.least_payment / limits.item_cost, limits.cap / limits.item_cost)
        for year, limits in LIMITS.items()
    } == dict.fromkeys(LIMITS, (Decimal(5), Decimal(10)))


def test_limits_only_rise() -> None:
    costs = [LIMITS[year].item_cost for year in sorted(LIMITS)]
    assert costs == sorted(set(costs))


@pytest.mark.parametrize(("year", "cap"), [(2013, "102.00"), (2024, "132.00"), (2025, "136.00")])
def test_limits_are_those_that_were_published(year: int, cap: str) -> None:
    limits = limits_of(year)
    assert limits is not None
    assert limits.cap == Decimal(cap)


@pytest.mark.parametrize("year", [1999, 2017, 2099])
def test_a_year_that_is_missing_disregards_nothing(year: int) -> None:
    assert limits_of(year) is None
    claim = UNITED_STATES.claim(money("1000.00", MUG, on=date(year, 3, 1)))
    assert (claim.told, claim.deductible) == ((MUG,), Decimal("999.00"))
