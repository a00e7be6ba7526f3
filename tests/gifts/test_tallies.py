"""Kept totals are what a recount gives, to the cent, whatever happened and whenever somebody looks."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from campaigns.models import Campaign
from core.money import CENT, ZERO
from donors.models import Donor
from gifts.actions.tallies import check_tallies, keep_tallies, rebuild_tallies
from gifts.models import (
    Allocation,
    CohortTally,
    DayTally,
    DonorTally,
    DonorYear,
    FundDayTally,
    Gift,
    LedgerLine,
    Tally,
    TallyMark,
    YearStart,
)
from gifts.reports.tallies import fiscal_span, fiscal_year
from gifts.reports.tally_check import departures, tallies_stand
from tests.factories import make_campaign, make_donor, make_fund, make_gift, make_line
from tests.racing import at_once

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TABLES = (CohortTally, DayTally, DonorTally, DonorYear, FundDayTally, YearStart)
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


@pytest.mark.django_db
def test_what_lines_sum_to_is_written_by_their_trigger_alone() -> None:
    gift = make_gift(amount="80.00")
    read_before = Gift.objects.get(pk=gift.pk)
    make_line(gift, kind="refund", amount=Decimal("-30.00"))

    read_before.save()
    Gift.objects.filter(pk=gift.pk).update(stands=5, fees=5)

    again = Gift.objects.get(pk=gift.pk)
    assert (again.stands, again.fees) == (Decimal("50.00"), Decimal("2.62"))


@pytest.mark.django_db
def test_a_late_line_counts_once() -> None:
    gift = make_gift(amount="80.00")
    late = LedgerLine.objects.create(
        txn_id="txn_late",
        kind="refund",
        amount=Decimal("-4.00"),
        net=Decimal("-4.00"),
        currency="usd",
        occurred_at=NOW,
        created_at=NOW,
    )
    late.gift = gift
    late.save(update_fields=["gift"])
    late.save()

    assert Gift.objects.get(pk=gift.pk).stands == Decimal("76.00")
    assert departures() == []


@pytest.mark.django_db
def test_a_gift_begins_without_lines() -> None:
    gift = make_gift()
    with pytest.raises(ProgrammingError, match="Cannot insert"), transaction.atomic():
        Gift.objects.create(
            source="check",
            state="paid",
            recorded_by=None,
            payment_id=None,
            amount=gift.amount,
            stands=gift.amount,
            currency="usd",
            given_at=NOW,
            given_on=NOW.date(),
            created_at=NOW,
        )


@pytest.mark.django_db
def test_fiscal_years_of_days_are_those_of_their_spans() -> None:
    for month in range(1, 13):
        first, last = fiscal_span(2026, month)
        years = [
            fiscal_year(first - timedelta(days=1), month),
            fiscal_year(first, month),
            fiscal_year(last, month),
            fiscal_year(last + timedelta(days=1), month),
        ]
        assert years == [2025, 2026, 2026, 2027]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("only_one_tally", lambda: Tally.objects.create(pk=2)),
        ("tally_fiscal_month_is_one", lambda: Tally.objects.create(pk=1, fiscal_month=13)),
        (
            "one_row_per_donor_and_year",
            lambda: [DonorYear.objects.create(donor_id=1, year=2026, gifts=0, given=CENT) for _ in range(2)],
        ),
        (
            "donor_year_with_gifts_has_its_days",
            lambda: DonorYear.objects.create(donor_id=1, year=2026, gifts=1, given=CENT),
        ),
        (
            "one_row_per_day_campaign_and_appeal",
            lambda: [
                DayTally.objects.create(day=NOW.date(), gifts=0, amount=ZERO, raised=CENT, fees=ZERO)
                for _ in range(2)
            ],
        ),
        (
            "one_row_per_day_campaign_and_fund",
            lambda: [
                FundDayTally.objects.create(day=NOW.date(), fund_id=1, gifts=0, raised=CENT) for _ in range(2)
            ],
        ),
        (
            "one_row_per_cohort_year_and_move",
            lambda: [
                CohortTally.objects.create(cohort=1, year=2, move="same", donors=1, given=CENT)
                for _ in range(2)
            ],
        ),
        (
            "cohort_move_is_known",
            lambda: CohortTally.objects.create(cohort=1, year=2, move="on", donors=1, given=CENT),
        ),
        (
            "cohort_begins_before_it_gives",
            lambda: CohortTally.objects.create(cohort=3, year=2, move="same", donors=1, given=CENT),
        ),
    ],
)
def test_the_database_keeps_the_shape_of_totals(name: str, break_it: object) -> None:
    assert callable(break_it)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


@pytest.mark.django_db
def test_the_command_says_where_totals_differ_and_counts_them_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_gift(amount="80.00")
    call_command("tallies")
    DonorYear.objects.update(given=F("given") + 1)

    with pytest.raises(CommandError, match="2 rows differ"):
        call_command("tallies")
    noted = Tally.objects.get().departures
    call_command("tallies", "--rebuild")

    assert noted == 2
    assert Tally.objects.get().departures == 0
    said = capsys.readouterr().out
    assert "donor years: kept, but not counted" in said
    assert said.rstrip().endswith("the same, to the cent.")


@pytest.mark.django_db
def test_the_doctor_tells_of_totals_that_differ() -> None:
    make_gift()
    well = tallies_stand()
    keep_tallies(now=NOW)
    DonorYear.objects.update(given=F("given") + 1)
    check_tallies(now=NOW)

    amiss = tallies_stand()

    assert well == ("Reports read totals that are kept up to date.", "")
    assert amiss[0] == "2 kept totals were not what the last recount gave."
    assert "--rebuild" in amiss[1]
