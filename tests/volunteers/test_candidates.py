"""Who could fill a gap: the best fit first, and why the others could not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT
from tests.volunteers.makers import (
    SHIFT_START,
    hold,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.gates import Gate, refusals
from volunteers.gates.candidates import Way, Wish, candidates_for, wish_for
from volunteers.models import Availability, Away, Program, Shift, SignUp, Volunteer, VolunteerRole

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = 1, 2
LIKES, CAN = Availability.Wish.LIKES, Availability.Wish.CAN


@pytest.fixture
def program() -> Program:
    return make_program(rest_hours=8)


@pytest.fixture
def role(program: Program) -> VolunteerRole:
    """Wants one who speaks Spanish."""
    role = make_role(program)
    make_coverage(role, qualification=make_qualification("spanish", kind="language"))
    return role


@pytest.fixture
def shift(role: VolunteerRole) -> Shift:
    """A Tuesday from three to six."""
    return make_shift(role)


def names(shift: Shift) -> list[str]:
    return [row.name for row in candidates_for(shift, now=MOMENT).rows]


def available(volunteer: Volunteer, wish: str, weekday: int = TUESDAY) -> None:
    Availability.objects.create(
        volunteer=volunteer, weekday=weekday, starts=time(14), ends=time(19), wish=wish
    )


def test_who_fills_a_rule_comes_first_then_who_likes_the_hours_then_who_had_least_to_do(
    program: Program, role: VolunteerRole, shift: Shift
) -> None:
    other_hours, busy, _idle, likes, speaks = (
        make_volunteer(program, name=name) for name in ("Ada", "Bea", "Cleo", "Dora", "Emi")
    )
    hold(speaks, role.coverage.get().qualification)  # type: ignore[arg-type] # the rule has one
    available(likes, LIKES)
    available(other_hours, CAN, WEDNESDAY)
    make_sign_up(make_shift(starts_at=SHIFT_START - timedelta(days=5)), busy)

    rows = candidates_for(shift, now=MOMENT).rows

    assert [row.name for row in rows] == ["Emi", "Dora", "Cleo", "Bea", "Ada"]
    assert [row.way for row in rows] == [Way.FREE] * 5
    assert [row.hours for row in rows] == [0, 0, 0, 3, 0]
    assert rows[0].fills == [role.coverage.get()]


def test_a_rule_that_is_kept_already_puts_nobody_first(
    program: Program, role: VolunteerRole, shift: Shift
) -> None:
    rule = role.coverage.get()
    first, second = make_volunteer(program, name="Zoe"), make_volunteer(program, name="Yan")
    for someone in (first, second):
        hold(someone, rule.qualification)  # type: ignore[arg-type] # the rule has one
    make_volunteer(program, name="Ada")
    make_sign_up(shift, first)

    assert names(shift) == ["Ada", "Yan"]


def test_who_could_not_comes_last_with_every_reason_and_limits_can_be_set_aside(
    program: Program, shift: Shift
) -> None:
    make_volunteer(name="Never cleared")
    away = make_volunteer(program, name="Away")
    Away.objects.create(volunteer=away, from_on=date(2026, 12, 1), until_on=date(2026, 12, 31))
    tired = make_volunteer(program, name="Tired")
    make_sign_up(make_shift(starts_at=SHIFT_START - timedelta(hours=5)), tired)
    make_volunteer(program, name="Free")

    found = candidates_for(shift, now=MOMENT)

    assert [(row.name, row.way) for row in found.rows] == [
        ("Free", Way.FREE),
        ("Tired", Way.OVERRIDE),
        ("Away", Way.SHUT),
        ("Never cleared", Way.SHUT),
    ]
    assert found.free == 1
    assert [[refusal.gate for refusal in row.refusals] for row in found.rows] == [
        [],
        [Gate.REST],
        [Gate.AWAY],
        [Gate.CLEARANCE],
    ]
    for row in found.rows:
        volunteer = Volunteer.objects.get(pk=row.volunteer_id)
        assert list(row.refusals) == refusals(volunteer=volunteer, shift=shift, now=MOMENT)


def test_who_holds_a_seat_or_has_left_is_no_candidate_and_who_gave_it_back_is_marked(
    program: Program, shift: Shift
) -> None:
    make_sign_up(shift, make_volunteer(program))
    make_volunteer(program, left_at=MOMENT)
    back = make_volunteer(program, name="Gave it back")
    make_sign_up(shift, back, state=SignUp.State.CANCELLED)
    waits = make_volunteer(program, name="Waits")
    make_sign_up(shift, waits, state=SignUp.State.WAITING, waits_since=MOMENT)

    rows = candidates_for(shift, now=MOMENT).rows

    assert [(row.name, row.last_state) for row in rows] == [
        ("Gave it back", SignUp.State.CANCELLED),
        ("Waits", SignUp.State.WAITING),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_questions_does_not_grow(
    program: Program, shift: Shift, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _number in range(rows):
        someone = make_volunteer(program)
        available(someone, LIKES)
        make_sign_up(make_shift(starts_at=SHIFT_START - timedelta(days=2)), someone)

    with django_assert_num_queries(8):
        found = candidates_for(shift, now=MOMENT)

    assert len(found.rows) == rows


def week(*rows: tuple[int, time, time, str]) -> list[Availability]:
    return [
        Availability(weekday=weekday, starts=starts, ends=ends, wish=wish)
        for weekday, starts, ends, wish in rows
    ]


AFTERNOON = (TUESDAY, time(15), time(18))
NOON, MIDNIGHT = time(12), time(0)


@pytest.mark.parametrize(
    ("rows", "wish"),
    [
        ([], Wish.OTHER_HOURS),
        ([(*AFTERNOON, LIKES)], Wish.LIKES),
        ([(*AFTERNOON, CAN)], Wish.CAN),
        ([(TUESDAY, time(15), time(17, 59), LIKES)], Wish.OTHER_HOURS),
        ([(TUESDAY, time(15, 1), time(18), LIKES)], Wish.OTHER_HOURS),
        ([(WEDNESDAY, time(15), time(18), LIKES)], Wish.OTHER_HOURS),
        ([(TUESDAY, time(15), time(16), LIKES), (TUESDAY, time(16), time(18), CAN)], Wish.CAN),
        ([(TUESDAY, time(16), time(18), LIKES), (TUESDAY, time(14), time(16), LIKES)], Wish.LIKES),
        ([(TUESDAY, time(15), time(16), LIKES), (TUESDAY, time(17), time(18), LIKES)], Wish.OTHER_HOURS),
        ([(TUESDAY, MIDNIGHT, MIDNIGHT, LIKES)], Wish.LIKES),
        ([(TUESDAY - 1, time(20), time(19, 59), LIKES)], Wish.LIKES),
        ([(TUESDAY - 1, NOON, NOON, LIKES), (TUESDAY, NOON, time(20), LIKES)], Wish.LIKES),
    ],
)
def test_hours_suit_when_they_are_covered_from_start_to_end(
    rows: list[tuple[int, time, time, str]], wish: Wish
) -> None:
    start = datetime(2026, 12, 8, 15, tzinfo=UTC)

    assert wish_for(week(*rows), start, start + timedelta(hours=3)) is wish


def test_a_night_is_covered_by_hours_that_end_the_next_day() -> None:
    start = datetime(2026, 12, 8, 22, tzinfo=UTC)
    night = week((TUESDAY, time(21), time(7), LIKES))

    assert wish_for(night, start, start + timedelta(hours=9)) is Wish.LIKES
    assert wish_for(night, start, start + timedelta(hours=10)) is Wish.OTHER_HOURS
    assert wish_for(night, start - timedelta(days=1), start) is Wish.OTHER_HOURS
