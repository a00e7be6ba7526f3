"""What stands in an address of the books and the reports, and makes no sense: passed over, no page breaks."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import RequestFactory

from gifts.reports.figures.rows import Mark
from gifts.views.books.days import day_of, month_of

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "soon", ""])
def test_a_month_of_no_age_is_passed_over(month: str) -> None:
    assert month_of(RequestFactory().get("/", {"month": month}), TODAY) == TODAY


def test_a_day_of_an_age_that_has_books_is_read() -> None:
    request = RequestFactory().get("/", {"since": "2024-02-29", "until": "0001-01-01"})
    assert day_of(request, "since", TODAY) == date(2024, 2, 29)
    assert day_of(request, "until", TODAY) == TODAY


def test_the_mark_of_a_page_of_rows_is_ours_or_none() -> None:
    key = f"{uuid4()}"
    assert Mark.of(f"2026-11-25_{key}") == Mark("2026-11-25", key)
    assert Mark.of("-12.50_17") == Mark("-12.50", "17")
    for nonsense in ("2026-11-25_zz", "NaN_17", "12.50_1e9", "12.50_99999999999999999999", "", "_"):
        assert Mark.of(nonsense) is None
