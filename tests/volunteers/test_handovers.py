"""A seat is handed over: to a stand-in, or in a swap. It is never free in between."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Role
from tests.factories import make_organisation, make_user
from tests.volunteers.handing_over import HOUR, taken, wanted
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
from tests.volunteers.seating import people, seated, state_of, states, story, told, waits
from volunteers import clock
from volunteers.actions import handovers
from volunteers.actions.handovers import (
    refuse_handover,
    take_handover,
    withdraw_handover,
)
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up
from volunteers.models import Handover, Shift, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def test_a_stand_in_takes_the_seat_and_both_are_told(now: datetime) -> None:
    shift = make_shift(make_role(seats=1, cancel_closes=10_000_000))
    rosa, ivo = people(2, shift.role.program)
    given = seated(shift, rosa, now)

    handover = wanted(given, now)
    assert (state_of(given), told("shift_stand_in_wanted")) == ("confirmed", [ivo.email])
    new = taken(handover, ivo, now)

    handover.refresh_from_db()
    assert (handover.state, handover.taken_by, handover.ended_at) == ("taken", ivo, now)
    assert story(given)[-1] == ("confirmed", "cancelled", "handover")
    assert story(new) == [("", "confirmed", "handover")]
    assert (told("shift_handover_done"), told("shift_confirmed")) == ([rosa.email], [rosa.email, ivo.email])


def test_those_who_may_are_told_who_waits_first_and_not_all(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handovers, "MOST_TOLD", 3)
    shift = make_shift(make_role(seats=1))
    others = people(4, shift.role.program)
    given = seated(shift, make_volunteer(shift.role.program), now)
    waiting = make_volunteer(shift.role.program)
    waits(shift, waiting, now)
    seated(make_shift(shift.role), others[1], now)
    Volunteer.objects.filter(pk=others[0].pk).update(left_at=now)
    make_volunteer()
    elsewhere = make_volunteer(make_program())

    wanted(given, now)

    assert told("shift_stand_in_wanted") == [waiting.email, others[2].email, others[3].email]
    assert elsewhere.email not in told("shift_stand_in_wanted")


def test_whoever_may_not_come_cannot_stand_in(now: datetime) -> None:
    shift = make_shift()
    rosa, ivo = people(2, shift.role.program)
    given, there = seated(shift, rosa, now), seated(shift, ivo, now)
    handover = wanted(given, now)

    for who, sentence in ((make_volunteer(), "clearance"), (rosa, "yours already"), (ivo, "already")):
        with pytest.raises(SignUpRefused, match=sentence):
            taken(handover, who, now)

    handover.refresh_from_db()
    assert (handover.state, state_of(given), state_of(there)) == ("open", "confirmed", "confirmed")


def test_whoever_waits_stands_in_from_the_place_on_the_waitlist(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    given, place = seated(shift, rosa, now), waits(shift, ivo, now)

    assert taken(wanted(given, now), ivo, now) == place

    assert states(shift) == {rosa.pk: "cancelled", ivo.pk: "confirmed"}


def test_a_stand_in_who_was_offered_another_seat_leaves_it_to_the_next(now: datetime) -> None:
    shift = make_shift(make_role(seats=2))
    rosa, ivo, uma, tom = people(4, shift.role.program)
    given, other = seated(shift, rosa, now), seated(shift, ivo, now)
    waits(shift, uma, now)
    waits(shift, tom, now)
    cancel_sign_up(sign_up_id=other.pk, actor=ivo.user, now=now)

    taken(wanted(given, now), uma, now)

    assert states(shift) == {
        rosa.pk: "cancelled",
        ivo.pk: "cancelled",
        uma.pk: "confirmed",
        tom.pk: "offered",
    }


def test_the_last_who_keeps_a_rule_leaves_by_a_stand_in_who_keeps_it_too(now: datetime) -> None:
    lead = make_qualification("lead")
    shift = make_shift()
    make_coverage(shift.role, qualification=lead, needs_stand_in=True)
    rosa, ivo, uma = people(3, shift.role.program)
    for who in (rosa, uma):
        hold(who, lead)
    handover = wanted(seated(shift, rosa, now), now)

    with pytest.raises(SignUpRefused, match="1 × lead"):
        taken(handover, ivo, now)
    taken(handover, uma, now)

    assert states(shift) == {rosa.pk: "cancelled", uma.pk: "confirmed"}


def test_where_a_coordinator_decides_a_stand_in_asks_unless_the_coordinator_does_it(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False))
    rosa, ivo = people(2, shift.role.program)
    first, second = make_sign_up(shift, rosa), make_sign_up(make_shift(shift.role), ivo)
    uma, tom = people(2, shift.role.program)

    assert taken(wanted(first, now), uma, now).state == "requested"
    by_staff = take_handover(
        handover_id=wanted(second, now).pk,
        volunteer_id=tom.pk,
        actor=make_user(Role.COORDINATOR),
        now=now,
    )
    assert by_staff.state == "confirmed"


@pytest.mark.parametrize(
    "end",
    [
        lambda one, now: cancel_sign_up(sign_up_id=one.sign_up_id, actor=None, now=now),
        lambda one, now: withdraw_handover(handover_id=one.pk, actor=None, now=now),
        lambda _one, _now: clock.waitlists(SHIFT_START),
        lambda _one, _now: Shift.objects.update(starts_at=_now, ends_at=_now + HOUR),
    ],
)
def test_a_stand_in_comes_too_late_for_a_seat_that_is_not_there(
    now: datetime, end: Callable[[Handover, datetime], object]
) -> None:
    shift = make_shift()
    rosa, ivo = people(2, shift.role.program)
    handover = wanted(seated(shift, rosa, now), now)

    end(handover, now)

    with pytest.raises(SignUpRefused):
        taken(handover, ivo, now)
    assert ivo.pk not in states(shift)


def test_a_seat_is_asked_about_once_and_only_while_it_can_be_given(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    given, place = seated(shift, rosa, now), waits(shift, ivo, now)
    handover = wanted(given, now)

    with pytest.raises(SignUpRefused, match="already asked for"):
        wanted(given, now)
    with pytest.raises(SignUpRefused, match="Only a confirmed seat"):
        wanted(place, now)
    withdraw_handover(handover_id=handover.pk, actor=rosa.user, now=now)
    with pytest.raises(SignUpRefused, match="settled already"):
        withdraw_handover(handover_id=handover.pk, actor=rosa.user, now=now)
    wanted(given, now)
    with pytest.raises(SignUpRefused, match="nothing to refuse"):
        refuse_handover(handover_id=Handover.objects.latest("pk").pk, actor=ivo.user, now=now)
