"""Kept totals are what a recount gives, to the cent, whatever happened and whenever somebody looks."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from campaigns.models import Campaign
from donors.models import Donor
from gifts.actions.tallies import keep_tallies, rebuild_tallies
from gifts.models import (
    Allocation,
    CohortTally,
    DayTally,
    DonorTally,
    DonorYear,
    FundDayTally,
    FundTally,
    Gift,
    Tally,
    TallyMark,
    YearStart,
)
from gifts.reports.tally_check import departures
from tests.factories import make_campaign, make_donor, make_fund, make_gift, make_line
from tests.racing import at_once

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TABLES = (CohortTally, DayTally, DonorTally, DonorYear, FundDayTally, FundTally, YearStart)
STEPS = 9


class House:
    """Three donors, two campaigns, and the hands that change what was given."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.donors: list[Donor | None] = [make_donor() for _ in range(3)]
        self.campaigns: list[Campaign] = [make_campaign() for _ in range(2)]
        self.fund = make_fund()
        self.gifts = [self.a_gift() for _ in range(3)]

    def a_gift(self) -> Gift:
        """A gift of some day in four years."""
        given_at = datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(days=self.chance.randrange(1460))
        amount = f"{self.chance.randrange(100, 90_000) / 100:.2f}"
        donor = self.chance.choice([donor for donor in self.donors if donor])
        return make_gift(donor, campaign=self.chance.choice(self.campaigns), amount=amount, given_at=given_at)

    def step(self, what: int) -> None:
        """Change something, each in a transaction."""
        gift = Gift.objects.get(pk=self.chance.choice(self.gifts).pk)
        rows = Gift.objects.filter(pk=gift.pk)
        with transaction.atomic():
            match what:
                case 0:
                    self.gifts.append(self.a_gift())
                case 1:
                    make_line(gift, kind="refund", amount=Decimal(-self.chance.randrange(1, 3000)) / 100)
                case 2:
                    one, other = self.chance.sample([donor for donor in self.donors if donor], 2)
                    both = Donor.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
                    list(both.select_for_update(no_key=True))  # a merge locks both records first
                    Gift.objects.filter(donor=one).update(donor=other)
                case 3:
                    rows.update(
                        given_on=gift.created_at.date() + timedelta(days=self.chance.randrange(-400, 400))
                    )
                case 4:
                    rows.update(state=self.chance.choice(["paid", "lost", "failed", "refunded"]))
                case 5:
                    rows.update(campaign=self.chance.choice([*self.campaigns, None]))
                case 6:
                    self.share(gift)
                case 7:
                    rows.update(donor=self.chance.choice([*self.donors, None]))
                case _:
                    keep_tallies(now=NOW)

    def share(self, gift: Gift) -> None:
        """Give half of a gift to the other fund, or all of it back."""
        shares = list(gift.allocations.order_by("pk"))
        if len(shares) == 1:
            half = (gift.amount / 3).quantize(Decimal("0.01"))
            Allocation.objects.filter(pk=shares[0].pk).update(amount=F("amount") - half)
            Allocation.objects.create(gift=gift, fund=self.fund, amount=half)
        else:
            shares[1].delete()
            Allocation.objects.filter(pk=shares[0].pk).update(amount=gift.amount)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(4))
def test_kept_equals_recounted_after_any_history(seed: int) -> None:
    house = House(seed)
    for number in range(60):
        house.step(house.chance.randrange(STEPS))
        if number % 20 == 0:
            assert departures() == []

    assert departures() == []
    keep_tallies(now=NOW)
    assert not TallyMark.objects.exists()
    assert departures() == []


class AnyHistory(TransactionTestCase):
    """Hypothesis needs a clean base for each example."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(0, STEPS - 1), max_size=12), st.integers(0, 999), st.integers(1, 12))
    def test_kept_equals_recounted(self, steps: list[int], seed: int, month: int) -> None:
        """Whatever happens, in whichever fiscal year."""
        house = House(seed)
        rebuild_tallies(month=month, now=NOW)
        for step in steps:
            house.step(step)
        assert departures() == []
        keep_tallies(now=NOW)
        assert departures() == []


@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_a_keeper_leave_what_a_recount_gives() -> None:
    house = House(1)
    for _ in range(5):
        house.gifts.append(house.a_gift())

    def write(seed: int) -> None:
        mine = House.__new__(House)
        mine.__dict__ |= house.__dict__ | {"chance": random.Random(seed), "gifts": list(house.gifts)}
        for _ in range(25):
            mine.step(mine.chance.choice([0, 1, 1, 2, 3, 4, 5, 7, 8]))

    def keep() -> None:
        for _ in range(40):
            keep_tallies(now=NOW)

    at_once(*(partial(write, seed) for seed in range(8)), keep)

    assert departures() == []
    keep_tallies(now=NOW)
    assert departures() == []
    before = [list(table.objects.order_by("pk").values()) for table in TABLES]
    rebuild_tallies(month=1, now=NOW)
    assert departures() == []
    assert [len(rows) for rows in before] == [table.objects.count() for table in TABLES]


@pytest.mark.django_db
def test_a_change_is_seen_at_once_and_kept_later() -> None:
    make_gift(amount="80.00")
    seen = departures()
    keep_tallies(now=NOW)

    assert seen == []
    assert DonorTally.objects.get().given == Decimal("80.00")
    assert Tally.objects.get().kept_at == NOW


@pytest.mark.django_db
def test_a_row_altered_behind_the_systems_back_is_found() -> None:
    gift = make_gift(amount="80.00")
    keep_tallies(now=NOW)

    DonorYear.objects.update(given=F("given") + Decimal("0.01"))

    found = departures()
    assert [(row.table, row.what, row.row[0]) for row in found] == [
        ("donor years", "kept, but not counted", gift.donor_id),
        ("donor years", "counted, but not kept", gift.donor_id),
    ]
    rebuild_tallies(month=1, now=NOW)
    assert departures() == []
