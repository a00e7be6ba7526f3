"""A shift's own page: who else comes, what a team's leader may do, what is shown to whom."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import MOMENT
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.pages import Somebody, somebody
from tests.volunteers.seating import states
from volunteers.models import Program, SignUp, Team

pytestmark = [pytest.mark.django_db]
LIST = "/volunteer/shifts/"


@pytest.fixture(autouse=True)
def _moment() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def program() -> Program:
    return make_program("tutoring", name="Tutoring")


@pytest.fixture
def rosa(program: Program) -> Somebody:
    return somebody(program)


def test_fellows_are_named_shortly_to_those_who_are_confirmed_themselves(
    rosa: Somebody, program: Program
) -> None:
    shift = make_shift(make_role(program, is_instant=False), seats=4)
    make_sign_up(shift, make_volunteer(program, name="Wim Adler"))
    make_sign_up(shift, make_volunteer(program, name="Ada Quist"), state=SignUp.State.REQUESTED)
    path = f"{LIST}{shift.pk}/"

    assert "Wim" not in rosa.reads(path)
    own = make_sign_up(shift, rosa.volunteer, state=SignUp.State.REQUESTED)
    assert "Wim" not in rosa.reads(path)
    SignUp.objects.filter(pk=own.pk).update(state=SignUp.State.CONFIRMED)
    page = rosa.reads(path)
    assert "Who else comes Wim A." in page
    assert "Adler" not in page
    assert "Ada" not in page


def test_whoever_waits_takes_a_free_seat_in_the_last_hours(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program), starts_at=MOMENT + timedelta(hours=3), seats=1)
    make_sign_up(shift, rosa.volunteer, state=SignUp.State.WAITING, waits_since=MOMENT)

    assert "Sign up" in rosa.reads(f"{LIST}{shift.pk}/")
    assert "You are on." in rosa.presses(f"{LIST}{shift.pk}/sign-up/")


def test_a_leader_signs_the_team_up_and_nobody_elses(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program), seats=3)
    wim, ada = make_volunteer(program, name="Wim Adler"), make_volunteer(name="Ada Quist")
    team = Team.objects.create(name="Class of May", leader=rosa.volunteer)
    team.members.set([wim, ada])
    other = Team.objects.create(name="Others", leader=wim)
    path = f"{LIST}{shift.pk}/team/"

    page = rosa.reads(f"{LIST}{shift.pk}/")
    assert "Sign up Class of May Who comes Rosa L. Ada Q. Wim A." in page
    assert "Choose who comes." in rosa.presses(f"{path}{team.pk}/", volunteers=["x", "9" * 30])
    everybody = [rosa.volunteer.pk, wim.pk, ada.pk]
    assert "Not everybody can come: Ada Q." in rosa.presses(
        f"{path}{team.pk}/", volunteers=everybody, all_or_none="yes"
    )
    said = rosa.presses(f"{path}{team.pk}/", volunteers=everybody)
    assert "2 of you are signed up." in said
    assert "1 could not be signed up" in said
    assert states(shift) == {rosa.volunteer.pk: "confirmed", wim.pk: "confirmed"}
    assert rosa.browser.post(f"{path}{other.pk}/", {"volunteers": everybody}).status_code == 404
