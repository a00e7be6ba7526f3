"""Asking for a stand-in, offering a swap, and answering one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from tests.factories import MOMENT
from tests.volunteers.makers import (
    SHIFT_START,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from tests.volunteers.pages import Somebody, somebody
from tests.volunteers.seating import state_of, states
from volunteers.models import Handover, Program, SignUp, VolunteerRole

pytestmark = pytest.mark.django_db
MINE, HANDOVERS = "/volunteer/mine/", "/volunteer/handovers/"
LATER = SHIFT_START + timedelta(days=2)


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def program() -> Program:
    return make_program("tutoring", name="Tutoring")


@pytest.fixture
def role(program: Program) -> VolunteerRole:
    return make_role(program, name="Tutor")


@pytest.fixture
def rosa(program: Program) -> Somebody:
    return somebody(program)


@pytest.fixture
def wim(program: Program) -> Somebody:
    return somebody(program, name="Wim Adler")


@pytest.fixture
def seat(rosa: Somebody, role: VolunteerRole) -> SignUp:
    return make_sign_up(make_shift(role), rosa.volunteer)


def test_a_stand_in_is_asked_for_shown_to_who_could_and_taken(
    rosa: Somebody, wim: Somebody, seat: SignUp
) -> None:
    assert "the shift stays yours" in rosa.presses(f"{MINE}{seat.pk}/stand-in/")
    handover = Handover.objects.get()
    path = f"{HANDOVERS}{handover.pk}/"

    assert "A stand-in is asked for" in rosa.reads(MINE)
    assert "A stand-in is wanted Tuesday, December 8, 3:00 – 6:00 PM Tutor" in wim.reads(MINE)
    page = wim.reads(path)
    assert "Could you stand in?" in page
    assert "Rosa" not in page
    assert "The shift is yours" in wim.presses(path, answer="take")
    assert states(seat.shift) == {rosa.volunteer.pk: "cancelled", wim.volunteer.pk: "confirmed"}
    assert "This is settled: Taken." in rosa.reads(path)
    assert "This is settled already." in wim.presses(path, answer="take")


def test_asking_twice_is_refused_in_words(rosa: Somebody, seat: SignUp) -> None:
    rosa.presses(f"{MINE}{seat.pk}/stand-in/")

    assert "already asked for" in rosa.presses(f"{MINE}{seat.pk}/stand-in/")
    assert Handover.objects.count() == 1


def test_what_was_asked_can_be_taken_back(rosa: Somebody, seat: SignUp) -> None:
    rosa.presses(f"{MINE}{seat.pk}/stand-in/")
    path = f"{HANDOVERS}{Handover.objects.get().pk}/"

    assert "The stand-in you asked for" in rosa.reads(path)
    assert "Taken back." in rosa.presses(path, answer="withdraw")
    assert Handover.objects.get().state == "withdrawn"
    assert state_of(seat) == "confirmed"


def test_a_swap_is_chosen_offered_and_accepted(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole
) -> None:
    other = make_shift(role, starts_at=LATER)
    theirs = make_sign_up(other, wim.volunteer)

    page = rosa.reads(f"{MINE}{seat.pk}/swap/")
    assert "You would give Tuesday, December 8" in page
    assert "Thursday, December 10, 3:00 – 6:00 PM" in page
    assert "Wim" not in page
    assert "Offered." in rosa.presses(f"{MINE}{seat.pk}/swap/", shift=other.pk)
    path = f"{HANDOVERS}{Handover.objects.get(in_return=theirs).pk}/"
    assert "A swap Theirs, Tuesday, December 8, 3:00 PM, for yours" in wim.reads(MINE)
    assert "Would you swap?" in wim.reads(path)
    assert "The shift is yours" in wim.presses(path, answer="take")
    assert states(seat.shift)[wim.volunteer.pk] == "confirmed"
    assert states(other)[rosa.volunteer.pk] == "confirmed"


def test_whoever_refused_is_not_asked_again_and_the_next_on_that_shift_is(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole, program: Program
) -> None:
    other = make_shift(role, starts_at=LATER)
    theirs = make_sign_up(other, wim.volunteer)
    rosa.presses(f"{MINE}{seat.pk}/swap/", shift=other.pk)
    assert "Refused." in wim.presses(f"{HANDOVERS}{Handover.objects.get().pk}/", answer="refuse")

    assert "There is nothing to swap with now" in rosa.reads(f"{MINE}{seat.pk}/swap/")
    second = make_sign_up(other, make_volunteer(program))
    rosa.presses(f"{MINE}{seat.pk}/swap/", shift=other.pk)
    asked = Handover.objects.order_by("pk").values_list("in_return", "state")
    assert list(asked) == [(theirs.pk, "refused"), (second.pk, "open")]


def test_only_shifts_that_fit_are_offered_for_a_swap_apart_from_the_one_given(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole, program: Program
) -> None:
    overlapping = make_shift(role, starts_at=SHIFT_START + timedelta(hours=1))
    away = make_shift(role, starts_at=LATER)
    rosa.volunteer.away.create(from_on=LATER.date(), until_on=LATER.date())
    elsewhere = make_shift(make_role(program), starts_at=LATER + timedelta(days=1))
    for shift in (away, elsewhere):
        make_sign_up(shift, wim.volunteer)
    make_sign_up(overlapping, make_volunteer(program))

    page = rosa.browser.get(f"{MINE}{seat.pk}/swap/")

    assert [choice.shift.pk for choice in page.context["choices"]] == [overlapping.pk]


@pytest.mark.parametrize("given", ["", "x", "999999", "-1"])
def test_a_choice_that_is_none_is_said_beside_the_field(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole, given: str
) -> None:
    make_sign_up(make_shift(role, starts_at=LATER), wim.volunteer)

    page = rosa.presses(f"{MINE}{seat.pk}/swap/", shift=given)

    assert "Something needs another look" in page
    assert Handover.objects.count() == 0


def test_what_the_action_refuses_is_shown_above_the_choices(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole
) -> None:
    other = make_shift(role, starts_at=LATER)
    make_sign_up(other, wim.volunteer)
    wim.volunteer.away.create(from_on=SHIFT_START.date(), until_on=SHIFT_START.date())

    page = rosa.presses(f"{MINE}{seat.pk}/swap/", shift=other.pk)

    assert "The other person cannot take your shift." in page
    assert "Which shift would you take for it?" in page


def test_a_handover_is_a_secret_to_whoever_is_not_asked(
    rosa: Somebody, wim: Somebody, seat: SignUp, role: VolunteerRole
) -> None:
    theirs = make_sign_up(make_shift(role, starts_at=LATER), wim.volunteer)
    swap = Handover.objects.create(sign_up=seat, in_return=theirs, asked_at=MOMENT)
    stranger, fellow = somebody(), somebody(role.program)

    for other in (stranger, fellow):
        assert other.browser.get(f"{HANDOVERS}{swap.pk}/").status_code == 404
        assert other.browser.post(f"{HANDOVERS}{swap.pk}/", {"answer": "take"}).status_code == 404
    Handover.objects.filter(pk=swap.pk).update(in_return=None)
    assert stranger.browser.get(f"{HANDOVERS}{swap.pk}/").status_code == 404
    assert fellow.browser.get(f"{HANDOVERS}{swap.pk}/").status_code == 200


@pytest.mark.parametrize("answer", ["", "yes", "withdraw", "refuse"])
def test_an_answer_that_is_not_ones_own_to_give_answers_404(wim: Somebody, seat: SignUp, answer: str) -> None:
    stand_in = Handover.objects.create(sign_up=seat, asked_at=MOMENT)

    assert wim.browser.post(f"{HANDOVERS}{stand_in.pk}/", {"answer": answer}).status_code == 404
    stand_in.refresh_from_db()
    assert stand_in.state == "open"


def test_whoever_lacks_something_reads_what_and_is_not_shown_the_wish_in_their_list(
    wim: Somebody, seat: SignUp, role: VolunteerRole
) -> None:
    role.needs.add(make_qualification(name="Spanish"))
    stand_in = Handover.objects.create(sign_up=seat, asked_at=MOMENT)
    path = f"{HANDOVERS}{stand_in.pk}/"

    assert "A stand-in is wanted" not in wim.reads(MINE)
    assert "This role needs “Spanish”" in wim.reads(path)
    assert "This role needs “Spanish”" in wim.presses(path, answer="take")
    assert state_of(seat) == "confirmed"


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_asks_the_database_as_often_for_three_shifts_as_for_one(
    rosa: Somebody,
    seat: SignUp,
    role: VolunteerRole,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        shift = make_shift(role, starts_at=LATER + timedelta(days=number))
        make_sign_up(shift, make_volunteer(role.program))

    with django_assert_num_queries(9):
        rosa.browser.get(f"{MINE}{seat.pk}/swap/")


def test_there_is_no_swap_for_a_seat_that_is_not_confirmed(rosa: Somebody, role: VolunteerRole) -> None:
    place = make_sign_up(make_shift(role), rosa.volunteer, state="requested")

    assert rosa.browser.get(f"{MINE}{place.pk}/swap/").status_code == 404
