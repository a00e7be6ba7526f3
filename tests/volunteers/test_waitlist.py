"""A freed seat goes to whoever waits, in their order, and is held for a while."""

from datetime import datetime, timedelta

import pytest

from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.seating import free, full_shift, people, seated, state_of, states, story, told, waits
from volunteers import clock
from volunteers.actions import seats
from volunteers.actions.sign_ups import (
    SignUpRefused,
    accept_offer,
    cancel_sign_up,
    refuse_offer,
    sign_up,
)
from volunteers.gates import Refusal
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def test_a_freed_seat_is_offered_to_whoever_came_first(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now + MINUTE)

    free(taken, now + HOUR)

    first.refresh_from_db()
    assert (first.state, first.offer_until, state_of(second)) == ("offered", now + 13 * HOUR, "waiting")
    assert story(first) == [("", "waiting", "self"), ("waiting", "offered", "waitlist")]
    assert (told("shift_waitlisted"), told("seat_offered")) == ([rosa.email, ivo.email], [rosa.email])


@pytest.mark.parametrize(
    ("before", "held"),
    [
        (30 * HOUR, 12 * HOUR),
        (26 * HOUR, 12 * HOUR),
        (24 * HOUR, 11 * HOUR),
        (7 * HOUR, 2 * HOUR + 30 * MINUTE),
    ],
)
def test_a_seat_is_held_for_twelve_hours_or_half_of_what_is_left(before: timedelta, held: timedelta) -> None:
    moment = SHIFT_START - before
    shift, taken = full_shift(moment, sign_up_closes=120)
    place = waits(shift, make_volunteer(shift.role.program), moment)

    free(taken, moment)

    place.refresh_from_db()
    assert place.offer_until == moment + held


@pytest.mark.parametrize(("is_instant", "state"), [(True, "confirmed"), (False, "requested")])
def test_an_offer_is_accepted(now: datetime, is_instant: bool, state: str) -> None:
    shift, taken = full_shift(now, is_instant=is_instant)
    rosa = make_volunteer(shift.role.program)
    place = waits(shift, rosa, now)
    free(taken, now)

    accept_offer(sign_up_id=place.pk, actor=rosa.user, now=now + HOUR)

    place.refresh_from_db()
    assert (place.state, place.offer_until, place.sequence) == (state, None, 2)
    with pytest.raises(SignUpRefused, match="no longer held"):
        accept_offer(sign_up_id=place.pk, actor=rosa.user, now=now)


