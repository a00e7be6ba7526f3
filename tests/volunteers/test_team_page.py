"""A team's leader sees where the team comes: first names and initials, open seats, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.pages import TOMORROW, Somebody, somebody
from volunteers.models import Program, Shift, SignUp, Site, Team

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    make_organisation()
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def program() -> Program:
    return make_program(name="Evenings")


@pytest.fixture
def leader(program: Program) -> Somebody:
    return somebody(program, name="Lea Holt")


@pytest.fixture
def team(leader: Somebody) -> Team:
    return Team.objects.create(name="The bakers", leader=leader.volunteer)


def comes(team: Team, shift: Shift, name: str, **values: Any) -> SignUp:
    member = make_volunteer(shift.role.program, name=name)
    team.members.add(member)
    return make_sign_up(shift, member, team=team, **values)


def test_the_page_shows_the_team_s_shifts_their_names_and_open_seats(
    leader: Somebody, team: Team, program: Program
) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL, label="House A", district="North", address="")
    shift = make_shift(make_role(program, seats=5), starts_at=TOMORROW, site=site)
    comes(team, shift, "Rosa Lind")
    comes(team, shift, "Ivo Brandt", state="requested")
    make_sign_up(shift, make_volunteer(program, name="Stranger Nobody"))
    assert "The bakers" in leader.reads("/volunteer/mine/")

    page = leader.reads(f"/volunteer/teams/{team.pk}/")

    assert "Come: Rosa L." in page
    assert "Wait for an answer: Ivo B." in page
    assert "2 seats are open." in page
    assert "House A" in page
    for hidden in ("Lind", "Brandt", "Stranger", "@"):
        assert hidden not in page


def test_what_members_do_by_themselves_and_what_is_over_is_not_shown(
    leader: Somebody, team: Team, program: Program
) -> None:
    alone = comes(team, make_shift(make_role(program), starts_at=TOMORROW), "Rosa Lind")
    SignUp.objects.filter(pk=alone.pk).update(team=None)
    comes(team, make_shift(make_role(program), starts_at=MOMENT - DAY), "Ivo Brandt")
    comes(team, make_shift(make_role(program), starts_at=TOMORROW), "Mia Sol", state="released")
    off: dict[str, Any] = {"state": Shift.State.CANCELLED, "cancelled_for": "weather", "cancelled_at": MOMENT}
    comes(team, make_shift(make_role(program), starts_at=TOMORROW, **off), "Ben Okafor")

    assert "Your team has no shift ahead" in leader.reads(f"/volunteer/teams/{team.pk}/")


def test_nobody_but_its_leader_opens_a_team(team: Team, program: Program) -> None:
    member = somebody(program, name="Rosa Lind")
    team.members.add(member.volunteer)

    assert member.browser.get(f"/volunteer/teams/{team.pk}/").status_code == 404
    assert "Teams that you lead" not in member.reads("/volunteer/mine/")


def test_a_closed_team_has_no_page(leader: Somebody, team: Team) -> None:
    Team.objects.update(is_open=False)

    assert leader.browser.get(f"/volunteer/teams/{team.pk}/").status_code == 404
    assert "Teams that you lead" not in leader.reads("/volunteer/mine/")


def test_shifts_are_paged_and_the_queries_do_not_grow(leader: Somebody, team: Team, program: Program) -> None:
    counts = []
    role = make_role(program)
    for first, last in ((0, 1), (1, 3), (3, 26)):
        for number in range(first, last):
            comes(team, make_shift(role, starts_at=TOMORROW + number * DAY), "Rosa Lind")
        with CaptureQueriesContext(connection) as queries:
            page = leader.browser.get(f"/volunteer/teams/{team.pk}/")
        counts.append((len(page.context["rows"]), len(queries)))

    assert [rows for rows, _queries in counts] == [1, 3, 25]
    assert counts[0][1] == counts[1][1]
