"""How we are doing and how a donor gives: the year so far, the months, a glance."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.clock import legal_day
from desk.reports.donors import giving_of, glance_at
from desk.reports.standing import months_raised, standing
from gifts.models import Gift
from tests.factories import (
    make_donor,
    make_gift,
    make_line,
    make_recurring,
)

pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T17:00:00+00:00")


def test_a_year_is_laid_beside_the_same_days_of_the_last_one() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2026-01-01"))
    make_gift(donor, amount="20", given_at=at("2026-11-25"))
    make_gift(amount="40", given_at=at("2025-11-25"))
    make_gift(amount="80", given_at=at("2025-11-26"))
    seen = standing(date(2026, 11, 25))
    assert (seen.raised, seen.raised_before) == (Decimal("30.00"), Decimal("40.00"))
    assert (seen.donors, seen.donors_before) == (1, 1)


def test_the_leap_day_is_laid_beside_the_28th() -> None:
    make_gift(amount="10", given_at=at("2027-02-28"))
    make_gift(amount="20", given_at=at("2027-03-01"))
    make_gift(amount="40", given_at=at("2028-02-29"))
    seen = standing(date(2028, 2, 29))
    assert (seen.raised, seen.raised_before) == (Decimal("40.00"), Decimal("10.00"))


def test_a_gift_at_new_year_belongs_to_the_organisations_day() -> None:
    late = datetime(2026, 1, 1, 4, 30, tzinfo=UTC)  # half past eleven on New Year's Eve in New York
    assert legal_day(late, "America/New_York") == date(2025, 12, 31)
    make_gift(amount="10", given_at=late)
    assert standing(date(2026, 1, 1)).raised == Decimal("0.00")
    assert months_raised(date(2025, 12, 31))[-1].raised == Decimal("10.00")


def test_twelve_months_end_with_this_one_and_stand_beside_a_year_before() -> None:
    make_line(make_gift(amount="10", given_at=at("2026-02-28")), kind="refund", amount=Decimal("-4.00"))
    make_gift(amount="20", given_at=at("2025-03-01"))
    make_gift(amount="40", given_at=at("2024-03-31"))
    make_gift(amount="80", given_at=at("2024-02-28"))
    months = months_raised(date(2026, 2, 14))
    assert [month.first for month in months][:2] == [date(2025, 3, 1), date(2025, 4, 1)]
    assert len(months) == 12
    assert (months[0].raised, months[0].year_before) == (Decimal("20.00"), Decimal("40.00"))
    assert (months[11].raised, months[11].year_before) == (Decimal("6.00"), Decimal("0.00"))


def test_a_month_is_a_third_of_a_quarter_and_a_twelfth_of_a_year() -> None:
    for frequency, amount, state in (
        ("monthly", "10", "active"),
        ("quarterly", "30", "active"),
        ("annually", "100", "active"),
        ("monthly", "99", "past_due"),
    ):
        make_recurring(amount=Decimal(amount), frequency=frequency, state=state)
    seen = standing(date(2026, 11, 25))
    assert (seen.recurring, seen.recurring_monthly) == (3, Decimal("28.3333"))


def test_a_streak_counts_back_from_this_year_or_the_last() -> None:
    donor = make_donor()
    for year in (2021, 2023, 2024, 2025):
        make_gift(donor, amount=f"{year - 2000}", given_at=at(f"{year}-12-31"))
    assert [glance_at(donor, year=year).streak for year in (2025, 2026, 2027)] == [3, 3, 0]


def test_a_glance_counts_what_stands() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2025-05-05"))
    refunded = make_gift(donor, amount="90", given_at=at("2026-06-06"), state=Gift.State.REFUNDED)
    make_line(refunded, kind="refund", amount=Decimal("-90.00"))
    make_gift()
    glance = glance_at(donor, year=2026)
    assert (glance.count, glance.total, glance.largest) == (2, Decimal("10.00"), Decimal("90.00"))
    assert (glance.first_on, glance.last_on) == (date(2025, 5, 5), date(2026, 6, 6))


def test_who_never_gave_has_an_empty_glance() -> None:
    glance = glance_at(make_donor(), year=2026)
    assert (glance.count, glance.total, glance.first_on, glance.streak) == (0, Decimal("0.00"), None, 0)


def test_years_without_a_gift_are_shown_too() -> None:
    donor = make_donor()
    make_gift(donor, amount="10", given_at=at("2024-05-05"))
    seen = [(year.year, year.given) for year in giving_of(donor, year=2026).years]
    assert seen == [(2024, Decimal("10.00")), (2025, Decimal("0.00")), (2026, Decimal("0.00"))]
    assert giving_of(make_donor(), year=2026).years == []
