"""When charges come, as plain dates."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from gifts.models import RecurringGift
from gifts.schedule import (
    day_in_month,
    follow,
    grid,
    later_day,
    moments,
    next_on,
    next_on_day,
    resumes_at,
)
from tests.factories import make_recurring

NEW_YORK, AUCKLAND = "America/New_York", "Pacific/Auckland"


@pytest.mark.parametrize(
    ("last", "frequency", "day", "after"),
    [
        (date(2027, 1, 31), "monthly", 31, date(2027, 2, 28)),
        (date(2027, 2, 28), "monthly", 31, date(2027, 3, 31)),
        (date(2028, 2, 29), "monthly", 30, date(2028, 3, 30)),
        (date(2027, 11, 30), "quarterly", 31, date(2028, 2, 29)),
        (date(2028, 2, 29), "annually", 29, date(2029, 2, 28)),
        (date(2031, 2, 28), "annually", 29, date(2032, 2, 29)),
        (date(2027, 12, 15), "monthly", 15, date(2028, 1, 15)),
        # one that came late is followed by the chosen day, never within twenty days
        (date(2027, 4, 4), "monthly", 31, date(2027, 4, 30)),
        (date(2027, 3, 28), "monthly", 31, date(2027, 4, 30)),
        (date(2027, 3, 26), "monthly", 15, date(2027, 4, 15)),
        (date(2027, 3, 31), "monthly", 15, date(2027, 5, 15)),
        (date(2027, 4, 4), "quarterly", 31, date(2027, 6, 30)),
    ],
)
def test_a_day_is_followed_by_the_chosen_day(last: date, frequency: str, day: int, after: date) -> None:
    assert follow(last, frequency, day) == after


def test_months_are_counted_over_the_year_both_ways() -> None:
    assert later_day(date(2027, 1, 31), -1) == date(2026, 12, 31)
    assert later_day(date(2027, 12, 31), 2, 30) == date(2028, 2, 29)
    assert day_in_month(date(2027, 2, 1), 31) == 28


def test_the_grid_is_counted_from_the_anchor_itself() -> None:
    anchor = datetime(2027, 1, 31, 9, tzinfo=UTC)
    found = grid(anchor, "monthly", from_=datetime(2027, 2, 28, 9, tzinfo=UTC))
    assert [moment.date().isoformat() for moment in islice(found, 3)] == [
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("zone", [NEW_YORK, AUCKLAND])
def test_a_chosen_day_is_meant_where_the_organisation_is_also_over_the_change_of_clocks(zone: str) -> None:
    row = moved(datetime(2027, 2, 28, 17 if zone == NEW_YORK else 23, tzinfo=UTC), day=30)
    row.next_charge_at = row.anchor_at
    days = [moment.isoformat()[:16] for moment in islice(moments(row, zone), 1, 4)]
    assert (
        days
        == {
            NEW_YORK: ["2027-03-30T16:00", "2027-04-30T16:00", "2027-05-30T16:00"],
            AUCKLAND: ["2027-03-29T23:00", "2027-04-30T00:00", "2027-05-30T00:00"],
        }[zone]
    )


@pytest.mark.django_db
def test_only_what_lies_on_another_day_is_moved_and_nothing_that_we_put_there() -> None:
    row = moved(datetime(2027, 2, 28, 17, tzinfo=UTC), day=31)
    assert next_on_day(row, NEW_YORK) == datetime(2027, 3, 31, 16, tzinfo=UTC)
    row.anchor_at = row.next_charge_at or row.anchor_at
    assert next_on_day(row, NEW_YORK) is None
    summer = moved(datetime(2027, 2, 15, 17, tzinfo=UTC), day=15)
    assert next_on_day(summer, NEW_YORK) is None  # an hour later by the wall clock is the same day


@pytest.mark.django_db
def test_a_pause_ends_before_what_is_collected_on_its_last_day() -> None:
    row = moved(datetime(2027, 2, 15, 17, tzinfo=UTC), day=None)
    late = datetime(2027, 4, 2, 3, 30, tzinfo=UTC)  # 23:30 on the first in New York; collected on the second
    row.anchor_at = row.next_charge_at = late
    assert resumes_at(row, date(2027, 4, 2), NEW_YORK) == datetime(2027, 4, 2, 2, 30, tzinfo=UTC)
    assert resumes_at(row, date(2027, 4, 3), NEW_YORK) == datetime(2027, 4, 3, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_next_charge_is_the_one_that_no_pause_and_no_end_takes_away() -> None:
    row = moved(datetime(2027, 2, 15, 17, tzinfo=UTC), day=15)
    assert next_on(row, NEW_YORK) == date(2027, 3, 15)
    row.is_paused, row.paused_until = True, datetime(2027, 5, 1, 4, tzinfo=UTC)
    assert next_on(row, NEW_YORK) == date(2027, 5, 15)
    row.end_on = date(2027, 5, 14)
    assert next_on(row, NEW_YORK) is None
    row.end_on = row.paused_until = None
    assert next_on(row, NEW_YORK) is None
    row.is_paused, row.next_charge_at = False, None
    assert next_on(row, NEW_YORK) is None


def moved(anchor: datetime, *, day: int | None) -> RecurringGift:
    """A gift in New York whose date was moved, after its first charge on the new date."""
    return make_recurring(
        anchor_at=anchor,
        period_began_at=anchor,
        next_charge_at=anchor.replace(month=anchor.month + 1),
        day=day,
    )
