"""What a correction is worth to a donor who may have filed (case US-49)."""

from datetime import date

import pytest

from receipts.regimes.us.corrections import Cure, cure_of, is_contemporaneous, warning

DUE = date(2027, 4, 15)


@pytest.mark.parametrize(
    ("obtained_on", "filed_on", "is_in_time"),
    [
        (date(2027, 3, 1), date(2027, 3, 1), True),
        (date(2027, 3, 2), date(2027, 3, 1), False),
        (DUE, None, True),
        (date(2027, 4, 16), None, False),
        (date(2027, 4, 16), date(2027, 5, 1), False),
    ],
)
def test_a_paper_is_in_time_until_the_return_is_filed_or_due(
    obtained_on: date, filed_on: date | None, is_in_time: bool
) -> None:
    assert is_contemporaneous(obtained_on=obtained_on, due_on=DUE, filed_on=filed_on) is is_in_time


@pytest.mark.parametrize(
    ("corrected_on", "cure"),
    [
        (date(2026, 12, 31), Cure.CURES),
        (date(2027, 1, 1), Cure.UNLESS_FILED),
        (date(2027, 10, 15), Cure.UNLESS_FILED),
        (date(2027, 10, 16), Cure.TOO_LATE),
    ],
)
def test_a_correction_helps_surely_perhaps_or_not(corrected_on: date, cure: Cure) -> None:
    assert cure_of(given_on=date(2026, 5, 6), corrected_on=corrected_on) == cure


@pytest.mark.parametrize(("year", "last_day"), [(2021, 17), (2022, 16)])
def test_a_last_day_on_a_weekend_is_the_monday_after(year: int, last_day: int) -> None:
    given_on = date(year, 5, 6)
    days = [date(year + 1, 10, last_day), date(year + 1, 10, last_day + 1)]
    assert [cure_of(given_on=given_on, corrected_on=day) for day in days] == [
        Cure.UNLESS_FILED,
        Cure.TOO_LATE,
    ]


def test_staff_are_warned_unless_it_surely_cures() -> None:
    assert {cure: bool(warning(cure)) for cure in Cure} == {
        Cure.CURES: False,
        Cure.UNLESS_FILED: True,
        Cure.TOO_LATE: True,
    }
    assert "does not cure" in warning(Cure.TOO_LATE)
