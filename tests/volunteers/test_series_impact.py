"""Who cannot go along with an edit is found before it is made, and it is made only as it was shown."""

from datetime import date, time, timedelta

import pytest

from accounts.models import User
from letters.models import Letter
from tests.factories import make_user
from tests.volunteers.makers import (
    make_clearance,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.series_makers import (
    NOW,
    assert_nobody_lost,
    edit,
    facts,
    local_times,
    make_busy_series,
    make_series,
    shift_of,
)
from volunteers.actions.impact import Decision, Fate, Impact, ImpactChanged
from volunteers.actions.planning import SeriesEdit, plan_edit
from volunteers.actions.series import edit_series
from volunteers.models import (
    Clearance,
    Program,
    Series,
    SeriesException,
    SignUp,
    SignUpEvent,
    VolunteerRole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return make_program()


@pytest.fixture
def role(program: Program) -> VolunteerRole:
    return make_role(program)


@pytest.fixture
def actor() -> User:
    return make_user()


@pytest.fixture
def busy(program: Program) -> tuple[Series, list[SignUp]]:
    return make_busy_series(program)


def fates(impact: Impact) -> list[Fate]:
    return [seat.fate for line in impact.lines for seat in line.seats]


def test_whoever_would_be_in_two_places_is_found_and_released_with_a_letter(
    busy: tuple[Series, list[SignUp]], program: Program, actor: User
) -> None:
    series, people = busy
    rosa = people[0].volunteer
    elsewhere = make_shift(make_role(program), starts_at=shift_of(series, 8).starts_at + timedelta(hours=2))
    other = make_sign_up(elsewhere, rosa)

    impact, _same = edit(series, actor, start_time=time(16), end_time=time(18))

    (line,) = [line for line in impact.lines if line.losers]
    assert [(seat.sign_up.volunteer, seat.fate) for seat in line.losers] == [(rosa, Fate.CONFLICT)]
    lost = SignUp.objects.get(pk=line.losers[0].sign_up.pk)
    assert lost.state == SignUp.State.RELEASED
    assert lost.events.get().reason == SignUpEvent.Reason.SHIFT_MOVED
    assert Letter.objects.get(about_id=str(lost.pk)).kind == "shift_released"
    assert_nobody_lost([*people, other])


def test_or_the_coordinator_leaves_that_shift_as_it_was(
    busy: tuple[Series, list[SignUp]], program: Program, actor: User
) -> None:
    series, people = busy
    elsewhere = make_shift(make_role(program), starts_at=shift_of(series, 8).starts_at + timedelta(hours=2))
    make_sign_up(elsewhere, people[0].volunteer)

    edit(series, actor, left=[shift_of(series, 8).pk], start_time=time(16), end_time=time(18))

    assert local_times(series.shifts.all()) == [
        "Tue 01 Dec 16:00",
        "Tue 08 Dec 15:00",
        "Tue 15 Dec 16:00",
        "Tue 22 Dec 16:00",
    ]
    assert shift_of(series, 8).is_hand_edited
    assert series.exceptions.get().kind == SeriesException.Kind.MOVED
    assert SignUp.objects.active().count() == len(people) + 1

    series.refresh_from_db()
    edit(series, actor, start_time=time(9), end_time=time(11))
    assert local_times(series.shifts.all())[1] == "Tue 08 Dec 15:00"


def test_a_shift_left_on_its_old_weekday_stands_for_the_new_one(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, _people = busy
    left = shift_of(series, 8)

    edit(series, actor, left=[left.pk], rule="FREQ=WEEKLY;BYDAY=TH", until_on=date(2026, 12, 24))

    assert [text[:10] for text in local_times(series.shifts.all())] == [
        "Thu 03 Dec",
        "Tue 08 Dec",
        "Thu 17 Dec",
        "Thu 24 Dec",
    ]


def test_whoever_is_not_cleared_on_the_new_day_is_named(
    role: VolunteerRole, program: Program, actor: User
) -> None:
    series = make_series(role)
    volunteer = make_volunteer()
    make_clearance(volunteer, program, until_on=date(2026, 12, 16))
    people = [make_sign_up(shift_of(series, day), volunteer) for day in (8, 15)]

    impact, _same = edit(series, actor, rule="FREQ=WEEKLY;BYDAY=TH", until_on=date(2026, 12, 24))

    assert [(seat.fate, seat.sign_up.pk) for line in impact.lines for seat in line.seats] == [
        (Fate.MOVED, people[0].pk),
        (Fate.UNCLEARED, people[1].pk),
    ]
    assert "Clearance" in impact.lines[2].losers[0].why
    assert_nobody_lost(people)


def test_fewer_seats_release_whoever_came_last_and_more_are_offered(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, people = busy
    SignUp.objects.filter(pk=people[4].pk).update(created_at=NOW)  # Ivo, on the 8th, came after Rosa

    impact, _same = edit(series, actor, seats=1)

    crowded = [seat for line in impact.lines for seat in line.losers]
    assert {seat.fate for seat in crowded} == {Fate.CROWDED}
    assert {seat.sign_up.pk for seat in crowded} == {people[4].pk, people[5].pk}
    assert set(SignUpEvent.objects.values_list("reason", flat=True)) == {SignUpEvent.Reason.SEATS}
    assert_nobody_lost(people)
    assert SignUp.objects.get(pk=people[6].pk).state == SignUp.State.WAITING

    series.refresh_from_db()
    edit(series, actor, seats=2)
    assert SignUp.objects.get(pk=people[6].pk).state == SignUp.State.OFFERED


def test_nothing_is_committed_when_somebody_signed_up_meanwhile(
    busy: tuple[Series, list[SignUp]], program: Program, actor: User
) -> None:
    series, people = busy
    wish = SeriesEdit(series.pk, facts(series, start_time=time(16), end_time=time(18)))
    seen = plan_edit(wish, now=NOW)
    late = make_sign_up(shift_of(series, 22), make_volunteer(program))

    with pytest.raises(ImpactChanged) as changed:
        edit_series(edit=wish, decision=Decision(seen.digest), actor=actor, now=NOW)

    assert late.pk in {seat.sign_up.pk for line in changed.value.impact.lines for seat in line.seats}
    assert local_times(series.shifts.all())[0] == "Tue 01 Dec 15:00"
    assert Letter.objects.count() == 0
    edit_series(edit=wish, decision=Decision(changed.value.impact.digest), actor=actor, now=NOW)
    assert_nobody_lost([*people, late])


def test_nothing_is_committed_when_the_series_was_edited_meanwhile(
    busy: tuple[Series, list[SignUp]], actor: User
) -> None:
    series, _people = busy
    wish = SeriesEdit(series.pk, facts(series, start_time=time(16), end_time=time(18)))
    seen = plan_edit(wish, now=NOW)
    edit(series, actor, skips_closed_days=False)

    with pytest.raises(ImpactChanged):
        edit_series(edit=wish, decision=Decision(seen.digest), actor=actor, now=NOW)


def test_leaving_a_shift_may_make_new_trouble_which_is_shown_first(program: Program, actor: User) -> None:
    """Nights become days: one that stays a night ends when the next day's has begun."""
    series = make_series(
        make_role(program),
        rule="FREQ=DAILY",
        until_on=date(2026, 12, 2),
        start_time=time(20),
        end_time=time(8),
    )
    rosa = make_volunteer(program)
    people = [make_sign_up(shift, rosa) for shift in series.shifts.all()]
    wish = SeriesEdit(series.pk, facts(series, start_time=time(6), end_time=time(18)))
    seen = plan_edit(wish, now=NOW)
    assert seen.losing_ids == frozenset()

    left = frozenset({people[0].shift_id})
    with pytest.raises(ImpactChanged) as changed:
        edit_series(edit=wish, decision=Decision(seen.digest, left=left), actor=actor, now=NOW)
    shown = changed.value.impact
    assert shown.losing_ids == {people[1].shift_id}

    edit_series(edit=wish, decision=Decision(shown.digest, left, left), actor=actor, now=NOW)
    assert [sign_up.state for sign_up in SignUp.objects.all()] == ["confirmed", "released"]
    assert_nobody_lost(people)


def test_a_clearance_that_ended_before_does_not_hide_who_else_is_on_the_shift(
    role: VolunteerRole, program: Program, actor: User
) -> None:
    series = make_series(role)
    people = [make_sign_up(shift_of(series, 8), make_volunteer(program)) for _number in range(2)]
    Clearance.objects.filter(volunteer=people[0].volunteer).update(until_on=date(2026, 12, 1))

    impact, _same = edit(series, actor, start_time=time(16), end_time=time(18))

    assert sorted(fates(impact)) == [Fate.MOVED, Fate.UNCLEARED]
    assert_nobody_lost(people)
