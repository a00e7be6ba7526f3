"""Granting and revoking clearance: an end leaves no seat, offer, standing place or calendar behind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import AuditEntry, Role
from letters.models import Letter
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.deciding import TODAY, grant, holds_on, revoke
from tests.volunteers.makers import make_program, make_role, make_shift, make_sign_up, make_volunteer
from tests.volunteers.seating import seated, state_of, states, story, waits
from tests.volunteers.series_makers import make_series
from volunteers.actions.applications import ApplicationRefused
from volunteers.actions.clearance import ClearanceRefused, revoke_clearance
from volunteers.actions.decisions import renew_clearance
from volunteers.actions.feeds import make_feed
from volunteers.actions.standing import give_standing_place
from volunteers.models import CalendarFeed, Clearance, SignUp

pytestmark = pytest.mark.django_db

State = SignUp.State


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


def test_a_decision_is_written_down_with_who_and_when() -> None:
    program, volunteer = make_program("tutoring"), make_volunteer()

    made = grant(volunteer, program, is_for_confidential=True, until_on=date(2027, 5, 1))

    assert (made.from_on, made.until_on, made.is_for_confidential, made.decided_at) == (
        TODAY,
        date(2027, 5, 1),
        True,
        MOMENT,
    )
    entry = AuditEntry.objects.get(verb="clearance.granted")
    assert (entry.actor, entry.about_kind, entry.about_id) == (
        made.decided_by,
        "volunteer",
        str(volunteer.pk),
    )
    assert entry.after["program"] == "tutoring"


def test_it_cannot_end_before_it_begins() -> None:
    with pytest.raises(ClearanceRefused):
        grant(make_volunteer(), make_program(), until_on=TODAY - timedelta(days=1))


def test_a_renewal_replaces_the_one_that_stands_without_a_gap() -> None:
    program, volunteer = make_program(), make_volunteer()
    first = grant(volunteer, program, until_on=date(2027, 1, 31))
    spring = date(2027, 1, 15)

    second = grant(volunteer, program, from_on=spring, until_on=date(2028, 1, 31))

    first.refresh_from_db()
    assert (first.revoked_on, first.revoked_for) == (spring, Clearance.Revoked.REPLACED)
    assert second.revoked_at is None
    days = [spring + timedelta(days=number) for number in (-1, 0, 1)]
    assert [(holds_on(first, day), holds_on(second, day)) for day in days] == [
        (True, False),
        (False, True),
        (False, True),
    ]


@pytest.mark.parametrize(
    "less",
    [
        {"is_for_confidential": False},
        {"is_for_confidential": True, "until_on": date(2027, 1, 30)},
    ],
)
def test_less_than_what_stands_is_not_granted_since_seats_would_hang_in_the_air(
    less: dict[str, object],
) -> None:
    program, volunteer = make_program(), make_volunteer()
    grant(volunteer, program, is_for_confidential=True, until_on=date(2027, 1, 31))

    with pytest.raises(ClearanceRefused):
        grant(volunteer, program, **less)

    assert volunteer.clearances.get().revoked_at is None


def test_less_may_follow_once_the_former_has_run_out() -> None:
    program, volunteer = make_program(), make_volunteer()
    grant(volunteer, program, is_for_confidential=True, until_on=date(2027, 1, 31))

    grant(volunteer, program, from_on=date(2027, 2, 1), until_on=date(2027, 3, 1))

    assert volunteer.clearances.count() == 2


def test_every_seat_to_come_is_released_and_the_next_in_line_is_offered_it() -> None:
    program, other = make_program(), make_program()
    role = make_role(program)
    volunteer, next_one = make_volunteer(program, other), make_volunteer(program)
    full, open_shift = make_shift(role, seats=1), make_shift(role, starts_at=MOMENT + timedelta(days=3))
    elsewhere = make_shift(make_role(other), starts_at=MOMENT + timedelta(days=4))
    past = make_sign_up(make_shift(role, starts_at=MOMENT - timedelta(days=2)), volunteer)
    confirmed = seated(full, volunteer, MOMENT)
    waits(full, next_one, MOMENT)
    requested = make_sign_up(open_shift, volunteer, state=State.REQUESTED)
    offered = make_sign_up(
        make_shift(role, starts_at=MOMENT + timedelta(days=5)),
        volunteer,
        state=State.OFFERED,
        offer_until=MOMENT + timedelta(hours=2),
    )
    waiting = make_sign_up(
        make_shift(role, starts_at=MOMENT + timedelta(days=6)),
        volunteer,
        state=State.WAITING,
        waits_since=MOMENT,
    )
    kept = seated(elsewhere, volunteer, MOMENT)

    released = revoke(volunteer, program)

    gone = [confirmed, requested, offered, waiting]
    assert {one.pk for one in released} == {one.pk for one in gone}
    assert {state_of(one) for one in gone} == {State.RELEASED}
    assert {story(one)[-1][2] for one in gone} == {"clearance"}
    assert (state_of(past), state_of(kept)) == (State.CONFIRMED, State.CONFIRMED)
    assert states(full)[next_one.pk] == State.OFFERED


def test_standing_places_in_the_program_end_and_others_stay() -> None:
    program, other = make_program(), make_program()
    volunteer = make_volunteer(program, other)
    series, elsewhere = (
        make_series(make_role(program)),
        make_series(make_role(other), rule="FREQ=WEEKLY;BYDAY=TH"),
    )
    for one in (series, elsewhere):
        give_standing_place(
            series_id=one.pk,
            volunteer_id=volunteer.pk,
            from_on=date(2026, 12, 1),
            until_on=None,
            actor=make_user(),
            now=MOMENT,
        )

    revoke(volunteer, program)

    assert series.standing.get().ended_at == MOMENT
    assert elsewhere.standing.get().ended_at is None
    assert {shift.sign_ups.get().state for shift in series.shifts.all()} == {State.RELEASED}
    assert {shift.sign_ups.get().state for shift in elsewhere.shifts.all()} == {State.CONFIRMED}


def test_the_calendar_dies_with_the_last_clearance_and_not_before() -> None:
    first, second = make_program(), make_program()
    volunteer = make_volunteer(first, second)
    make_feed(volunteer=volunteer, now=MOMENT)

    revoke(volunteer, first)
    assert CalendarFeed.objects.get().revoked_at is None

    revoke(volunteer, second)
    assert CalendarFeed.objects.get().revoked_at == MOMENT


def test_a_clearance_that_has_run_out_does_not_keep_the_calendar_alive() -> None:
    first, second = make_program(), make_program()
    volunteer = make_volunteer(first, second)
    volunteer.clearances.filter(program=second).update(until_on=TODAY - timedelta(days=1))
    make_feed(volunteer=volunteer, now=MOMENT)

    revoke(volunteer, first)

    assert CalendarFeed.objects.get().revoked_at == MOMENT


def test_it_ends_today_and_so_does_the_one_that_it_was_to_replace() -> None:
    program, volunteer = make_program(), make_volunteer()
    grant(volunteer, program, from_on=TODAY - timedelta(days=10), until_on=date(2027, 1, 31))
    grant(volunteer, program, from_on=date(2027, 1, 15))

    revoke(volunteer, program)

    days = [TODAY, date(2027, 1, 14), date(2027, 1, 15)]
    assert not any(holds_on(one, day) for one in volunteer.clearances.all() for day in days)
    with pytest.raises(ClearanceRefused):
        revoke_clearance(
            clearance=volunteer.clearances.latest("pk"), reason="conduct", actor=None, now=MOMENT
        )


def test_today_is_the_organisations_day() -> None:
    program, volunteer = make_program(), make_volunteer()
    made = grant(volunteer, program)

    revoke_clearance(clearance=made, reason="other", actor=None, now=datetime(2026, 12, 2, 4, 30, tzinfo=UTC))

    made.refresh_from_db()
    assert made.revoked_on == date(2026, 12, 1)


def test_coordinators_are_told_how_many_seats_came_back_and_nobody_is_told_why() -> None:
    coordinator = make_user(Role.COORDINATOR)
    program = make_program()
    volunteer = make_volunteer(program)
    seated(make_shift(make_role(program)), volunteer, MOMENT)

    revoke(volunteer, program)

    letter = Letter.objects.get(kind="desk_seats_released")
    assert (letter.to_email, letter.facts["count"]) == (coordinator.email, "1")
    entry = AuditEntry.objects.get(verb="clearance.revoked")
    assert (entry.reason, entry.after) == (
        "",
        {
            "clearance": volunteer.clearances.get().pk,
            "program": program.code,
            "released": 1,
        },
    )
    assert "conduct" not in f"{entry.before} {list(Letter.objects.values_list('facts', flat=True))}"


def renew(stands: Clearance, until_on: date | None = None, *, is_for_confidential: bool = True) -> Clearance:
    return renew_clearance(
        clearance_id=stands.pk,
        is_for_confidential=is_for_confidential,
        until_on=until_on,
        actor=make_user(Role.SCREENING),
        now=MOMENT,
    )


def test_what_stands_or_ran_out_is_renewed_from_today_without_another_application() -> None:
    program, volunteer = make_program(), make_volunteer()
    stands = grant(volunteer, program, until_on=TODAY + timedelta(days=9))
    other = grant(make_volunteer(), program, from_on=date(2025, 1, 1), until_on=date(2026, 1, 1))

    for former in (stands, other):
        made = renew(former, date(2027, 11, 25))
        former.refresh_from_db()
        assert (made.from_on, made.until_on, made.is_for_confidential) == (TODAY, date(2027, 11, 25), True)
        assert (former.revoked_for, holds_on(former, TODAY)) == ("replaced", False)

    told = Letter.objects.filter(kind="clearance_renewed")
    assert set(told.values_list("to_email", flat=True)) == {volunteer.email, other.volunteer.email}


def test_a_renewal_wants_what_a_clearance_wants_and_gives_no_less_than_stands() -> None:
    program, volunteer = make_program(), make_volunteer()
    stands = grant(volunteer, program, is_for_confidential=True)
    with pytest.raises(ClearanceRefused, match="gives more"):
        renew(stands, is_for_confidential=False)
    with pytest.raises(ClearanceRefused, match="gives more"):
        renew(stands, TODAY + timedelta(days=30))
    program.required_checks = ["background"]
    program.save()
    with pytest.raises(ApplicationRefused, match="Background check"):
        renew(stands)
    revoke(volunteer, program)
    with pytest.raises(ClearanceRefused, match="revoked already"):
        renew(stands)
    assert volunteer.clearances.count() == 1
