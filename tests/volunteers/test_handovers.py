"""A seat is handed over: to a stand-in, or in a swap. It is never free in between."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    hold,
    make_clearance,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.seating import people, seated, state_of, states, story, waits
from volunteers import clock
from volunteers.actions import handovers
from volunteers.actions.handovers import (
    ask_stand_in,
    offer_swap,
    refuse_handover,
    take_handover,
    withdraw_handover,
)
from volunteers.actions.sign_ups import SignUpRefused, cancel_sign_up, refuse_offer
from volunteers.models import Handover, Shift, SignUp, Volunteer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def told(kind: str) -> list[str]:
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("to_email", flat=True))


def wanted(sign_up: SignUp, now: datetime) -> Handover:
    return ask_stand_in(sign_up_id=sign_up.pk, actor=sign_up.volunteer.user, now=now)


def taken(handover: Handover, by: Volunteer, now: datetime) -> SignUp:
    return take_handover(handover_id=handover.pk, volunteer_id=by.pk, actor=by.user, now=now)


def swap(given: SignUp, in_return: SignUp, now: datetime) -> Handover:
    return offer_swap(sign_up_id=given.pk, in_return_id=in_return.pk, actor=given.volunteer.user, now=now)


def two_seats(now: datetime, *, apart: timedelta = 24 * HOUR) -> tuple[SignUp, SignUp]:
    """Rosa's and Ivo's, on two shifts of one role."""
    role = make_role(seats=1)
    rosa, ivo = people(2, role.program)
    later = make_shift(role, starts_at=SHIFT_START + apart)
    return seated(make_shift(role), rosa, now), seated(later, ivo, now)


# stand-ins


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


# swaps


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
