"""Coverage is a rule about people: how many of those who are confirmed keep it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT
from tests.volunteers.makers import (
    hold,
    make_coverage,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.gates import coverage_of
from volunteers.models import Coverage, Qualification, Shift, SignUp, VolunteerRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def role() -> VolunteerRole:
    """Two of anybody, one lead."""
    role = make_role(seats=3)
    make_coverage(role, least=2)
    make_coverage(role, qualification=make_qualification("lead"), needs_stand_in=True)
    return role


def counted(shift: Shift) -> list[tuple[int, int, bool]]:
    return [(one.have, one.least, one.is_met) for one in coverage_of([shift])[shift.pk]]


def test_only_who_is_confirmed_counts(role: VolunteerRole) -> None:
    shift = make_shift(role)
    make_sign_up(shift, make_volunteer())
    make_sign_up(shift, make_volunteer(), state=SignUp.State.REQUESTED)
    make_sign_up(shift, make_volunteer(), state=SignUp.State.WAITING, waits_since=MOMENT)
    make_sign_up(shift, make_volunteer(), state=SignUp.State.CANCELLED)

    assert counted(shift) == [(1, 2, False), (0, 1, False)]


def test_a_rule_counts_who_holds_it_or_what_includes_it_on_the_day(role: VolunteerRole) -> None:
    shift, lead = make_shift(role), Qualification.objects.get(code="lead")
    chief = make_qualification("chief")
    chief.includes.add(lead)
    late, unconfirmed, over, right = (make_volunteer() for _number in range(4))
    hold(late, lead, from_on=date(2026, 12, 9))
    hold(unconfirmed, lead, confirmed_at=None)
    hold(over, lead, until_on=date(2026, 12, 7))
    for someone in (late, unconfirmed, over):
        make_sign_up(shift, someone)
    assert counted(shift) == [(3, 2, True), (0, 1, False)]

    hold(right, chief, until_on=date(2026, 12, 8))
    make_sign_up(shift, right)

    assert counted(shift) == [(4, 2, True), (1, 1, True)]


def test_somebody_who_holds_it_in_two_ways_counts_once(role: VolunteerRole) -> None:
    shift, lead = make_shift(role), Qualification.objects.get(code="lead")
    chief = make_qualification("chief")
    chief.includes.add(lead)
    both = make_volunteer()
    hold(both, lead)
    hold(both, chief)
    make_sign_up(shift, both)

    assert counted(shift)[1] == (1, 1, True)


def test_a_role_without_rules_has_none() -> None:
    shift = make_shift()

    assert coverage_of([shift]) == {shift.pk: []}
    assert coverage_of([]) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_three_times_however_many_shifts_there_are(
    role: VolunteerRole, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    shifts = [make_shift(role) for _number in range(rows)]
    for shift in shifts:
        make_sign_up(shift, make_volunteer())

    with django_assert_num_queries(3):
        states = coverage_of(shifts)

    assert [one.missing for shift in shifts for one in states[shift.pk]] == [1, 1] * rows
    assert Coverage.objects.count() == 2
