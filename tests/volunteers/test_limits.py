"""Hours in any window, and nights in a row."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import ZONE
from volunteers.gates.days import local_days, nights
from volunteers.gates.facts import Busy, Place
from volunteers.gates.limits import HOUR, Span, longest, nights_in_a_row

START = datetime(2026, 12, 9, 2, 0, tzinfo=UTC)
WINDOW = timedelta(hours=24)
SOUTH = "America/Santiago"

hours = st.tuples(st.integers(-40, 40), st.integers(1, 12)).map(
    lambda pair: (START + pair[0] * HOUR, START + (pair[0] + pair[1]) * HOUR)
)


def apart(spans: list[Span]) -> list[Span]:
    """Those that overlap with none before: the database refuses others."""
    kept: list[Span] = []
    for one in spans:
        if not any(shared(one, other) for other in kept):
            kept.append(one)
    return kept


def shared(one: Span, other: Span) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), timedelta())


@given(first=hours, others=st.lists(hours, max_size=6))
def test_no_window_on_the_hour_is_fuller_than_the_fullest(first: Span, others: list[Span]) -> None:
    spans = apart([first, *others])

    windows = [(first[0] + number * HOUR, first[0] + number * HOUR + WINDOW) for number in range(-24, 13)]
    counted = max(
        sum((shared(one, window) for one in spans), timedelta())
        for window in windows
        if shared(first, window)
    )

    assert longest(spans, WINDOW, stop=timedelta(-1)) == counted


@given(first=hours, others=st.lists(hours, max_size=6), stop=st.integers(0, 60))
def test_stopping_early_never_hides_too_many_hours(first: Span, others: list[Span], stop: int) -> None:
    spans = apart([first, *others])

    is_too_much = longest(spans, WINDOW, stop=stop * HOUR) > stop * HOUR

    assert is_too_much == (longest(spans, WINDOW, stop=timedelta(-1)) > stop * HOUR)


def busy(starts_at: datetime, length: float = 8, zone: str = ZONE) -> Busy:
    return Busy(1, 1, starts_at, starts_at + length * HOUR, zone, timedelta())


def place(starts_at: datetime, length: float = 8, zone: str = ZONE) -> Place:
    ends_at = starts_at + length * HOUR
    days = tuple(local_days(starts_at, ends_at, zone))
    return Place(2, 1, False, starts_at, ends_at, zone, days)


@given(st.sets(st.integers(-6, 6).filter(bool)))
def test_nights_in_a_row_are_counted_around_the_new_one(others: set[int]) -> None:
    run = {0}
    while more := {night for near in run for night in (near - 1, near + 1) if night in others} - run:
        run |= more

    found = nights_in_a_row(place(START), [busy(START + timedelta(days=night)) for night in others])

    assert found == len(run)


def test_a_shift_by_day_ends_no_row_and_has_none() -> None:
    around = [busy(START - timedelta(days=1)), busy(START)]

    assert nights_in_a_row(place(START + 14 * HOUR, 3), around) == 0


def test_a_night_is_one_that_covers_two_o_clock_where_it_is() -> None:
    two = datetime(2026, 12, 9, 7, 0, tzinfo=UTC)

    assert nights(two - HOUR, two, ZONE) == set()
    assert nights(two, two + HOUR, ZONE) == {two.date()}
    assert nights(two - HOUR, two + timedelta(minutes=1), ZONE) == {two.date()}
    assert nights(two, two + HOUR, SOUTH) == set()


def test_nights_on_which_the_clock_changes_are_nights() -> None:
    spring = datetime(2026, 3, 8, 4, 0, tzinfo=UTC)  # 23:00 in New York; two o'clock does not exist
    autumn = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
    southern = datetime(2026, 9, 6, 2, 0, tzinfo=UTC)  # 22:00 in Santiago; midnight does not exist

    assert [str(day) for day in nights(spring, spring + 7 * HOUR, ZONE)] == ["2026-03-08"]
    assert [str(day) for day in nights(autumn, autumn + 9 * HOUR, ZONE)] == ["2026-11-01"]
    assert [str(day) for day in nights(southern, southern + 8 * HOUR, SOUTH)] == ["2026-09-06"]


def test_a_shift_touches_the_days_of_its_own_zone_and_midnight_is_the_next_day() -> None:
    midnight = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)

    assert [day.day for day in local_days(midnight - HOUR, midnight, ZONE)] == [8]
    assert [day.day for day in local_days(midnight - HOUR, midnight + HOUR, ZONE)] == [8, 9]
    assert [day.day for day in local_days(midnight, midnight + HOUR, ZONE)] == [9]
    assert [day.day for day in local_days(midnight - HOUR, midnight, SOUTH)] == [9]
