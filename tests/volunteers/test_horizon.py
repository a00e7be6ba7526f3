"""Shifts of series are made ahead of time, once, whoever asks and however often."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jobs.models import Heartbeat
from tests.factories import make_user
from tests.volunteers.makers import make_program, make_role, make_shift, make_volunteer
from tests.volunteers.series_makers import NOW, facts_of, lasts_hours, local_times, make_series
from volunteers.actions import horizon
from volunteers.actions.horizon import generate
from volunteers.actions.series import create_series, open_series
from volunteers.models import ClosedDay, Series, SeriesException, Shift, SignUp, StandingPlace
from volunteers.reports.series import BEAT, exceptions_of

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)
RULES = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,TH",
    "FREQ=MONTHLY;BYDAY=2TU,-1TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
]


def snapshot() -> list[tuple[object, ...]]:
    return list(
        Shift.objects.order_by("pk").values_list("pk", "series", "original_on", "starts_at", "ends_at")
    )


def test_an_open_series_has_its_shifts_at_once() -> None:
    series = make_series()

    assert local_times(series.shifts.all()) == [
        "Tue 01 Dec 15:00",
        "Tue 08 Dec 15:00",
        "Tue 15 Dec 15:00",
        "Tue 22 Dec 15:00",
    ]


def test_a_draft_has_none_until_it_is_opened() -> None:
    actor = make_user()
    series = create_series(facts=facts_of(), is_open=False, actor=actor, now=NOW)
    generate(now=NOW)
    assert series.shifts.count() == 0

    open_series(series_id=series.pk, actor=actor, now=NOW)
    open_series(series_id=series.pk, actor=actor, now=NOW)

    assert series.shifts.count() == 4


def test_the_horizon_rolls_and_twice_is_once() -> None:
    series = make_series(until_on=None)
    assert series.shifts.count() == 12  # December 1 to February 16

    for _again in range(2):
        generate(now=NOW + WEEK)

    days = list(series.shifts.values_list("original_on", flat=True))
    assert days == [date(2026, 12, 1) + number * WEEK for number in range(13)]
    assert Heartbeat.objects.get(name=BEAT).beat_at == NOW + WEEK


def test_ten_o_clock_stays_ten_o_clock_and_the_night_has_its_true_hours() -> None:
    day = make_series(
        starts_on=date(2027, 2, 23), until_on=date(2027, 3, 30), start_time=time(10), end_time=time(12)
    )
    night = make_series(
        rule="FREQ=WEEKLY;BYDAY=SA",
        starts_on=date(2027, 2, 27),
        until_on=date(2027, 3, 20),
        start_time=time(22),
        end_time=time(6),
    )
    generate(now=datetime(2027, 2, 1, tzinfo=UTC))

    assert {text[-5:] for text in local_times(day.shifts.all())} == {"10:00"}
    assert [lasts_hours(shift) for shift in night.shifts.all()] == [
        8,
        8,
        7,
        8,
    ]  # the third is the night of March 13


def test_southern_nights_have_theirs() -> None:
    night = make_series(
        zone="America/Santiago",
        rule="FREQ=WEEKLY;BYDAY=SA",
        starts_on=date(2027, 3, 27),
        until_on=date(2027, 4, 10),
        start_time=time(22),
        end_time=time(6),
        now=datetime(2027, 3, 1, tzinfo=UTC),
    )

    assert [lasts_hours(shift) for shift in night.shifts.all()] == [8, 9, 8]  # the clock goes back on April 3


def test_what_has_begun_is_not_made() -> None:
    series = make_series(starts_on=date(2026, 11, 3), rule="FREQ=WEEKLY;BYDAY=WE", start_time=time(11))

    assert local_times(series.shifts.all())[0] == "Wed 02 Dec 11:00"


def test_closed_days_and_exceptions_are_left_out() -> None:
    ClosedDay.objects.create(on=date(2026, 12, 8), name="House meeting")
    closing = make_series()
    open_all_days = make_series(skips_closed_days=False)
    assert [shift.original_on.day for shift in closing.shifts.all() if shift.original_on] == [1, 15, 22]
    assert open_all_days.shifts.count() == 4

    SeriesException.objects.create(series=closing, original_on=date(2026, 12, 29))
    Series.objects.update(until_on=None, generated_until=None)
    generate(now=NOW)

    assert not closing.shifts.filter(original_on=date(2026, 12, 29)).exists()
    assert open_all_days.shifts.filter(original_on=date(2026, 12, 29)).exists()


def test_a_cancelled_shift_is_not_made_again() -> None:
    series = make_series()
    series.shifts.filter(original_on=date(2026, 12, 8)).update(
        state=Shift.State.CANCELLED, cancelled_at=NOW, cancelled_for=Shift.Cancelled.WEATHER
    )
    Series.objects.update(generated_until=None)

    assert generate(now=NOW) == 0


def test_a_series_whose_last_day_is_over_has_ended() -> None:
    series = make_series()

    generate(now=datetime(2026, 12, 22, 23, tzinfo=UTC))
    series.refresh_from_db()
    assert series.state == Series.State.OPEN

    generate(now=datetime(2026, 12, 24, tzinfo=UTC))
    series.refresh_from_db()
    assert series.state == Series.State.ENDED


def test_standing_volunteers_have_their_seats_on_new_shifts() -> None:
    program = make_program()
    series = make_series(make_role(program), until_on=None)
    volunteer = make_volunteer(program)
    StandingPlace.objects.create(
        series=series, volunteer=volunteer, from_on=date(2026, 12, 1), created_by=make_user()
    )

    generate(now=NOW + WEEK)

    new = series.shifts.get(original_on=date(2027, 2, 23))
    assert SignUp.objects.values_list("shift", "volunteer", "is_standing").get() == (
        new.pk,
        volunteer.pk,
        True,
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules=st.lists(
        st.sampled_from(RULES),
        min_size=1,
        max_size=3,
    ),
    steps=st.lists(st.integers(0, 40), max_size=4),
)
def test_any_rhythm_of_runs_gives_what_one_run_gives(rules: list[str], steps: list[int]) -> None:
    """Run on many days, or once at the end: what lies ahead of the last run is the same."""
    with transaction.atomic():
        role = make_role()
        at = NOW
        often = [make_series(role, rule=rule, until_on=None) for rule in rules]
        for step in steps:
            at += timedelta(days=step)
            generate(now=at)
            generate(now=at)
        once = [make_series(role, rule=rule, until_on=None, now=at) for rule in rules]
        for first, second in zip(often, once, strict=True):
            ahead = first.shifts.filter(starts_at__gt=at)
            assert list(ahead.values_list("original_on", "starts_at", "ends_at")) == list(
                second.shifts.values_list("original_on", "starts_at", "ends_at")
            )
        before = snapshot()
        Series.objects.update(generated_until=None)
        assert generate(now=at) == 0
        assert snapshot() == before
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_generators_at_once_make_each_shift_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both would look for what is missing at the same time, if the lock did not keep one of them waiting."""
    series = [make_series(until_on=None) for _number in range(3)]
    together, later = Barrier(2), NOW + 4 * WEEK

    def look(series_ids: Collection[int]) -> dict[int, set[date]]:
        with suppress(BrokenBarrierError):
            together.wait(timeout=2)
        return exceptions_of(series_ids)

    monkeypatch.setattr(horizon, "exceptions_of", look)

    def run() -> int:
        try:
            return generate(now=later)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = sum(future.result() for future in [pool.submit(run) for _ in range(2)])

    assert made == 3 * 4
    for one in series:
        assert one.shifts.count() == 16


def test_the_database_refuses_a_second_shift_of_a_day() -> None:
    series = make_series()
    shift = series.shifts.first()
    assert shift is not None

    with pytest.raises(IntegrityError, match="one_shift_per_series_and_day"), transaction.atomic():
        make_shift(series.role, series=series, original_on=shift.original_on)


@pytest.mark.parametrize("count", [1, 6])
def test_the_queries_are_as_many_for_one_series_as_for_six(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        make_series(until_on=None)

    with django_assert_num_queries(13):
        generate(now=NOW + WEEK)

    assert Shift.objects.count() == 13 * count
