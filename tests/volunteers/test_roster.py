"""The roster on the day of a shift: a coordinator writes down who came."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import ZONE, make_organisation
from tests.volunteers.attending import HOUR, MINUTE, counted, seat
from tests.volunteers.makers import make_shift
from tests.volunteers.pages import plain
from volunteers.models import Attendance, HoursEntry, Shift, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def desk() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


def shift_of(starts_in: timedelta, hours: float = 3) -> Shift:
    now = timezone.now().replace(second=0, microsecond=0)
    return make_shift(starts_at=now + starts_in, hours=hours, seats=5)


def roster(desk: Client, shift: Shift) -> str:
    return plain(desk.get(f"/desk/shifts/{shift.pk}/check-in/").content.decode())


def marks(desk: Client, one: SignUp, do: str) -> str:
    answer = desk.post(f"/desk/sign-ups/{one.pk}/attendance/", {"do": do}, follow=True)
    return plain(answer.content.decode())


def test_one_press_checks_in_and_one_checks_out(desk: Client) -> None:
    shift = shift_of(-HOUR)
    one = seat(shift, "Rosa Lind")

    assert "here since" in marks(desk, one, "in")
    assert "counts" in marks(desk, one, "out")
    attendance = Attendance.objects.get()
    assert (attendance.how, attendance.recorded_by is not None) == ("coordinator", True)
    assert "Checked out already" in marks(desk, one, "out")


def test_absence_is_written_down_from_the_start_on(desk: Client) -> None:
    early, late = seat(shift_of(30 * MINUTE)), seat(shift_of(-MINUTE))

    assert "has not begun" in marks(desk, early, "no_show")
    assert "Did not come" in marks(desk, late, "no_show")
    assert "Excused" in marks(desk, late, "excused")
    assert "press one of the buttons" in marks(desk, late, "dance")


def test_before_the_hour_the_roster_offers_nothing_to_press(desk: Client) -> None:
    shift = shift_of(3 * HOUR)
    seat(shift)
    page = desk.get(f"/desk/shifts/{shift.pk}/check-in/").content.decode()

    assert "Check-in begins an hour before the shift" in page
    assert 'name="do"' not in page


def test_everybody_at_once_is_one_press(desk: Client) -> None:
    shift = shift_of(-HOUR)
    seats = [seat(shift, f"Ana {letter}o") for letter in "ABC"]
    marks(desk, seats[0], "no_show")

    path = f"/desk/shifts/{shift.pk}/check-in/all/"
    assert "2 checked in" in plain(desk.post(path, {"do": "in"}, follow=True).content.decode())
    assert "2 checked out" in plain(desk.post(path, {"do": "out"}, follow=True).content.decode())
    assert HoursEntry.objects.count() == 2
    later = shift_of(3 * HOUR)
    seat(later)
    answer = desk.post(f"/desk/shifts/{later.pk}/check-in/all/", {"do": "in"}, follow=True)
    assert "One can check in from" in plain(answer.content.decode())


def test_times_are_written_down_on_the_clock_of_the_place(desk: Client) -> None:
    shift = shift_of(-4 * HOUR)
    one, zone = seat(shift), ZoneInfo(ZONE)
    came = shift.starts_at.astimezone(zone)
    path = f"/desk/sign-ups/{one.pk}/times/"
    page = desk.get(path).content.decode()
    assert f'value="{came:%Y-%m-%dT%H:%M}"' in page
    assert 'name="reason"' not in page

    times = {"arrived_at": f"{came + HOUR:%Y-%m-%dT%H:%M}", "left_at": f"{came + 2 * HOUR:%Y-%m-%dT%H:%M}"}
    assert desk.post(path, times).status_code == 302
    assert counted(one) == 60

    longer = {**times, "left_at": f"{came + 3 * HOUR:%Y-%m-%dT%H:%M}"}
    answer = desk.post(path, longer)
    assert (answer.status_code, counted(one)) == (200, 60)
    assert longer["left_at"] in answer.content.decode()
    assert desk.post(path, {**longer, "reason": "stayed"}).status_code == 302
    assert counted(one) == 120


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("yesterday", "Please give a day and a time"),
        ("9999-12-31T23:59", "Please"),
        ("0001-01-01T00:00", "Please"),
        ("2026-01-01T10:00", "between an hour before the start and the end"),
    ],
)
def test_times_that_make_no_sense_are_said_beside_their_field(
    desk: Client, typed: str, sentence: str
) -> None:
    answer = desk.post(f"/desk/sign-ups/{seat(shift_of(-HOUR)).pk}/times/", {"arrived_at": typed})

    assert answer.status_code == 200
    assert sentence in plain(answer.content.decode())


def test_only_confirmed_seats_stand_on_the_roster(desk: Client) -> None:
    shift = shift_of(-HOUR)
    seat(shift, "Rosa Lind")
    gone = seat(shift, "Wim Adler")
    SignUp.objects.filter(pk=gone.pk).update(state="released")
    page = roster(desk, shift)

    assert ("Rosa Lind" in page, "Wim Adler" in page) == (True, False)
    assert "Nobody is confirmed" in roster(desk, shift_of(-HOUR))


def test_readers_see_the_roster_and_press_nothing() -> None:
    shift = shift_of(-HOUR)
    one = seat(shift, "Rosa Lind")
    reader = browser_of(make_staff(Role.READ_ONLY))

    assert "Rosa Lind" in roster(reader, shift)
    assert 'name="do"' not in reader.get(f"/desk/shifts/{shift.pk}/check-in/").content.decode()
    assert reader.post(f"/desk/sign-ups/{one.pk}/attendance/", {"do": "in"}).status_code == 404


def test_the_roster_asks_the_same_number_of_queries_with_one_and_three(desk: Client) -> None:
    shift = shift_of(-HOUR)
    counts = []
    for names in (["Ana Bo"], ["Cy Dee", "Eli Fox"]):
        for name in names:
            seat(shift, name)
        with CaptureQueriesContext(connection) as found:
            roster(desk, shift)
        counts.append(len(found))
    assert counts[0] == counts[1]
