"""My shifts: what comes next, what waits, and what I can do about each."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_coverage,
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.pages import TOMORROW, Somebody, somebody
from tests.volunteers.seating import state_of
from volunteers.models import Attendance, Handover, Program, SignUp, Site
from volunteers.proofs import door_number

pytestmark = pytest.mark.django_db
MINE = "/volunteer/mine/"
State = SignUp.State


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def program() -> Program:
    make_organisation(phone="518-555-0100")
    return make_program("tutoring", name="Tutoring")


@pytest.fixture
def rosa(program: Program) -> Somebody:
    return somebody(program)


def test_the_next_shift_stands_first_with_the_way_to_an_open_place(rosa: Somebody, program: Program) -> None:
    role, later = make_role(program, name="Tutor"), make_role(program, name="Helper")
    site = make_site(label="Library annex", district="Westside", address="Washington Park Library")
    make_sign_up(make_shift(later), rosa.volunteer)
    make_sign_up(make_shift(role, starts_at=TOMORROW, site=site), rosa.volunteer)

    page = rosa.reads(MINE)

    assert "Your next shift Tomorrow, 3:00 PM Thursday, November 26 3:00 – 6:00 PM Tutor, Tutoring" in page
    assert "Library annex · Westside Washington Park Library" in page
    assert page.index("Tutor, Tutoring") < page.index("After that") < page.index("Helper")


def test_where_a_confidential_place_is_is_said_when_it_is_due(rosa: Somebody, program: Program) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL, label="House One", district="North")
    seat = make_sign_up(make_shift(make_role(program), starts_at=TOMORROW, site=site), rosa.volunteer)
    way = f"/volunteer/sign-ups/{seat.pk}/location/"

    assert "You see where to go from today, 3:00 PM." in rosa.reads(MINE)
    assert way not in rosa.browser.get(MINE).content.decode()
    with time_machine.travel(TOMORROW - timedelta(hours=24), tick=False):
        assert way in rosa.browser.get(MINE).content.decode()


def test_the_number_for_the_door_stands_there_while_the_door_is_open(
    rosa: Somebody, program: Program
) -> None:
    seat = make_sign_up(make_shift(make_role(program), starts_at=TOMORROW), rosa.volunteer)

    for minutes, is_shown in ((-61, False), (-60, True), (179, True)):
        with time_machine.travel(TOMORROW + timedelta(minutes=minutes), tick=False):
            rosa.signs_in()
            assert (f"type {door_number(seat)} ." in rosa.reads(MINE)) is is_shown


def test_what_waits_for_an_answer_says_until_when(rosa: Somebody, program: Program) -> None:
    until = MOMENT + timedelta(hours=5)
    offer = make_sign_up(
        make_shift(make_role(program)), rosa.volunteer, state=State.OFFERED, offer_until=until
    )

    assert "Held for you" in rosa.reads(MINE)
    assert "Yours until today, 5:00 PM" in rosa.reads(MINE)
    assert "Yours until today, 5:00 PM" in rosa.reads(f"{MINE}{offer.pk}/offer/")
    assert "The seat is yours." in rosa.presses(f"{MINE}{offer.pk}/offer/", answer="yes")
    assert state_of(offer) == "confirmed"
    assert "no longer held" in rosa.presses(f"{MINE}{offer.pk}/offer/", answer="yes")
    assert "This offer is settled" in rosa.reads(f"{MINE}{offer.pk}/offer/")


def test_an_offer_can_be_refused(rosa: Somebody, program: Program) -> None:
    until = MOMENT + timedelta(hours=5)
    offer = make_sign_up(
        make_shift(make_role(program)), rosa.volunteer, state=State.OFFERED, offer_until=until
    )

    assert "The next in line has it now." in rosa.presses(f"{MINE}{offer.pk}/offer/", answer="no")
    assert state_of(offer) == "cancelled"


def test_requests_and_places_in_line_are_told_apart(rosa: Somebody, program: Program) -> None:
    role = make_role(program)
    make_sign_up(make_shift(role), rosa.volunteer, state=State.REQUESTED)
    full = make_shift(role, starts_at=SHIFT_START + timedelta(days=1))
    for minutes, volunteer in (
        (0, make_volunteer(program)),
        (1, rosa.volunteer),
        (2, make_volunteer(program)),
    ):
        since = MOMENT + timedelta(minutes=minutes)
        make_sign_up(full, volunteer, state=State.WAITING, waits_since=since)

    page = rosa.reads(MINE)

    assert page.index("Asked for") < page.index("On the waitlist")
    assert "You are number 2 in line" in page


def test_giving_back_says_its_rule_and_does_it(rosa: Somebody, program: Program) -> None:
    role = make_role(program, cancel_closes=1440)
    seat = make_sign_up(make_shift(role), rosa.volunteer)

    assert "You can give it back by yourself until Monday, December 7, 3:00 PM." in rosa.reads(MINE)
    assert "Given back." in rosa.presses(f"{MINE}{seat.pk}/cancel/")
    assert state_of(seat) == "cancelled"
    assert "This sign-up is over already." in rosa.presses(f"{MINE}{seat.pk}/cancel/")


def test_after_the_cut_off_the_page_names_the_other_ways(rosa: Somebody, program: Program) -> None:
    role = make_role(program, cancel_closes=1440 * 3)
    seat = make_sign_up(make_shift(role, starts_at=TOMORROW), rosa.volunteer)

    page = rosa.reads(MINE)

    assert "Ask for a stand-in, or call us. 518-555-0100" in page
    assert "Give the seat back" not in page
    assert "Please ask for a stand-in" in rosa.presses(f"{MINE}{seat.pk}/cancel/")
    assert state_of(seat) == "confirmed"


def test_the_last_who_keeps_a_rule_is_told_why_the_seat_stays_theirs(
    rosa: Somebody, program: Program
) -> None:
    role = make_role(program)
    make_coverage(role, needs_stand_in=True)
    seat = make_sign_up(make_shift(role), rosa.volunteer)

    assert "Without this seat the shift would have too few" in rosa.presses(f"{MINE}{seat.pk}/cancel/")
    assert state_of(seat) == "confirmed"


def test_a_place_in_line_can_be_left(rosa: Somebody, program: Program) -> None:
    shift = make_shift(make_role(program))
    place = make_sign_up(shift, rosa.volunteer, state=State.WAITING, waits_since=MOMENT)

    assert "You left the waitlist." in rosa.presses(f"{MINE}{place.pk}/cancel/")
    assert state_of(place) == "cancelled"


def test_past_shifts_tell_whether_one_came(rosa: Somebody, program: Program) -> None:
    past = make_shift(make_role(program, name="Tutor"), starts_at=MOMENT - timedelta(days=3))
    seat = make_sign_up(past, rosa.volunteer)
    Attendance.objects.create(sign_up=seat, how=Attendance.How.KIOSK, arrived_at=past.starts_at)

    page = rosa.reads(MINE)

    assert "What you gave Sunday, November 22 Tutor · 3 hours · Came" in page
    assert "You have no shift ahead." in page


def test_a_shift_that_goes_on_is_still_the_next(rosa: Somebody, program: Program) -> None:
    make_sign_up(make_shift(make_role(program), starts_at=MOMENT - timedelta(hours=1)), rosa.volunteer)

    page = rosa.reads(MINE)

    assert "Now, until 2:00 PM" in page
    assert "I cannot come" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_of_each_as_for_one(
    rosa: Somebody, program: Program, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    role = make_role(program, seats=9)
    other = make_volunteer(program)
    for number in range(rows * 5):
        shift = make_shift(role, starts_at=SHIFT_START + timedelta(days=number))
        extra = {"offer_until": MOMENT + timedelta(hours=1)} if number % 5 == 1 else {}
        extra |= {"waits_since": MOMENT} if number % 5 == 2 else {}
        state = (State.CONFIRMED, State.OFFERED, State.WAITING, State.REQUESTED, None)[number % 5]
        if state:
            make_sign_up(shift, rosa.volunteer, state=state, **extra)
        else:
            asked = make_sign_up(shift, other)
            Handover.objects.create(sign_up=asked, asked_at=MOMENT)
        make_sign_up(make_shift(role, starts_at=MOMENT - timedelta(days=number + 2)), rosa.volunteer)

    with django_assert_num_queries(16):
        page = rosa.browser.get(MINE)

    assert len(page.context["schedule"].wanted) == rows


@pytest.mark.parametrize("what", ["cancel", "offer", "stand-in", "swap"])
def test_anothers_seat_answers_404_on_every_method_also_to_staff(program: Program, what: str) -> None:
    theirs = make_sign_up(make_shift(make_role(program)), make_volunteer(program))
    staff = make_staff(Role.COORDINATOR)
    make_volunteer(program, user=staff)
    path = f"{MINE}{theirs.pk}/{what}/"

    for browser in (somebody(program).browser, browser_of(staff)):
        assert browser.post(path, {"answer": "yes"}).status_code == 404
        assert browser.get(path).status_code == (404 if what in ("offer", "swap") else 405)
    assert state_of(theirs) == "confirmed"


def test_whoever_does_not_volunteer_is_shown_the_way_in(client: Client) -> None:
    client.force_login(make_user(email="new@example.org"))

    assert "You do not volunteer here yet" in client.get(MINE).content.decode()
