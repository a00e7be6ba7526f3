"""A seat is taken, asked for, given up and taken away."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
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
from tests.volunteers.seating import people, seated, state_of, states, story, waits
from volunteers.actions.seats import move
from volunteers.actions.sign_ups import (
    SetAside,
    SignUpRefused,
    cancel_sign_up,
    decide_request,
    release_future,
    release_sign_up,
    sign_up,
)
from volunteers.models import Override, Shift, SignUp

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def kinds(volunteer_email: str) -> list[str]:
    """The letters that somebody gets, in order."""
    return list(Letter.objects.filter(to_email=volunteer_email).order_by("pk").values_list("kind", flat=True))


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


# leaving


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
