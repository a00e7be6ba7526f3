"""Who stays: the cells count what the donors behind them are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from donors.models import Donor
from gifts.models import Frequency, RecurringGift
from gifts.reports.cohorts import cohorts, still_giving
from tests.factories import ZONE, make_donor, make_recurring

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def gift(donor: Donor | None, began: str, ended: str = "", **more: Any) -> RecurringGift:
    over: dict[str, Any] = (
        {"state": RecurringGift.State.CANCELLED, "cancelled_at": at(ended)} if ended else {}
    )
    return make_recurring(donor, started_at=at(began), **over, **more)


def names(first: date, after: int | None) -> list[str]:
    return sorted(donor.name for donor in still_giving(first=first, after=after, zone=ZONE))


@pytest.fixture
def _year() -> None:
    stays, leaves, at_once, returns = (
        make_donor(name=name) for name in ("Stays", "Leaves", "At once", "Returns")
    )
    gift(stays, "2026-09-10")
    gift(leaves, "2026-09-12", "2026-10-20")
    gift(at_once, "2026-09-12", "2026-09-20")
    gift(returns, "2026-09-01T12:00", "2026-09-30")
    gift(returns, "2026-11-05")
    gift(make_donor(name="Yearly"), "2026-09-10", frequency=Frequency.ANNUALLY)
    gift(make_donor(name="Not begun"), "2026-09-10", state=RecurringGift.State.PENDING)
    gift(make_donor(name="Paused"), "2026-10-02", is_paused=True)
    gift(make_donor(name="Past due"), "2026-10-02", state=RecurringGift.State.PAST_DUE)
    gift(make_donor(name="Older"), "2024-10-02")
    gift(None, "2026-09-10")


@pytest.mark.usefixtures("_year")
def test_a_cohort_is_the_month_of_the_first_monthly_gift_and_a_cell_who_had_not_stopped_at_its_end() -> None:
    found = {
        row.first: (row.count, [(cell.count, cell.share) for cell in row.cells])
        for row in cohorts(today=TODAY, zone=ZONE)
    }
    assert len(found) == 12
    assert found[date(2026, 9, 1)] == (4, [(3, 75), (2, 50), (2, 50)])
    assert found[date(2026, 10, 1)] == (2, [(2, 100), (2, 100)])
    assert found[date(2026, 11, 1)] == (0, [(0, 0)])
    assert found[date(2025, 12, 1)] == (0, [(0, 0)] * 12)


@pytest.mark.usefixtures("_year")
def test_every_cell_opens_exactly_the_donors_it_counts() -> None:
    for row in cohorts(today=TODAY, zone=ZONE):
        assert len(names(row.first, None)) == row.count
        for cell in row.cells:
            assert len(names(row.first, cell.after)) == cell.count
    assert names(date(2026, 9, 1), 0) == ["Leaves", "Returns", "Stays"]
    assert names(date(2026, 9, 1), 1) == ["Returns", "Stays"]


def test_a_month_begins_on_the_organisations_wall() -> None:
    gift(make_donor(name="Late in August"), "2026-09-01T03:00")
    gift(make_donor(name="Early in September"), "2026-09-01T04:00", "2026-10-01T03:59")
    rows = {row.first: row for row in cohorts(today=TODAY, zone=ZONE)}
    assert (rows[date(2026, 8, 1)].count, rows[date(2026, 9, 1)].count) == (1, 1)
    assert [cell.count for cell in rows[date(2026, 9, 1)].cells] == [0, 0, 0]
    assert names(date(2026, 9, 1), 0) == []
