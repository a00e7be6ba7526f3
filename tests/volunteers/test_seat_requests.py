"""All seats that wait for an answer, over all weeks, and what coordinators do about them there."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.pages import plain
from tests.volunteers.seating import free, full_shift, state_of, waits
from tests.volunteers.series_makers import NOW
from volunteers.actions.sign_ups import accept_offer, sign_up
from volunteers.models import Program, Shift, SignUp
from volunteers.reports.seat_requests import requests_to_decide, rows_of

pytestmark = pytest.mark.django_db

PAGE = "/desk/shifts/requests/"
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def program() -> Program:
    return make_program(name="Evenings")


def asked(program: Program, name: str, *, after: timedelta, starts: timedelta, **shift: Any) -> SignUp:
    """Somebody asked for a seat so long after NOW, of a shift that begins so long after it."""
    role = make_role(program, is_instant=False)
    wanted = make_shift(role, starts_at=NOW + starts, **shift)
    who = make_volunteer(program, name=name)
    return sign_up(shift_id=wanted.pk, volunteer_id=who.pk, actor=who.user, now=NOW + after)


def shown(desk: Client, query: str = "") -> list[SignUp]:
    return [row.sign_up for row in desk.get(f"{PAGE}?{query}").context["rows"]]


def test_requests_of_all_weeks_stand_in_the_order_in_which_they_were_made(
    desk: Client, program: Program
) -> None:
    late = asked(program, "Rosa Lind", after=HOUR, starts=WEEK)
    early = asked(program, "Ivo Brandt", after=-HOUR, starts=20 * WEEK)
    make_sign_up(early.shift, make_volunteer(program))
    over = make_shift(make_role(program), starts_at=NOW - 4 * HOUR)
    make_sign_up(over, make_volunteer(program), state="requested")
    cancelled = make_shift(
        make_role(program), state=Shift.State.CANCELLED, cancelled_for="weather", cancelled_at=NOW
    )
    make_sign_up(cancelled, make_volunteer(program), state="requested")

    assert shown(desk) == [early, late]
    page = plain(desk.get(PAGE).content.decode())
    assert "2 requests wait for an answer" in page


def test_whoever_came_from_the_waitlist_asks_since_the_offer_was_taken() -> None:
    shift, taken = full_shift(NOW, is_instant=False)
    rosa = make_volunteer(shift.role.program)
    place = waits(shift, rosa, NOW)
    free(taken, NOW + HOUR)
    accept_offer(sign_up_id=place.pk, actor=rosa.user, now=NOW + 2 * HOUR)
    # the shift moves, which changes no state
    place.events.create(from_state="requested", to_state="requested", reason="shift_moved", at=NOW + 3 * HOUR)

    (found,) = requests_to_decide(NOW + 4 * HOUR)

    assert found == place
    (row,) = rows_of([found], NOW + 4 * HOUR)
    assert row.asked_at == NOW + 2 * HOUR


def test_the_list_is_narrowed_by_who_asks_program_place_and_how_soon_it_begins(
    desk: Client, program: Program
) -> None:
    site = make_site(label="Room 2")
    rosa = asked(program, "Rosa Lindqvist", after=HOUR, starts=timedelta(days=1), site=site)
    ivo = asked(make_program(), "Ivo Brandt", after=HOUR, starts=3 * WEEK)

    assert shown(desk, "q=Rosa+Lindqvst") == [rosa]
    assert shown(desk, f"program={program.pk}") == [rosa]
    assert shown(desk, f"site={site.pk}") == [rosa]
    assert shown(desk, "within=2") == [rosa]
    assert shown(desk, "within=28") == [rosa, ivo]
    assert "No request is like this" in desk.get(f"{PAGE}?q=Nobody+Here").content.decode()


def test_an_empty_list_says_what_will_stand_there(desk: Client) -> None:
    assert "No request waits" in desk.get(PAGE).content.decode()


def test_more_than_a_page_of_requests_is_paged(desk: Client, program: Program) -> None:
    shift = make_shift(make_role(program, seats=60))
    for _number in range(51):
        make_sign_up(shift, make_volunteer(program), state="requested")

    assert [len(shown(desk)), len(shown(desk, "page=2"))] == [50, 1]


@pytest.mark.parametrize(("press", "state"), [("accept", "confirmed"), ("decline", "declined")])
def test_an_answer_leads_back_to_the_list_as_it_was_narrowed(
    desk: Client, program: Program, press: str, state: str
) -> None:
    request = asked(program, "Rosa Lind", after=HOUR, starts=WEEK)
    page = desk.get(f"{PAGE}?within=28").content.decode()
    assert f'action="/desk/sign-ups/{request.pk}/{press}/?within=28"' in page

    answer = desk.post(f"/desk/sign-ups/{request.pk}/{press}/?within=28", {"back": "requests"})

    assert answer["Location"] == f"{PAGE}?within=28"
    assert state_of(request) == state


def test_without_the_list_an_answer_leads_back_to_the_shift(desk: Client, program: Program) -> None:
    request = asked(program, "Rosa Lind", after=HOUR, starts=WEEK)

    answer = desk.post(f"/desk/sign-ups/{request.pk}/accept/", {"back": "https://elsewhere.example/"})

    assert answer["Location"] == f"/desk/shifts/{request.shift_id}/"


def test_whoever_may_only_read_sees_no_button(desk: Client, program: Program) -> None:
    asked(program, "Rosa Lind", after=HOUR, starts=WEEK)

    page = browser_of(make_staff(Role.READ_ONLY)).get(PAGE).content.decode()

    assert "Rosa Lind" in page
    assert "/accept/" not in page


def test_the_queries_do_not_grow_with_the_requests(desk: Client, program: Program) -> None:
    counts = []
    for number in (1, 2):
        for _more in range(number):
            asked(program, "Rosa Lind", after=HOUR, starts=WEEK)
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]
