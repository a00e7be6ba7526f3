"""Shifts of a year made from series, against the floor of the same rows written by one plain statement.

    python -m benchmarks.horizon

50 series that come twice a week, then ten times as many. The floor knows the moments already: it neither
reads rules nor looks what is there. Measured too: an hour in which nothing is missing, a day on which the
horizon rolls on, and an edit that moves a busy series by an hour, per person told. All is rolled back.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db import connection, transaction

from benchmarks import ground  # sets Django up
from tests.factories import make_user
from tests.volunteers.makers import make_program, make_role, make_sign_up, make_site, make_volunteer
from volunteers.actions.horizon import generate
from volunteers.actions.impact import Decision
from volunteers.actions.planning import SeriesEdit, SeriesFacts, plan_edit
from volunteers.actions.series import edit_series
from volunteers.models import Series, Shift, SignUp

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
SERIES, TIMES, ROUNDS = 50, (1, 10), 3
PAIRS = ("MO,TH", "TU,FR", "WE,SA", "TU,TH", "MO,WE")
INSERT = """
    INSERT INTO volunteers_shift (series_id, original_on, role_id, site_id, zone, starts_at, ends_at, seats,
        state, cancelled_for, is_hand_edited, code, version, created_at)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[],
        %s::timestamptz[], %s::int[], %s::text[], %s::text[], %s::bool[], %s::text[], %s::int[],
        %s::timestamptz[])
"""
COLUMNS = (
    *("series_id", "original_on", "role_id", "site_id", "zone", "starts_at", "ends_at", "seats"),
    *("state", "cancelled_for", "is_hand_edited", "code", "version", "created_at"),
)


def make_series(count: int) -> None:
    """Open series without shifts, begun three years ago: a rule must not cost what its past costs."""
    program, site = make_program(), make_site()
    roles = [make_role(program) for _number in range(8)]
    Series.objects.bulk_create(
        Series(
            role=roles[number % 8],
            site=site,
            zone="America/New_York",
            rule=f"FREQ=WEEKLY;BYDAY={PAIRS[number % 5]}",
            starts_on=date(2023, 11, 1),
            start_time=clock(8 + number % 12),
            end_time=clock(10 + number % 12),
            seats=3,
            state=Series.State.OPEN,
            created_at=NOW,
        )
        for number in range(count)
    )


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return milliseconds by the clock, CPU milliseconds of this process, and the answer."""
    began, began_cpu = time.perf_counter(), time.process_time()
    answer = work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000, answer


def floor() -> tuple[float, float]:
    """Write the rows that are there once more, by one statement."""
    columns = list(zip(*Shift.objects.values_list(*COLUMNS), strict=True))
    Shift.objects.all().delete()
    with connection.cursor() as cursor:
        wall, cpu, _answer = timed(lambda: cursor.execute(INSERT, [list(values) for values in columns]))
    return wall, cpu


def measure(count: int) -> None:
    """Print one size; the best of some rounds, since others use this machine too."""
    year, floors, idle, day = [], [], [], []
    made = rolled = 0
    for _round in range(ROUNDS):
        with transaction.atomic():
            make_series(count)
            wall, cpu, made = timed(lambda: generate(now=NOW, ahead=YEAR))
            year.append((wall, cpu))
            idle.append(timed(lambda: generate(now=NOW, ahead=YEAR))[:2])
            *spent, rolled = timed(lambda: generate(now=NOW, ahead=YEAR + timedelta(days=1)))
            day.append(tuple(spent))
            floors.append(floor())
            transaction.set_rollback(True)
    wall, cpu = min(year)
    floor_wall, floor_cpu = min(floors)
    print(f"{count} series, a year: {made:,} shifts")
    print(f"  made    {wall:8.0f} ms, CPU {cpu:8.0f} ms, {cpu / made:.3f} CPU-ms a shift")
    print(f"  floor   {floor_wall:8.0f} ms, CPU {floor_cpu:8.0f} ms: {floor_wall / wall:.0%} of the time")
    print(f"  nothing missing {min(idle)[0]:8.1f} ms")
    print(f"  a day more      {min(day)[0]:8.0f} ms, CPU {min(day)[1]:.0f} ms, {rolled} shifts")


def measure_edit() -> None:
    """Print what an hour's move of a busy series costs."""
    with transaction.atomic():
        program = make_program()
        make_series(1)
        series = Series.objects.get()
        Series.objects.update(role=make_role(program))
        generate(now=NOW)
        people = [make_volunteer(program) for _number in range(3)]
        for shift in series.shifts.all():
            for volunteer in people:
                make_sign_up(shift, volunteer)
        series.refresh_from_db()
        own = SeriesFacts(**{name: getattr(series, name) for name in SeriesFacts.__dataclass_fields__})
        edit = SeriesEdit(series.pk, replace(own, start_time=clock(6), end_time=clock(9)))
        count = SignUp.objects.count()
        wall, cpu, impact = timed(lambda: plan_edit(edit, now=NOW))
        print(f"an edit of {series.shifts.count()} shifts, {count} sign-ups")
        print(f"  looked at {wall:6.0f} ms, CPU {cpu:.0f} ms")
        decision, actor = Decision(impact.digest), make_user()
        wall, cpu, _same = timed(lambda: edit_series(edit=edit, decision=decision, actor=actor, now=NOW))
        print(f"  made      {wall:6.0f} ms, CPU {cpu:.0f} ms, {cpu / count:.1f} a sign-up, letters queued")
        transaction.set_rollback(True)


if __name__ == "__main__":
    ground.use(ground.SMALL)
    for times in TIMES:
        measure(SERIES * times)
    measure_edit()
