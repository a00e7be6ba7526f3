"""A seat is taken, asked for, given up and taken away."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_role,
    make_shift,
    make_volunteer,
)
from tests.volunteers.seating import kinds, people, seated, state_of, states, story, waits
from volunteers.actions.sign_ups import (
    SetAside,
    SignUpRefused,
    cancel_sign_up,
    decide_request,
    sign_up,
)
from volunteers.models import Override, Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def test_a_seat_is_confirmed_at_once_with_an_event_and_a_letter(now: datetime) -> None:
    shift = make_shift()
    rosa = make_volunteer(shift.role.program)

    made = seated(shift, rosa, now)

    made.refresh_from_db()
    assert (made.state, made.sequence, made.created_at, made.changed_at) == ("confirmed", 0, now, now)
    assert story(made) == [("", "confirmed", "self")]
    assert kinds(rosa.email) == ["shift_confirmed"]


def test_where_a_coordinator_decides_a_seat_is_asked_for_and_held(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False, seats=1))
    rosa, ivo = people(2, shift.role.program)
    coordinator = make_user(Role.COORDINATOR)

    asked = seated(shift, rosa, now)
    assert (asked.state, kinds(rosa.email)) == ("requested", ["shift_requested"])
    assert kinds(coordinator.email) == ["desk_request_waiting"]
    with pytest.raises(SignUpRefused) as full:
        seated(shift, ivo, now)
    assert full.value.is_full

    decide_request(sign_up_id=asked.pk, is_accepted=True, actor=coordinator, now=now)
    assert story(asked) == [("", "requested", "self"), ("requested", "confirmed", "staff")]
    assert kinds(rosa.email) == ["shift_requested", "shift_confirmed"]
    with pytest.raises(SignUpRefused, match="decided already"):
        decide_request(sign_up_id=asked.pk, is_accepted=False, actor=coordinator, now=now)


def test_a_declined_request_frees_its_seat_for_the_next(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False, seats=1))
    rosa, ivo = people(2, shift.role.program)
    asked, waiting = seated(shift, rosa, now), waits(shift, ivo, now)

    decide_request(sign_up_id=asked.pk, is_accepted=False, actor=make_user(Role.COORDINATOR), now=now)

    assert (state_of(asked), state_of(waiting)) == ("declined", "offered")
    assert kinds(rosa.email)[-1] == "shift_declined"


def test_gates_are_looked_at_again_when_a_request_is_accepted(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False))
    rosa = make_volunteer(shift.role.program)
    asked = seated(shift, rosa, now)
    rosa.clearances.update(until_on=now.date())

    with pytest.raises(SignUpRefused, match="clearance"):
        decide_request(sign_up_id=asked.pk, is_accepted=True, actor=make_user(Role.COORDINATOR), now=now)

    assert state_of(asked) == "requested"


def test_a_coordinator_confirms_at_once_even_after_sign_up_closed(now: datetime) -> None:
    shift = make_shift(make_role(is_instant=False, sign_up_closes=60))
    rosa = make_volunteer(shift.role.program)
    late = SHIFT_START - 30 * MINUTE
    with pytest.raises(SignUpRefused, match="Tue, Dec 8, 2:00 PM"):
        seated(shift, rosa, late)

    made = sign_up(shift_id=shift.pk, volunteer_id=rosa.pk, actor=make_user(Role.COORDINATOR), now=late)

    assert story(made) == [("", "confirmed", "staff")]


@pytest.mark.parametrize(("before", "is_open"), [(60 * MINUTE, False), (61 * MINUTE, True)])
def test_sign_up_closes_at_a_moment(now: datetime, before: timedelta, is_open: bool) -> None:
    shift = make_shift(make_role(sign_up_closes=60))
    rosa = make_volunteer(shift.role.program)

    if is_open:
        assert seated(shift, rosa, SHIFT_START - before).state == "confirmed"
    else:
        with pytest.raises(SignUpRefused, match="closed"):
            seated(shift, rosa, SHIFT_START - before)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "draft"}, "not open"),
        ({"state": "cancelled", "cancelled_for": "weather", "cancelled_at": SHIFT_START}, "not take place"),
        ({"starts_at": datetime(2026, 11, 20, 20, 0, tzinfo=SHIFT_START.tzinfo)}, "over"),
    ],
)
def test_nobody_comes_to_a_shift_that_is_not_to_be(
    now: datetime, values: dict[str, Any], sentence: str
) -> None:
    shift = make_shift(**values)
    rosa = make_volunteer(shift.role.program)

    for actor in (rosa.user, make_user(Role.COORDINATOR)):
        with pytest.raises(SignUpRefused, match=sentence):
            sign_up(shift_id=shift.pk, volunteer_id=rosa.pk, actor=actor, now=now)


def test_a_shut_gate_refuses_with_its_sentence_and_writes_nothing(now: datetime) -> None:
    shift = make_shift()

    with pytest.raises(SignUpRefused, match="clearance") as refused:
        seated(shift, make_volunteer(), now)

    assert [one.gate for one in refused.value.refusals] == ["clearance"]
    assert not refused.value.is_full
    assert (SignUp.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_second_sign_up_for_a_shift_is_refused_but_one_may_come_back(now: datetime) -> None:
    shift = make_shift()
    rosa = make_volunteer(shift.role.program)
    first = seated(shift, rosa, now)
    with pytest.raises(SignUpRefused, match="already"):
        seated(shift, rosa, now)

    cancel_sign_up(sign_up_id=first.pk, actor=rosa.user, now=now)
    second = seated(shift, rosa, now)

    assert (state_of(first), state_of(second)) == ("cancelled", "confirmed")
    assert first.uid != second.uid


def test_touching_shifts_are_not_in_each_others_way_and_overlapping_ones_are(now: datetime) -> None:
    role = make_role()
    rosa = make_volunteer(role.program)
    seated(make_shift(role), rosa, now)

    assert seated(make_shift(role, starts_at=SHIFT_START + 3 * HOUR), rosa, now).state == "confirmed"
    with pytest.raises(SignUpRefused, match="at that time"):
        seated(make_shift(role, starts_at=SHIFT_START + HOUR), rosa, now)


def test_a_full_shift_says_so(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    rosa, ivo = people(2, shift.role.program)
    seated(shift, rosa, now)

    with pytest.raises(SignUpRefused) as full:
        seated(shift, ivo, now)

    assert (full.value.is_full, states(shift)) == (True, {rosa.pk: "confirmed"})


# limits that are set aside


def rest_needed() -> tuple[Shift, Shift]:
    program = make_program(rest_hours=8)
    role = make_role(program)
    return make_shift(role), make_shift(role, starts_at=SHIFT_START + 5 * HOUR)


def test_a_limit_is_set_aside_by_a_coordinator_with_a_reason(now: datetime) -> None:
    first, second = rest_needed()
    rosa, coordinator = make_volunteer(first.role.program), make_user(Role.COORDINATOR)
    seated(first, rosa, now)
    with pytest.raises(SignUpRefused, match="rest"):
        sign_up(shift_id=second.pk, volunteer_id=rosa.pk, actor=coordinator, now=now)

    made = sign_up(
        shift_id=second.pk,
        volunteer_id=rosa.pk,
        actor=coordinator,
        now=now,
        override=SetAside(frozenset({"rest", "nights"}), " Nobody else can come. "),
    )

    assert list(Override.objects.values_list("sign_up", "gate", "reason", "actor", "at")) == [
        (made.pk, "rest", "Nobody else can come.", coordinator.pk, now)
    ]
    entry = AuditEntry.objects.get(verb="sign_up.limits_set_aside")
    assert (entry.after, entry.reason) == ({"gates": "rest"}, "Nobody else can come.")


def test_an_override_that_was_not_needed_is_not_written(now: datetime) -> None:
    shift = make_shift()
    rosa = make_volunteer(shift.role.program)

    sign_up(
        shift_id=shift.pk,
        volunteer_id=rosa.pk,
        actor=make_user(Role.COORDINATOR),
        now=now,
        override=SetAside(frozenset({"rest"}), "In case."),
    )

    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("role", "reason", "sentence"),
    [
        (None, "I am fine.", "Only coordinators"),
        (Role.READ_ONLY, "They are fine.", "Only coordinators"),
        (Role.COORDINATOR, "  ", "say why"),
    ],
)
def test_limits_are_not_set_aside_by_others_nor_without_a_reason(
    now: datetime, role: Role | None, reason: str, sentence: str
) -> None:
    first, second = rest_needed()
    rosa = make_volunteer(first.role.program)
    seated(first, rosa, now)

    with pytest.raises(SignUpRefused, match=sentence):
        sign_up(
            shift_id=second.pk,
            volunteer_id=rosa.pk,
            actor=make_user(role) if role else rosa.user,
            now=now,
            override=SetAside(frozenset({"rest"}), reason),
        )


def test_what_cannot_be_set_aside_stays_shut(now: datetime) -> None:
    shift = make_shift()

    with pytest.raises(SignUpRefused, match="clearance"):
        sign_up(
            shift_id=shift.pk,
            volunteer_id=make_volunteer().pk,
            actor=make_user(Role.ADMINISTRATOR),
            now=now,
            override=SetAside(frozenset({"clearance", "rest"}), "Trust me."),
        )