def test_signing_up_accepts_the_offer(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa = make_volunteer(shift.role.program)
    place = waits(shift, rosa, now)
    free(taken, now)

    assert seated(shift, rosa, now) == place
    assert states(shift)[rosa.pk] == "confirmed"


def test_a_refused_offer_goes_to_the_next(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    free(taken, now)

    refuse_offer(sign_up_id=first.pk, actor=rosa.user, now=now)

    assert (state_of(first), state_of(second)) == ("cancelled", "offered")
    with pytest.raises(SignUpRefused):
        refuse_offer(sign_up_id=first.pk, actor=rosa.user, now=now)


def test_an_offer_that_runs_out_goes_to_the_next_by_the_clock(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    free(taken, now)

    clock.waitlists(now + 12 * HOUR - MINUTE)
    assert state_of(first) == "offered"
    clock.waitlists(now + 12 * HOUR)

    second.refresh_from_db()
    assert (state_of(first), second.state, second.offer_until) == ("lapsed", "offered", now + 24 * HOUR)
    assert (told("seat_offer_lapsed"), story(first)[-1]) == (
        [rosa.email],
        ("offered", "lapsed", "lapse"),
    )


def test_an_answer_that_comes_too_late_is_refused_and_the_seat_goes_on(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    free(taken, now)
    late = now + 12 * HOUR

    with pytest.raises(SignUpRefused, match="is over"):
        sign_up(shift_id=shift.pk, volunteer_id=rosa.pk, actor=rosa.user, now=late)
    with pytest.raises(SignUpRefused, match="is over"):
        accept_offer(sign_up_id=first.pk, actor=rosa.user, now=late)

    assert (state_of(first), state_of(second)) == ("lapsed", "offered")


def test_nobody_jumps_the_queue(now: datetime) -> None:
    """A seat is free, since its offer waits to be made; a newcomer does not get it, and it is offered."""
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    waiting = make_sign_up(shift, rosa, state="waiting", waits_since=now)

    for actor in (ivo.user, make_user()):
        with pytest.raises(SignUpRefused) as refused:
            sign_up(shift_id=shift.pk, volunteer_id=ivo.pk, actor=actor, now=now)
        assert refused.value.is_full

    assert (state_of(waiting), states(shift)) == ("offered", {rosa.pk: "offered"})


def test_whoever_cannot_come_is_passed_over_and_keeps_the_place(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    elsewhere = seated(make_shift(shift.role, starts_at=SHIFT_START + HOUR), rosa, now)

    free(taken, now)
    assert (state_of(first), state_of(second)) == ("waiting", "offered")

    refuse_offer(sign_up_id=second.pk, actor=ivo.user, now=now)
    uma = make_volunteer(shift.role.program)
    assert seated(shift, uma, now).state == "confirmed"  # nobody who waits could have had it
    cancel_sign_up(sign_up_id=elsewhere.pk, actor=rosa.user, now=now)
    cancel_sign_up(sign_up_id=SignUp.objects.get(volunteer=uma).pk, actor=uma.user, now=now)
    assert state_of(first) == "offered"


def test_somebody_who_can_come_by_now_is_found_by_the_clock(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa = make_volunteer(shift.role.program)
    place = waits(shift, rosa, now)
    elsewhere = seated(make_shift(shift.role), rosa, now)
    free(taken, now)
    assert state_of(place) == "waiting"

    cancel_sign_up(sign_up_id=elsewhere.pk, actor=rosa.user, now=now)
    clock.waitlists(now)

    assert state_of(place) == "offered"


def test_gates_are_looked_at_again_when_an_offer_is_accepted(now: datetime) -> None:
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    free(taken, now)
    rosa.clearances.update(until_on=now.date())

    with pytest.raises(SignUpRefused, match="clearance"):
        accept_offer(sign_up_id=first.pk, actor=rosa.user, now=now)

    first.refresh_from_db()
    assert (first.state, first.offer_until, state_of(second)) == ("waiting", None, "offered")
    assert first.waits_since == now


def test_what_only_the_database_knows_passes_somebody_over(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gates fail to see an overlap: the exclusion constraint does not, and the others go on."""
    shift, taken = full_shift(now)
    rosa, ivo = people(2, shift.role.program)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    seated(make_shift(shift.role), rosa, now)
    open_to_all: dict[tuple[int, int], list[Refusal]] = {(one.pk, shift.pk): [] for one in (rosa, ivo)}
    monkeypatch.setattr(seats, "judge_many", lambda **_asked: open_to_all)

    free(taken, now)

    assert [state_of(one) for one in (taken, first, second)] == ["released", "waiting", "offered"]


def test_several_seats_go_to_the_first_who_can(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    waiting = [waits(shift, who, now) for who in people(1, shift.role.program)]
    waiting += [
        make_sign_up(shift, make_volunteer(*programs), state="waiting", waits_since=now)
        for programs in ([], *[[shift.role.program]] * 3)
    ]
    assert state_of(waiting[0]) == "offered"

    Shift.objects.filter(pk=shift.pk).update(seats=3)
    clock.offer_seats(str(shift.pk), now)

    assert [state_of(one) for one in waiting] == ["offered", "waiting", "offered", "offered", "waiting"]


def test_waiting_for_a_shift_with_a_free_seat_is_being_offered_it(now: datetime) -> None:
    shift = make_shift()

    assert waits(shift, make_volunteer(shift.role.program), now).state == "offered"
    assert told("shift_waitlisted") == []


def test_the_waitlist_is_for_those_who_may_come_and_are_not_there(now: datetime) -> None:
    shift, taken = full_shift(now, sign_up_closes=60)
    rosa = make_volunteer(shift.role.program)

    with pytest.raises(SignUpRefused, match="clearance"):
        waits(shift, make_volunteer(), now)
    with pytest.raises(SignUpRefused, match="already"):
        waits(shift, taken.volunteer, now)
    with pytest.raises(SignUpRefused, match="closed"):
        waits(shift, rosa, SHIFT_START - HOUR)
    waits(shift, rosa, now)
    with pytest.raises(SignUpRefused, match="already"):
        waits(shift, rosa, now)
