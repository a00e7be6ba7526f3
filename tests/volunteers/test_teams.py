"""A team comes together, as many as fit or all of them."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from accounts.models import Role
from letters.models import Letter
from tests.factories import make_organisation, make_user
from tests.volunteers.makers import SHIFT_START, make_role, make_shift, make_volunteer
from tests.volunteers.seating import people, seated, states, story, waits
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.actions.teams import TeamSignedUp, sign_up_team
from volunteers.models import Program, Shift, Team, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


def make_team(program: Program, count: int = 3) -> tuple[Team, list[Volunteer]]:
    leader, *members = people(count, program)
    team = Team.objects.create(name="The bakers", leader=leader)
    team.members.set(members)
    return team, [leader, *members]


def come(
    team: Team, shift: Shift, who: Sequence[Volunteer], now: datetime, *, is_all_or_none: bool = False
) -> TeamSignedUp:
    return sign_up_team(
        team_id=team.pk,
        shift_id=shift.pk,
        volunteer_ids=[one.pk for one in who],
        is_all_or_none=is_all_or_none,
        actor=team.leader.user,
        now=now,
    )


@pytest.mark.parametrize("is_all_or_none", [True, False])
def test_a_team_that_fits_comes_whole(now: datetime, is_all_or_none: bool) -> None:
    shift = make_shift(make_role(seats=3))
    team, members = make_team(shift.role.program)

    done = come(team, shift, members, now, is_all_or_none=is_all_or_none)

    assert [one.volunteer for one in done.sign_ups] == members
    assert (done.refused, {one.team for one in done.sign_ups}) == ({}, {team})
    assert story(done.sign_ups[0]) == [("", "confirmed", "team")]
    assert Letter.objects.filter(kind="shift_confirmed").count() == 3


def test_as_many_as_fit_come_in_the_order_that_was_asked(now: datetime) -> None:
    shift = make_shift(make_role(seats=2))
    team, (leader, second, third) = make_team(shift.role.program)
    second.clearances.all().delete()

    done = come(team, shift, [third, second, leader], now)
    later = come(team, shift, [leader], now)

    assert states(shift) == {third.pk: "confirmed", leader.pk: "confirmed"}
    assert done.refused == {second.pk: "Cannot take this shift."}
    assert later.refused == {leader.pk: "Is signed up for this shift already."}


def test_all_or_none_is_none_where_one_cannot_or_a_seat_is_wanting(now: datetime) -> None:
    shift = make_shift(make_role(seats=2))
    team, (leader, second, third) = make_team(shift.role.program)

    with pytest.raises(SignUpRefused, match=r"Only 2 seats are left\.") as short:
        come(team, shift, [leader, second, third], now, is_all_or_none=True)
    seated(make_shift(shift.role), second, now)
    with pytest.raises(SignUpRefused, match=f"Not everybody can come: {second.short_name}") as other:
        come(team, shift, [leader, second], now, is_all_or_none=True)

    assert (short.value.is_full, other.value.is_full, states(shift)) == (True, False, {})


def test_a_team_does_not_jump_the_queue(now: datetime) -> None:
    shift = make_shift(make_role(seats=1))
    team, members = make_team(shift.role.program, 2)
    taken, waiting = people(2, shift.role.program)
    seated(shift, taken, now)
    waits(shift, waiting, now)
    Shift.objects.filter(pk=shift.pk).update(seats=2)

    with pytest.raises(SignUpRefused, match="Only 0 seats"):
        come(team, shift, members, now, is_all_or_none=True)

    assert states(shift) == {taken.pk: "confirmed", waiting.pk: "offered"}


def test_only_members_of_an_open_team_come_with_it_and_until_sign_up_closes(now: datetime) -> None:
    shift = make_shift(make_role(seats=3))
    team, members = make_team(shift.role.program)

    with pytest.raises(SignUpRefused, match="Only members"):
        come(team, shift, [make_volunteer(shift.role.program)], now)
    with pytest.raises(SignUpRefused, match="closed"):
        come(team, shift, members, SHIFT_START)
    Team.objects.update(is_open=False)
    with pytest.raises(SignUpRefused, match="Only members"):
        come(team, shift, members, now)


def test_where_a_coordinator_decides_a_team_asks(now: datetime) -> None:
    shift = make_shift(make_role(seats=3, is_instant=False))
    team, members = make_team(shift.role.program)
    make_user(Role.COORDINATOR)

    come(team, shift, members, now)

    assert set(states(shift).values()) == {"requested"}
    assert Letter.objects.filter(kind="desk_request_waiting").count() == 1
