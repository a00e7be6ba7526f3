"""Seats given up and taken away: what is free goes on, and the last who keeps a rule stays."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Role
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    hold,
    make_coverage,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.seating import kinds, people, seated, state_of, states, story, waits
from volunteers.actions.seats import move
from volunteers.actions.sign_ups import (
    SignUpRefused,
    cancel_sign_up,
    release_future,
    release_sign_up,
)

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def test_a_cancelled_seat_is_free_again_and_nobody_is_written_to(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    made = seated(shift, rosa, now)

    cancel_sign_up(sign_up_id=made.pk, actor=rosa.user, now=now + HOUR)

    made.refresh_from_db()
    assert (made.state, made.sequence, made.changed_at) == ("cancelled", 1, now + HOUR)
    assert story(made)[-1] == ("confirmed", "cancelled", "self")
    assert kinds(rosa.email) == ["shift_confirmed"]
    assert seated(shift, ivo, now).state == "confirmed"
    with pytest.raises(SignUpRefused, match="over already"):
        cancel_sign_up(sign_up_id=made.pk, actor=rosa.user, now=now)


@pytest.mark.parametrize(("before", "may"), [(24 * HOUR, False), (24 * HOUR + MINUTE, True)])
def test_a_confirmed_seat_is_given_up_until_a_moment_only(before: timedelta, may: bool) -> None:
    shift = make_shift(make_role(cancel_closes=24 * 60))
    rosa = make_volunteer(shift.role.program)
    made = make_sign_up(shift, rosa)

    if may:
        cancel_sign_up(sign_up_id=made.pk, actor=rosa.user, now=SHIFT_START - before)
    else:
        with pytest.raises(SignUpRefused, match=r"until Mon, Dec 7, 3:00 PM.*stand-in, or call"):
            cancel_sign_up(sign_up_id=made.pk, actor=rosa.user, now=SHIFT_START - before)
    assert state_of(made) == ("cancelled" if may else "confirmed")


def test_a_request_or_place_on_the_waitlist_is_given_up_at_any_time() -> None:
    shift = make_shift(make_role(cancel_closes=24 * 60, is_instant=False, seats=1))
    rosa, ivo = people(2, shift.role.program)
    late = SHIFT_START - HOUR
    asked, waiting = seated(shift, rosa, late), waits(shift, ivo, late)

    cancel_sign_up(sign_up_id=waiting.pk, actor=ivo.user, now=late)
    cancel_sign_up(sign_up_id=asked.pk, actor=rosa.user, now=late)

    assert states(shift) == {rosa.pk: "cancelled", ivo.pk: "cancelled"}


def test_the_last_who_keeps_a_rule_cannot_leave_alone(now: datetime) -> None:
    lead, senior = make_qualification("lead"), make_qualification("senior")
    senior.includes.add(lead)
    shift = make_shift(make_role(seats=3))
    make_coverage(shift.role, qualification=lead, needs_stand_in=True)
    rosa, ivo, uma = people(3, shift.role.program)
    hold(rosa, lead)
    hold(ivo, senior)
    one, other, helper = (seated(shift, who, now) for who in (rosa, ivo, uma))

    cancel_sign_up(sign_up_id=helper.pk, actor=uma.user, now=now)
    cancel_sign_up(sign_up_id=one.pk, actor=rosa.user, now=now)
    with pytest.raises(SignUpRefused, match=r"too few: 1 × lead.*stand-in"):
        cancel_sign_up(sign_up_id=other.pk, actor=ivo.user, now=now)

    assert states(shift) == {rosa.pk: "cancelled", ivo.pk: "confirmed", uma.pk: "cancelled"}
    coordinator = make_user(Role.COORDINATOR)
    release_sign_up(sign_up_id=other.pk, reason="staff", actor=coordinator, now=now)
    assert state_of(other) == "released"


def test_where_a_rule_is_broken_anyway_others_may_leave(now: datetime) -> None:
    lead = make_qualification("lead")
    shift = make_shift()
    make_coverage(shift.role, qualification=lead, needs_stand_in=True)
    make_coverage(shift.role, least=2)
    rosa = make_volunteer(shift.role.program)
    made = seated(shift, rosa, now)

    cancel_sign_up(sign_up_id=made.pk, actor=rosa.user, now=now)

    assert state_of(made) == "cancelled"


def test_a_released_seat_is_told_and_goes_to_the_next(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo, uma = people(3, shift.role.program)
    made, waiting, later = seated(shift, rosa, now), waits(shift, ivo, now), waits(shift, uma, now)

    release_sign_up(sign_up_id=later.pk, reason="staff", actor=None, now=now)
    release_sign_up(sign_up_id=made.pk, reason="staff", actor=None, now=now)

    assert states(shift) == {rosa.pk: "released", ivo.pk: "offered", uma.pk: "released"}
    assert kinds(rosa.email)[-1] == "shift_released"
    assert kinds(uma.email) == ["shift_waitlisted"]
    assert state_of(waiting) == "offered"
    with pytest.raises(SignUpRefused):
        release_sign_up(sign_up_id=made.pk, reason="staff", actor=None, now=now)


def test_all_that_is_to_come_is_released_at_once_of_one_program_or_of_all(now: datetime) -> None:
    first, second = make_shift(), make_shift(starts_at=SHIFT_START + 24 * HOUR)
    begun = make_shift(first.role, starts_at=now - HOUR)
    rosa = make_volunteer(first.role.program, second.role.program)
    made, waiting = seated(first, rosa, now), make_sign_up(second, rosa, state="waiting", waits_since=now)
    there = make_sign_up(begun, rosa)

    only = release_future(
        volunteer_id=rosa.pk, program_id=first.role.program_id, reason="clearance", actor=None, now=now
    )
    everything = release_future(volunteer_id=rosa.pk, reason="left", actor=None, now=now)

    assert ([one.pk for one in only], [one.pk for one in everything]) == ([made.pk], [waiting.pk])
    assert [state_of(one) for one in (made, waiting, there)] == ["released", "released", "confirmed"]


def test_a_state_that_cannot_follow_is_a_bug(now: datetime) -> None:
    made = make_sign_up(make_shift(), make_volunteer(), state="cancelled")

    with pytest.raises(ValueError, match="confirmed does not follow cancelled"):
        move(made, "confirmed", "staff", None, now)
