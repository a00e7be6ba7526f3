"""Swaps: two people take each other's seats in one step."""

from datetime import datetime

import pytest

from tests.factories import make_organisation
from tests.volunteers.handing_over import HOUR, swap, taken, two_seats
from tests.volunteers.makers import (
    SHIFT_START,
    hold,
    make_clearance,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_volunteer,
)
from tests.volunteers.seating import people, seated, state_of, states, told, waits
from volunteers.actions.handovers import (
    refuse_handover,
)
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up, refuse_offer
from volunteers.models import Shift

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def test_a_swap_gives_both_the_others_seat_in_one_step(now: datetime) -> None:
    given, in_return = two_seats(now)
    rosa, ivo = given.volunteer, in_return.volunteer

    handover = swap(given, in_return, now)
    assert told("shift_swap_offered") == [ivo.email]
    new = taken(handover, ivo, now)

    assert states(given.shift) == {rosa.pk: "cancelled", ivo.pk: "confirmed"}
    assert states(in_return.shift) == {ivo.pk: "cancelled", rosa.pk: "confirmed"}
    assert (new.shift_id, new.volunteer_id) == (given.shift_id, ivo.pk)
    assert sorted(told("shift_handover_done")) == sorted([rosa.email, ivo.email])


def test_shifts_that_overlap_can_be_swapped(now: datetime) -> None:
    given, in_return = two_seats(now, apart=HOUR)

    taken(swap(given, in_return, now), in_return.volunteer, now)

    assert states(given.shift)[in_return.volunteer_id] == "confirmed"
    assert states(in_return.shift)[given.volunteer_id] == "confirmed"


def test_rest_is_judged_without_the_seat_that_is_given_up(now: datetime) -> None:
    role = make_role(make_program(rest_hours=30), seats=1)
    rosa, ivo = people(2, role.program)
    given = seated(make_shift(role), rosa, now)
    in_return = seated(make_shift(role, starts_at=SHIFT_START + 10 * HOUR), ivo, now)

    taken(swap(given, in_return, now), ivo, now)

    assert states(given.shift)[ivo.pk] == "confirmed"


def test_gates_are_looked_at_for_both_when_a_swap_is_offered_and_when_it_is_accepted(now: datetime) -> None:
    given, in_return = two_seats(now)
    rosa, ivo = given.volunteer, in_return.volunteer
    skill = make_qualification("skill")
    special = make_role(given.shift.role.program, seats=1)
    special.needs.add(skill)
    uma = make_volunteer(special.program)
    hold(uma, skill)
    hers = seated(make_shift(special, starts_at=SHIFT_START + 48 * HOUR), uma, now)

    with pytest.raises(SignUpRefused, match="skill"):
        swap(given, hers, now)
    with pytest.raises(SignUpRefused, match="The other person cannot take your shift"):
        swap(hers, given, now)
    handover = swap(given, in_return, now)
    rosa.clearances.update(until_on=now.date())
    with pytest.raises(SignUpRefused, match="The other person cannot take your shift"):
        taken(handover, ivo, now)

    assert (states(given.shift), states(in_return.shift)) == (
        {rosa.pk: "confirmed"},
        {ivo.pk: "confirmed"},
    )
    rosa.clearances.all().delete()
    make_clearance(rosa, given.shift.role.program)
    taken(handover, ivo, now)


def test_only_the_one_who_was_asked_accepts_a_swap(now: datetime) -> None:
    given, in_return = two_seats(now)
    handover = swap(given, in_return, now)

    with pytest.raises(SignUpRefused, match="somebody else"):
        taken(handover, make_volunteer(given.shift.role.program), now)

    assert (state_of(given), state_of(in_return)) == ("confirmed", "confirmed")


def test_a_refused_swap_is_told_and_over(now: datetime) -> None:
    given, in_return = two_seats(now)
    handover = swap(given, in_return, now)

    refuse_handover(handover_id=handover.pk, actor=in_return.volunteer.user, now=now)

    assert told("shift_handover_refused") == [given.volunteer.email]
    with pytest.raises(SignUpRefused, match="settled"):
        taken(handover, in_return.volunteer, now)


def test_a_swap_ends_with_the_seat_that_it_is_about(now: datetime) -> None:
    given, in_return = two_seats(now)
    handover = swap(given, in_return, now)

    cancel_sign_up(sign_up_id=in_return.pk, actor=in_return.volunteer.user, now=now)

    handover.refresh_from_db()
    assert (handover.state, handover.ended_at) == ("lapsed", now)


def test_a_swap_uses_the_place_on_the_waitlist(now: datetime) -> None:
    given, in_return = two_seats(now)
    place = waits(in_return.shift, given.volunteer, now)

    taken(swap(given, in_return, now), in_return.volunteer, now)

    assert state_of(place) == "confirmed"


def test_a_swap_is_between_two_people_and_two_shifts(now: datetime) -> None:
    given, _in_return = two_seats(now)
    rosa = given.volunteer
    own = seated(make_shift(given.shift.role, starts_at=SHIFT_START + 72 * HOUR), rosa, now)
    Shift.objects.filter(pk=given.shift_id).update(seats=2)
    same = seated(given.shift, make_volunteer(given.shift.role.program), now)

    for other in (own, same):
        with pytest.raises(SignUpRefused, match="two people and two shifts"):
            swap(given, other, now)


def test_no_seat_is_offered_to_others_by_a_handover(now: datetime) -> None:
    given, in_return = two_seats(now)
    shift = given.shift
    place = waits(shift, make_volunteer(shift.role.program), now)

    taken(swap(given, in_return, now), in_return.volunteer, now)

    assert state_of(place) == "waiting"
    with pytest.raises(SignUpRefused):
        refuse_offer(sign_up_id=place.pk, actor=None, now=now)
