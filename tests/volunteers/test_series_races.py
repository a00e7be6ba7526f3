"""Staff edit while volunteers sign up: nothing is half done, and nobody is in two places."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from tests.factories import make_user
from tests.volunteers.makers import make_program, make_role, make_shift, make_volunteer
from tests.volunteers.series_makers import NOW, assert_nobody_lost, facts, make_series
from volunteers.actions.closed_days import close_days, plan_close
from volunteers.actions.horizon import generate
from volunteers.actions.impact import Decision, Impact, ImpactChanged
from volunteers.actions.planning import SeriesEdit, plan_edit
from volunteers.actions.series import edit_series
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up, sign_up
from volunteers.models import Series, Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = [(time(16), time(18)), (time(9), time(11)), (time(17), time(19)), (time(15), time(17))]


def at_once(works: list[Callable[[], object]]) -> None:
    """Run each with a connection of its own, begun together. What one raises is raised here."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for future in [pool.submit(run, work) for work in works]:
            future.result(timeout=120)


def move_hour_by_hour(series_id: int, actor: User) -> None:
    """Edit again and again; whenever something changed meanwhile, look anew."""
    for start, end in TIMES:
        series = Series.objects.get(pk=series_id)
        edit = SeriesEdit(series_id, facts(series, start_time=start, end_time=end))
        impact: Impact = plan_edit(edit, now=NOW)
        for _look in range(50):
            try:
                edit_series(edit=edit, decision=Decision(impact.digest), actor=actor, now=NOW)
            except ImpactChanged as news:
                impact = news.impact
            else:
                break


def come_and_go(volunteer_id: int, shift_ids: list[int]) -> None:
    """Sign up for everything, and take every third back."""
    for place, shift_id in enumerate(shift_ids):
        try:
            made = sign_up(shift_id=shift_id, volunteer_id=volunteer_id, actor=None, now=NOW)
            if place % 3 == 2:
                cancel_sign_up(sign_up_id=made.pk, actor=None, now=NOW)
        except SignUpRefused:
            continue


def test_edits_and_sign_ups_at_once_lose_nobody_and_put_nobody_in_two_places() -> None:
    program, actor = make_program(), make_user()
    series = make_series(make_role(program), seats=9)
    others = [
        make_shift(make_role(program), starts_at=shift.ends_at + timedelta(hours=hour), hours=1, seats=9)
        for shift in series.shifts.all()
        for hour in (0, 2)
    ]
    shift_ids = [*series.shifts.values_list("pk", flat=True), *(shift.pk for shift in others)]
    people = [make_volunteer(program).pk for _number in range(5)]

    comings = [
        partial(come_and_go, key, shift_ids[step:] + shift_ids[:step]) for step, key in enumerate(people)
    ]
    at_once([partial(move_hour_by_hour, series.pk, actor), *comings])

    assert set(series.shifts.values_list("starts_at__hour", flat=True)) == {20}  # 15:00 in New York
    assert_nobody_lost(SignUp.objects.exclude(state=SignUp.State.CANCELLED))
    for shift in Shift.objects.all():
        assert shift.sign_ups.holding().count() <= shift.seats
    assert not SignUp.objects.filter(during=None).exists()


def test_a_day_is_closed_while_the_generator_runs_and_has_no_shift() -> None:
    series = [make_series(until_on=None) for _number in range(3)]
    later = NOW + timedelta(weeks=6)
    day = NOW.date() + timedelta(days=6 + 7 * 14)  # a Tuesday that the horizon does not reach yet
    actor = make_user()

    def close() -> None:
        digest = plan_close([day], now=later).digest
        close_days(days=[(day, "Feast")], digest=digest, actor=actor, now=later)

    at_once([partial(generate, now=later), close])

    assert not Shift.objects.filter(original_on=day).exists()
    assert Shift.objects.filter(series__in=series).count() == 3 * 17
    generate(now=later + timedelta(days=1))
    assert not Shift.objects.filter(original_on=day).exists()
