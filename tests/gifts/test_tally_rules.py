"""What the database keeps of totals, and how staff are told where they differ."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import F

from core.money import CENT, ZERO
from gifts.actions.tallies import check_tallies, keep_tallies
from gifts.models import (
    CohortTally,
    DayTally,
    DonorYear,
    FundDayTally,
    Gift,
    LedgerLine,
    Tally,
)
from gifts.reports.tallies import fiscal_span, fiscal_year
from gifts.reports.tally_check import departures, tallies_stand
from tests.factories import make_gift, make_line

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


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
