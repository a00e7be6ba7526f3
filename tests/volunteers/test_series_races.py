"""Staff edit while volunteers sign up: nothing is half done, and nobody is in two places."""

from collections.abc import Iterable
from datetime import time, timedelta
from functools import partial

import pytest
from django.db import transaction

from accounts.models import User
from tests.factories import make_user
from tests.racing import at_once
from tests.volunteers.makers import make_program, make_role, make_shift, make_sign_up, make_volunteer
from tests.volunteers.seating import in_thread, seated
from tests.volunteers.series_makers import NOW, assert_nobody_lost, facts, make_series
from volunteers.actions import moving
from volunteers.actions.closed_days import close_days, plan_close
from volunteers.actions.horizon import generate
from volunteers.actions.impact import Decision, Impact, ImpactChanged
from volunteers.actions.locks import lock_volunteers
from volunteers.actions.planning import SeriesEdit, plan_edit
from volunteers.actions.series import edit_series
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up, sign_up
from volunteers.models import Series, Shift, SignUp, StandingPlace, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = [(time(16), time(18)), (time(9), time(11)), (time(17), time(19)), (time(15), time(17))]


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
    at_once(partial(move_hour_by_hour, series.pk, actor), *comings)

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

    at_once(partial(generate, now=later), close)

    assert not Shift.objects.filter(original_on=day).exists()
    assert Shift.objects.filter(series__in=series).count() == 3 * 17
    generate(now=later + timedelta(days=1))
    assert not Shift.objects.filter(original_on=day).exists()


def free(model: type[Volunteer | Shift], key: int) -> bool:
    """Whether nobody holds a row, as somebody else sees it."""
    found: list[int] = []

    def look() -> None:
        with transaction.atomic():
            rows = model.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=key)
            found.extend(rows.values_list("pk", flat=True))

    in_thread(look)
    return bool(found)


def test_whoever_comes_before_a_shift_is_held_is_held_too_and_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rosa signs up when it was read who is on the shift, and the shift is not held yet."""
    shift = make_shift(make_role(seats=2))
    rosa, ivo = (make_volunteer(shift.role.program) for _number in range(2))
    make_sign_up(shift, ivo)
    lock, looks = lock_volunteers, list[tuple[list[int], bool]]()

    def and_rosa_comes(ids: Iterable[int]) -> dict[int, Volunteer]:
        is_free = free(Shift, shift.pk)
        locked = lock(ids)
        if not looks:
            in_thread(lambda: seated(shift, rosa, NOW))
        looks.append((sorted(locked), is_free))
        return locked

    monkeypatch.setattr("volunteers.actions.moving.lock_volunteers", and_rosa_comes)
    with transaction.atomic():
        held = moving.hold([shift.pk])
        assert not any([free(Volunteer, rosa.pk), free(Volunteer, ivo.pk), free(Shift, shift.pk)])

    assert list(held) == [shift.pk]
    assert looks == [([ivo.pk], True), (sorted([rosa.pk, ivo.pk]), True)]


def test_standing_volunteers_are_held_before_the_shifts_of_their_series() -> None:
    """An edit may make new days, on which they are seated: nobody is waited for in a ring."""
    series = make_series()
    rosa, former = make_volunteer(series.role.program), make_volunteer(series.role.program)
    for one, ended_at in ((rosa, None), (former, NOW)):
        StandingPlace.objects.create(
            series=series, volunteer=one, from_on=NOW.date(), created_by=make_user(), ended_at=ended_at
        )

    with transaction.atomic():
        moving.hold(series.shifts.values_list("pk", flat=True))

        assert (free(Volunteer, rosa.pk), free(Volunteer, former.pk)) == (False, True)
