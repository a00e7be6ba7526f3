"""One shift on the desk: who is on it, who waits, and what coordinators do about it."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import (
    hold,
    make_check,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.series_makers import NOW, lasts_hours, local_times, make_busy_series, shift_of
from volunteers.models import ClosedDay, Handover, Shift, SignUp

pytestmark = pytest.mark.django_db

QUERIES, CLOSED_QUERIES = 15, 5


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def digest_in(html: str) -> str:
    return html.partition('name="digest" value="')[2].partition('"')[0]


def own_choices(shift: Shift, **values: Any) -> dict[str, Any]:
    """What the form of a shift on December 8 holds."""
    facts = {"role": shift.role_id, "site": shift.site_id, "zone": shift.zone, "seats": shift.seats}
    times = {"day": "2026-12-08", "start_time": "15:00", "end_time": "17:00"}
    return {**facts, **times, **values}


def test_the_page_tells_rules_people_waitlist_and_what_happened(desk: Client) -> None:
    program = make_program()
    role, lead = make_role(program, is_instant=False), make_qualification("lead", name="Lead")
    make_coverage(role, qualification=lead)
    make_coverage(role, least=2)
    shift = make_shift(role)
    rosa = make_volunteer(program, name="Rosa Lind")
    hold(rosa, lead)
    seat = make_sign_up(shift, rosa)
    make_sign_up(shift, make_volunteer(program, name="Ivo Brandt"), state=SignUp.State.REQUESTED)
    make_sign_up(shift, make_volunteer(name="Mia Sol"), state="waiting", waits_since=NOW)
    Handover.objects.create(sign_up=seat, asked_at=NOW)

    html = " ".join(desk.get(f"/desk/shifts/{shift.pk}/").content.decode().split())

    assert "<strong>1/1</strong> Lead" in html
    assert "<strong>1/2</strong> cleared" in html
    assert "People, 2 of 2 seats" in html
    assert "Clearance for the program: missing" in html  # what Mia waits for besides a seat
    assert "Rosa Lind looks for a stand-in" in html
    assert "The shift was made." in html


def test_people_are_ticked_off_on_the_page_of_a_shift_that_runs(desk: Client) -> None:
    program = make_program()
    shift = make_shift(make_role(program), starts_at=NOW - timedelta(minutes=10))
    seat = make_sign_up(shift, make_volunteer(program, name="Rosa Lind"))

    html = desk.get(f"/desk/shifts/{shift.pk}/").content.decode()

    assert f'action="/desk/sign-ups/{seat.pk}/attendance/"' in html
    assert "Check in" not in desk.get(f"/desk/shifts/{make_shift().pk}/").content.decode()


@pytest.mark.parametrize(("hand", "state"), [("accept", "confirmed"), ("decline", "declined")])
def test_a_request_is_decided_and_the_story_tells_it(desk: Client, hand: str, state: str) -> None:
    program = make_program()
    shift = make_shift(make_role(program, is_instant=False))
    asked = make_sign_up(shift, make_volunteer(program), state=SignUp.State.REQUESTED)

    for _twice in range(2):
        html = desk.post(f"/desk/sign-ups/{asked.pk}/{hand}/", follow=True).content.decode()

    asked.refresh_from_db()
    assert asked.state == state
    assert "This request was decided already." in html


def test_somebody_is_released_and_the_next_is_offered_the_seat(desk: Client) -> None:
    series, people = make_busy_series(make_program())
    shift = shift_of(series, 8)
    Shift.objects.filter(pk=shift.pk).update(seats=2)

    html = desk.post(f"/desk/sign-ups/{people[1].pk}/release/", follow=True).content.decode()

    assert "Rosa Lind was released. (By a coordinator)" in html
    assert "A seat was offered to Mia Sol. (From the waitlist)" in html
    assert SignUp.objects.get(pk=people[-1].pk).state == SignUp.State.OFFERED


def test_a_shift_is_moved_after_a_look(desk: Client) -> None:
    series, _people = make_busy_series(make_program())
    shift = shift_of(series, 8)
    moved = own_choices(shift, start_time="18:00", end_time="20:00")
    html = desk.post(f"/desk/shifts/{shift.pk}/edit/", moved).content.decode()
    assert "3 people keep their places and are told." in html

    desk.post(f"/desk/shifts/{shift.pk}/edit/", {**moved, "digest": digest_in(html)})

    assert local_times([shift_of(series, 8)]) == ["Tue 08 Dec 18:00"]
    assert "moved by hand" in desk.get(f"/desk/shifts/{shift.pk}/").content.decode()


def test_a_single_shift_is_made_on_the_day_that_the_address_names(desk: Client) -> None:
    form = desk.get("/desk/shifts/new/?day=2026-12-24").context["form"]
    assert form["day"].value() == date(2026, 12, 24)
    typed = {"role": make_role().pk, "site": make_site().pk, "zone": "America/New_York", "seats": "2"}

    answer = desk.post(
        "/desk/shifts/new/", {**typed, "day": "2026-12-24", "start_time": "20:00", "end_time": "08:00"}
    )

    shift = Shift.objects.get()
    assert answer["Location"] == f"/desk/shifts/{shift.pk}/"
    assert (local_times([shift]), lasts_hours(shift)) == (["Thu 24 Dec 20:00"], 12)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"day": "2027-03-14", "start_time": "02:30"}, "start_time", "the clock jumps over 2:30 AM"),
        ({"day": "2027-11-07", "start_time": "01:30"}, "fold", "it is 1:30 AM twice"),
        ({"end_time": "15:00"}, "day", ""),
        ({"day": "2026-11-01"}, "day", "This moment is over."),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_its_field(
    desk: Client, values: dict[str, str], field: str, sentence: str
) -> None:
    typed = {"role": make_role().pk, "site": make_site().pk, "zone": "America/New_York", "seats": "2"}
    times = {"day": "2026-11-20", "start_time": "15:00", "end_time": "17:00"}

    answer = desk.post("/desk/shifts/new/", {**typed, **times, **values})

    assert list(answer.context["form"].errors) == [field]
    assert sentence in answer.content.decode()
    assert Shift.objects.count() == 0


def test_fewer_seats_propose_who_came_last_and_release_them(desk: Client) -> None:
    series, people = make_busy_series(make_program())
    shift = shift_of(series, 8)
    path = f"/desk/shifts/{shift.pk}/seats/"
    answer = desk.post(path, {"seats": "1"})
    assert answer.context["form"]["released"].value() == [people[4].pk]
    assert "1 more person must be chosen" in answer.content.decode()

    desk.post(path, {"seats": "1", "released": [people[4].pk]})

    assert SignUp.objects.get(pk=people[4].pk).state == SignUp.State.RELEASED
    assert shift_of(series, 8).seats == 1


def test_a_shift_is_cancelled_for_a_reason(desk: Client) -> None:
    series, _people = make_busy_series(make_program())
    shift = shift_of(series, 8)
    desk.post(f"/desk/shifts/{shift.pk}/cancel/", {"reason": "because"})
    assert shift_of(series, 8).state == Shift.State.OPEN
    chosen = '<option value="" selected>Please choose</option>'
    assert chosen in desk.get(f"/desk/shifts/{shift.pk}/").content.decode()

    html = desk.post(f"/desk/shifts/{shift.pk}/cancel/", {"reason": "weather"}, follow=True).content.decode()

    assert "Cancelled: Weather" in html
    assert "cancelled the shift." in html


def test_closing_a_day_shows_who_has_a_seat_then(desk: Client) -> None:
    series, _people = make_busy_series(make_program())
    typed = {"on": "2026-12-08", "name": "House meeting"}
    html = desk.post("/desk/closed-days/add/", typed).content.decode()
    assert "Ivo Brandt" in html
    assert ClosedDay.objects.count() == 0

    desk.post("/desk/closed-days/add/", {**typed, "digest": digest_in(html)})

    assert ClosedDay.objects.get().name == "House meeting"
    assert not series.shifts.filter(original_on=date(2026, 12, 8)).exists()
    desk.post(f"/desk/closed-days/{ClosedDay.objects.get().pk}/drop/")
    assert series.shifts.filter(original_on=date(2026, 12, 8)).exists()


def test_holidays_are_proposed_edited_and_taken(desk: Client) -> None:
    page = desk.get("/desk/closed-days/propose/?year=2026&subdivision=NY")
    lines = page.context["lines"].initial
    names = {str(line["on"]): line["name"] for line in lines}
    assert names["2026-12-25"] == "Christmas Day"
    typed: dict[str, Any] = {"days-TOTAL_FORMS": len(lines), "days-INITIAL_FORMS": len(lines)}
    for number, line in enumerate(lines):
        typed[f"days-{number}-on"] = line["on"]
        typed[f"days-{number}-name"] = "Feast" if str(line["on"]) == "2026-12-25" else line["name"]
        if str(line["on"]) in {"2026-12-25", "2026-11-26"}:
            typed[f"days-{number}-is_taken"] = "on"

    desk.post("/desk/closed-days/propose/?year=2026&subdivision=NY", typed)

    assert dict(ClosedDay.objects.values_list("on", "name")) == {
        date(2026, 11, 26): "Thanksgiving Day",
        date(2026, 12, 25): "Feast",
    }
    assert "Feast" in desk.get("/desk/closed-days/").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_one_person_as_for_three(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    program = make_program()
    shift = make_shift(make_role(program), seats=9)
    make_coverage(shift.role)
    for _number in range(people):
        make_sign_up(shift, make_volunteer(program))
        make_sign_up(shift, make_volunteer(program), state="waiting", waits_since=NOW - timedelta(hours=1))
    path = f"/desk/shifts/{shift.pk}/"
    desk.get(path)

    with django_assert_num_queries(QUERIES):
        html = desk.get(path).content.decode()

    assert html.count("Take off") == people


@pytest.mark.parametrize("rows", [1, 3])
def test_closed_days_ask_as_often_for_one_as_for_three(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        ClosedDay.objects.create(on=date(2026, 12, 24 + number), name=f"Feast {number}")
    desk.get("/desk/closed-days/")

    with django_assert_num_queries(CLOSED_QUERIES):
        html = desk.get("/desk/closed-days/").content.decode()

    assert html.count("<td>Feast") == rows


def test_coordinators_read_that_screening_is_incomplete_and_nothing_more(desk: Client) -> None:
    program = make_program(required_checks=["background"])
    volunteer = make_volunteer(program)
    make_check(volunteer, "background", result="not_pass")
    shift = make_shift(make_role(program))
    make_sign_up(shift, volunteer, state="waiting", waits_since=shift.created_at)

    page = desk.get(f"/desk/shifts/{shift.pk}/").content.decode()

    assert "Screening: incomplete" in page
    assert "Background" not in page
