"""Two at once: a clearance that ends while a seat is taken, and two decisions."""

import pytest

from tests.factories import MOMENT, make_organisation
from tests.volunteers.crowd import in_turns
from tests.volunteers.deciding import grant, revoke
from tests.volunteers.makers import make_program, make_role, make_shift, make_volunteer
from tests.volunteers.seating import seated
from volunteers.actions import clearance, sign_ups
from volunteers.actions.clearance import ClearanceRefused
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.models import Clearance, SignUp

pytestmark = pytest.mark.django_db

State = SignUp.State


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who_is_first", ["sign up", "revoke"])
def test_nobody_keeps_a_seat_that_was_taken_while_the_clearance_ended(
    monkeypatch: pytest.MonkeyPatch, who_is_first: str
) -> None:
    program = make_program()
    volunteer, shift = make_volunteer(program), make_shift(make_role(program))

    def take_seat() -> object:
        return seated(shift, volunteer, MOMENT)

    def end() -> object:
        return revoke(volunteer, program)

    if who_is_first == "revoke":
        answers = in_turns(monkeypatch, end, take_seat, at=(clearance, "release_future"))
        assert isinstance(answers[1], SignUpRefused)
    else:
        in_turns(monkeypatch, take_seat, end, at=(sign_ups, "check_gates"))

    assert not SignUp.objects.active().exists()
    assert not Clearance.objects.filter(revoked_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_revoke_at_once_do_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    program = make_program()
    volunteer = make_volunteer(program)

    answers = in_turns(
        monkeypatch,
        lambda: revoke(volunteer, program),
        lambda: revoke(volunteer, program),
        at=(clearance, "release_future"),
    )

    assert answers[0] == []
    assert isinstance(answers[1], ClearanceRefused)


@pytest.mark.django_db(transaction=True)
def test_two_who_grant_at_once_leave_one_decision_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    program, volunteer = make_program(), make_volunteer()

    answers = in_turns(
        monkeypatch,
        lambda: grant(volunteer, program),
        lambda: grant(volunteer, program),
        at=(clearance, "record"),
    )

    assert [type(answer) for answer in answers] == [Clearance, Clearance]
    assert Clearance.objects.filter(revoked_at=None).count() == 1
