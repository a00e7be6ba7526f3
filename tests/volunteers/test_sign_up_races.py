"""Two at the same time: whoever comes first is done first, and no rule is broken in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Role
from jobs.models import Job
from tests.factories import make_organisation, make_user
from tests.volunteers.crowd import Work, in_turns, refused, somebody_waits_for_a_lock
from tests.volunteers.iron_rules import broken_rules, neglected
from tests.volunteers.makers import SHIFT_START, make_program, make_role, make_shift, make_volunteer
from tests.volunteers.seating import in_thread, people, seated, state_of, states, waits
from volunteers import clock
from volunteers.actions import locks, seats, sign_ups
from volunteers.actions.clearance import revoke_clearance
from volunteers.actions.seats import LOOK_AGAIN, begin
from volunteers.actions.shifts import change_seats
from volunteers.actions.sign_ups import (
    accept_offer,
    cancel_sign_up,
    release_sign_up,
)
from volunteers.actions.waitlist import lapse_offers
from volunteers.models import Shift, SignUp, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def signing(shift: Shift, volunteer: Volunteer, now: datetime) -> Work:
    return partial(seated, shift, volunteer, now)


def leaving(one: SignUp, now: datetime) -> Work:
    return lambda: cancel_sign_up(sign_up_id=one.pk, actor=one.volunteer.user, now=now)


def accepting(one: SignUp, now: datetime) -> Work:
    return lambda: accept_offer(sign_up_id=one.pk, actor=one.volunteer.user, now=now)


def releasing(one: SignUp, now: datetime) -> Work:
    return lambda: release_sign_up(sign_up_id=one.pk, reason="staff", actor=None, now=now)


def look_again(now: datetime) -> None:
    for job in Job.objects.filter(kind=LOOK_AGAIN):
        clock.offer_seats(job.about, now)


def offered_one(now: datetime) -> tuple[Shift, SignUp, SignUp]:
    """A shift of one seat, offered to the first of two who wait."""
    shift = make_shift(make_role(seats=1))
    gone, rosa, ivo = people(3, shift.role.program)
    taken = seated(shift, gone, now)
    first, second = waits(shift, rosa, now), waits(shift, ivo, now)
    release_sign_up(sign_up_id=taken.pk, reason="staff", actor=None, now=now)
    first.refresh_from_db()
    return shift, first, second


@pytest.mark.parametrize("model", [Volunteer, Shift])
def test_rows_are_locked_in_the_order_of_their_ids(now: datetime, model: type[Volunteer | Shift]) -> None:
    """While the first is waited for, the second is not held yet: two who want both never wait in a ring."""
    lock = locks.lock_volunteers if model is Volunteer else locks.lock_shifts
    first, second = sorted((make_volunteer() if model is Volunteer else make_shift()).pk for _ in range(2))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            model.objects.select_for_update().get(pk=first)
            done = pool.submit(in_thread, lambda: locked_at_once(lock, [second, first]))
            while not somebody_waits_for_a_lock():
                assert not done.done()
            model.objects.select_for_update(nowait=True).get(pk=second)
        done.result()


def locked_at_once(lock: Callable[[list[int]], object], ids: list[int]) -> None:
    with transaction.atomic():
        lock(ids)


def test_the_last_seat_goes_to_one_of_two(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    works = signing(shift, rosa, now), signing(shift, ivo, now)

    assert refused(in_turns(monkeypatch, *works, at=(sign_ups, "check_gates"))) == [False, True]
    assert states(shift) == {rosa.pk: "confirmed"}


def test_one_person_does_not_pass_a_limit_on_two_shifts_at_once(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = make_role(make_program(max_hours_7=5))
    rosa = make_volunteer(role.program)
    shifts = make_shift(role), make_shift(role, starts_at=SHIFT_START + 24 * HOUR)
    works = [signing(shift, rosa, now) for shift in shifts]

    assert refused(in_turns(monkeypatch, *works, at=(sign_ups, "check_gates"))) == [False, True]
    assert SignUp.objects.holding().count() == 1


def test_one_person_is_not_signed_up_twice_for_a_shift(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = make_shift()
    rosa = make_volunteer(shift.role.program)
    works = signing(shift, rosa, now), signing(shift, rosa, now)

    assert refused(in_turns(monkeypatch, *works, at=(sign_ups, "check_gates"))) == [False, True]
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize("leaves_first", [True, False])
def test_leaving_and_accepting_an_offer_at_once(
    now: datetime, monkeypatch: pytest.MonkeyPatch, leaves_first: bool
) -> None:
    """Whoever accepted may still leave; whoever left can no longer accept."""
    _shift, first, second = offered_one(now)
    works = [leaving(first, now), accepting(first, now)]
    if not leaves_first:
        works.reverse()

    answers = in_turns(monkeypatch, *works, at=(locks, "lock_sign_ups"))

    assert refused(answers) == [False, leaves_first]
    assert [state_of(one) for one in (first, second)] == ["cancelled", "offered"]
    assert (broken_rules(), neglected(now)) == ([], [])


@pytest.mark.parametrize("lapses_first", [True, False])
def test_an_offer_runs_out_while_it_is_accepted(
    now: datetime, monkeypatch: pytest.MonkeyPatch, lapses_first: bool
) -> None:
    """The answer began before the time was over: whichever comes first is true, and never both."""
    _shift, first, second = offered_one(now)
    over = now + 12 * HOUR
    works: list[Work] = [partial(lapse_offers, now=over), accepting(first, over - HOUR)]
    if not lapses_first:
        works.reverse()

    answers = in_turns(monkeypatch, *works, at=(locks, "lock_sign_ups"))

    assert refused(answers) == [False, lapses_first]
    assert [state_of(one) for one in (first, second)] == (
        ["lapsed", "offered"] if lapses_first else ["confirmed", "waiting"]
    )
    assert broken_rules() == []


@pytest.mark.parametrize("signs_up_first", [True, False])
def test_clearance_ends_while_somebody_signs_up(
    now: datetime, monkeypatch: pytest.MonkeyPatch, signs_up_first: bool
) -> None:
    shift = make_shift()
    rosa, actor = make_volunteer(shift.role.program), make_user(Role.SCREENING)
    held = rosa.clearances.get()
    make_user(Role.COORDINATOR)

    works: list[Work] = [
        signing(shift, rosa, now),
        lambda: revoke_clearance(clearance=held, reason="conduct", actor=actor, now=now),
    ]
    point = (sign_ups, "check_gates")
    if not signs_up_first:
        works.reverse()
        point = (locks, "lock_volunteers")

    assert refused(in_turns(monkeypatch, *works, at=point)) == (
        [False, False] if signs_up_first else [False, True]
    )
    assert not SignUp.objects.active().exists()
    assert broken_rules() == []


@pytest.mark.parametrize("signs_up_first", [True, False])
def test_seats_are_taken_away_while_somebody_signs_up(
    now: datetime, monkeypatch: pytest.MonkeyPatch, signs_up_first: bool
) -> None:
    shift = make_shift(make_role(seats=2))
    rosa, ivo = people(2, shift.role.program)
    seated(shift, rosa, now)
    actor = make_user(Role.COORDINATOR)

    def fewer() -> None:
        change_seats(shift_id=shift.pk, seats=1, released=[], actor=actor, now=now)

    if signs_up_first:
        answers = in_turns(monkeypatch, signing(shift, ivo, now), fewer, at=(sign_ups, "check_gates"))
    else:
        answers = in_turns(monkeypatch, fewer, signing(shift, ivo, now), at=(seats, "held_seats"))

    assert [isinstance(one, Exception) for one in answers] == [False, True]
    assert broken_rules() == []


@pytest.mark.parametrize("is_offered_first", [True, False])
def test_somebody_is_offered_a_seat_while_they_take_another_at_the_same_hour(
    now: datetime, monkeypatch: pytest.MonkeyPatch, is_offered_first: bool
) -> None:
    shift = make_shift(make_role(seats=1))
    gone, rosa, ivo = people(3, shift.role.program)
    taken, place, next_one = seated(shift, gone, now), waits(shift, rosa, now), waits(shift, ivo, now)
    elsewhere = make_shift(shift.role, starts_at=SHIFT_START + HOUR)

    works = [leaving(taken, now), signing(elsewhere, rosa, now)]
    point: tuple[object, str] = (seats, "_is_offered")
    if not is_offered_first:
        works.reverse()
        point = (sign_ups, "check_gates")
    answers = in_turns(monkeypatch, *works, at=point)
    look_again(now)

    assert refused(answers) == ([False, True] if is_offered_first else [False, False])
    assert [state_of(one) for one in (taken, place, next_one)] == (
        ["cancelled", "offered", "waiting"] if is_offered_first else ["cancelled", "waiting", "offered"]
    )
    assert (broken_rules(), neglected(now)) == ([], [])


def test_two_who_leave_and_wait_for_each_others_seat(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each exit offers its seat to the one who is just leaving the other: neither waits for ever."""
    role = make_role(seats=1)
    rosa, ivo = people(2, role.program)
    shifts = make_shift(role), make_shift(role, starts_at=SHIFT_START + HOUR)
    given = [seated(shifts[0], rosa, now), seated(shifts[1], ivo, now)]
    wishes = [
        begin(SignUp(shift=shift, volunteer=who, state="waiting"), reason="self", actor=None, now=now)
        for shift, who in zip(shifts, (ivo, rosa), strict=True)
    ]

    answers = in_turns(monkeypatch, *(leaving(one, now) for one in given), at=(sign_ups, "move"))
    look_again(now)

    assert refused(answers) == [False, False]
    assert [state_of(one) for one in wishes] == ["offered", "offered"]
    assert broken_rules() == []
