"""For any filter, a figure equals the sum of its drill-down: every figure, on random gifts."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.models import Appeal
from gifts.actions.tallies import keep_tallies, rebuild_tallies
from gifts.models import Gift
from gifts.reports.figures import FIGURES, Scope, Sums, sums_of
from gifts.reports.figures.behind import CLASSES, SIZES
from gifts.reports.figures.kept import counted
from gifts.reports.tallies import fiscal_month
from tests.factories import make_donor, make_gift, make_line
from tests.gifts.test_tallies import House

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = date(2026, 11, 29)
DAYS = st.dates(date(2022, 12, 1), date(2027, 6, 1))


def scopes(campaigns: list[int], funds: list[int], appeals: list[int]) -> st.SearchStrategy[Scope]:
    """Any days, years and filters that an address could ask for."""
    return st.builds(
        lambda one, other, **more: Scope(since=min(one, other), until=max(one, other), today=TODAY, **more),
        DAYS,
        DAYS,
        year=st.integers(2023, 2027),
        month=st.just(fiscal_month()),
        campaign=st.sampled_from([None, None, *campaigns]),
        fund=st.sampled_from([None, None, None, *funds]),
        appeal=st.sampled_from([None, None, None, 0, *appeals]),
        size=st.sampled_from([None, None, None, *range(len(SIZES))]),
        cohort=st.sampled_from([None, 2022, 2023, 2024, 2025, 2026]),
        kind=st.sampled_from(CLASSES),
    )


class AnyFilter(TestCase):
    """Hypothesis needs a clean base for each example."""

    @settings(max_examples=25, deadline=None)
    @given(st.data(), st.integers(0, 999), st.sampled_from([1, 1, 7, 10]))
    def test_every_figure_is_the_sum_of_its_rows(self, data: st.DataObject, seed: int, month: int) -> None:
        """Whatever happened, kept or still marked."""
        house = House(seed)
        appeal = Appeal.objects.create(campaign=house.campaigns[0], code=f"A{seed}", name="Spring letter")
        rebuild_tallies(month=month, now=NOW)
        for _ in range(14):
            house.step(house.chance.randrange(8))
        Gift.objects.filter(pk=house.gifts[0].pk).update(appeal=appeal)
        if seed % 2:
            keep_tallies(now=NOW)
            house.step(1)
        funds = [house.fund.pk, house.campaigns[0].funds.get().pk]
        for _ in range(4):
            scope = data.draw(scopes([each.pk for each in house.campaigns], funds, [appeal.pk]))
            for figure in FIGURES.values():
                for asked in (scope, scope.of_year(scope.year)):
                    assert sums_of(figure, asked) == counted(figure.behind(asked)), (figure.name, asked)


@pytest.fixture
def year() -> Scope:
    return Scope(since=date(2026, 1, 1), until=date(2026, 12, 31), today=TODAY, year=2026)


def give(donor: object, *years: int, amount: str = "50.00") -> None:
    for each in years:
        make_gift(donor, amount=amount, given_at=datetime(each, 3, 1, 12, tzinfo=UTC))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_figures_of_donors_say_what_they_mean(year: Scope) -> None:
    stays, came, back, left, long_ago = (make_donor() for _ in range(5))
    give(stays, 2024, 2025)
    give(stays, 2026, amount="80.00")
    give(came, 2026)
    give(back, 2023, 2026)
    give(left, 2025)
    give(long_ago, 2023, 2024)

    found = {name: sums_of(FIGURES[name], year) for name in FIGURES}

    assert found["donors"] == Sums(3, Decimal("180.00"))
    assert found["retained"] == Sums(1, Decimal("80.00"))
    assert found["newcomers"] == Sums(1, Decimal("50.00"))
    assert found["recaptured"] == Sums(1, Decimal("50.00"))
    assert found["lybunt"] == Sums(1, Decimal("50.00"))
    assert found["sybunt"] == Sums(1, Decimal("100.00"))
    assert found["upgraded"] == Sums(1, Decimal("30.00"))
    assert found["downgraded"] == found["same"] == Sums()


@pytest.mark.django_db
def test_a_refund_is_taken_off_on_the_gifts_own_day(year: Scope) -> None:
    gift = make_gift(amount="80.00", given_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    make_line(gift, kind="refund", amount=Decimal("-30.00"), at=NOW)

    assert sums_of(FIGURES["raised"], year) == Sums(1, Decimal("50.00"))


@pytest.mark.django_db
def test_a_check_that_bounced_is_no_gift_and_its_donor_no_donor(year: Scope) -> None:
    gift = make_gift(amount="80.00", given_at=NOW - timedelta(days=9))
    Gift.objects.filter(pk=gift.pk).update(state="failed")
    make_line(gift, kind="reversal", amount=Decimal("-80.00"), at=NOW)

    assert sums_of(FIGURES["raised"], year) == sums_of(FIGURES["donors"], year) == Sums()


@pytest.mark.django_db
def test_gifts_of_random_sizes_lie_each_in_one_step(year: Scope) -> None:
    chance = random.Random(4)
    for _ in range(30):
        make_gift(amount=f"{chance.choice([10, 24.99, 25, 49.99, 50, 100, 999.99, 1000, 5000, 9999]):.2f}",
                  given_at=NOW)  # fmt: skip
    steps = [sums_of(FIGURES["raised"], Scope(**{**vars(year), "size": step})) for step in range(len(SIZES))]

    assert sum(step.count for step in steps) == 30
    assert sum(step.money for step in steps) == sums_of(FIGURES["raised"], year).money
