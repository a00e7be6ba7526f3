"""The device at the door: what opens it, what it shows, what a number and a code do."""

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import ZONE, make_organisation
from tests.volunteers.attending import seat, staff
from tests.volunteers.makers import make_program, make_role, make_shift, make_site, make_volunteer
from tests.volunteers.pages import plain, somebody
from volunteers.actions.attending import AttendanceRefused
from volunteers.actions.kiosks import close_kiosk, open_kiosk, sign_up_by_code
from volunteers.actions.lockdowns import lock_down
from volunteers.models import Attendance, HoursEntry, Shift, ShiftKiosk, SignUp, Site
from volunteers.proofs import CODE_STEP, door_codes, door_number

pytestmark = pytest.mark.django_db
KIOSK = "/volunteer/kiosk/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def site() -> Site:
    return make_site(label="Pier office")


def running(site: Site, starts_in: timedelta = -HOUR, **values: Any) -> Shift:
    return make_shift(site=site, starts_at=timezone.now() + starts_in, **values)


def device_at(site: Site) -> Client:
    """A browser in which a coordinator opened a kiosk."""
    browser = browser_of(make_staff(Role.COORDINATOR))
    answer = browser.post("/desk/kiosk/", {"site": site.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, KIOSK)
    return browser


def types(device: Client, number: str, do: str = "in") -> str:
    return plain(device.post(KIOSK, {"number": number, "do": do}, follow=True).content.decode())


def test_whoever_opens_a_kiosk_is_signed_out_on_it_and_the_token_is_kept_nowhere(site: Site) -> None:
    device = device_at(site)
    kiosk, cookie = ShiftKiosk.objects.get(), device.cookies["kiosk"]

    assert "/accounts/sign-in/" in device.get("/desk/").headers["Location"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert kiosk.token_hash not in cookie.value
    assert cookie.value.partition(":")[0] not in str(vars(kiosk))
    assert device.get(KIOSK).status_code == HTTPStatus.OK


def test_a_kiosk_dies_with_the_day_or_by_hand_or_in_a_lockdown(site: Site) -> None:
    device, other, third = device_at(site), device_at(site), device_at(site)
    first, second, _last = ShiftKiosk.objects.order_by("pk")
    now = timezone.now()
    midnight = (now.astimezone(ZoneInfo(ZONE)) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    assert first.closes_at == midnight
    ShiftKiosk.objects.filter(pk=first.pk).update(opened_at=now - 2 * HOUR, closes_at=now - HOUR)
    assert device.get(KIOSK).status_code == HTTPStatus.FORBIDDEN

    answer = browser_of(make_staff(Role.COORDINATOR)).post(f"/desk/kiosk/{second.pk}/close/")
    assert answer.status_code == 302
    assert other.get(KIOSK).status_code == HTTPStatus.FORBIDDEN

    assert third.get(KIOSK).status_code == HTTPStatus.OK
    lock_down(actor=None, now=now)
    assert third.get(KIOSK).status_code == HTTPStatus.FORBIDDEN


def test_a_night_that_begins_today_is_seen_through(site: Site) -> None:
    evening = datetime(2026, 12, 8, 22, tzinfo=ZoneInfo(ZONE))
    make_shift(site=site, starts_at=evening, hours=8)
    make_shift(site=site, starts_at=evening + 24 * HOUR, hours=8)

    kiosk, _token = open_kiosk(site_id=site.pk, actor=staff(), now=evening - HOUR)

    assert kiosk.closes_at == evening + 10 * HOUR


def test_without_a_token_or_with_a_forged_one_there_is_nothing(site: Site) -> None:
    running(site)
    stranger = Client()
    for value in ("", "forged", "forged:1a2b:signature"):
        stranger.cookies["kiosk"] = value
        answer = stranger.get(KIOSK)
        assert (answer.status_code, "Pier office" in answer.content.decode()) == (403, False)


def test_it_shows_times_and_codes_of_today_and_no_name_of_anybody(site: Site) -> None:
    role = make_role(make_program(name="Tutoring"), name="Reader")
    shift = running(site, role=role)
    running(site, starts_in=timedelta(days=3), role=make_role(name="Someday"))
    running(make_site(label="Elsewhere"), role=make_role(name="Other place"))
    one = seat(shift, "Rosa Lind")
    page = device_at(site).get(KIOSK).content.decode()

    code = door_codes(ShiftKiosk.objects.get(), shift, timezone.now())[0]
    assert f"{code[:4]} {code[4:]}" in page
    assert '<svg class="qr"' in page
    assert "style=" not in page
    assert "Reader · Tutoring" in page
    for word in ("Someday", "Other place", "Rosa", "Lind", door_number(one)):
        assert word not in page


def test_at_a_confidential_place_not_even_what_is_done_there() -> None:
    hidden = make_site(Site.Kind.CONFIDENTIAL, label="House One")
    running(hidden, role=make_role(make_program(name="Shelter"), name="Night lead"))

    page = device_at(hidden).get(KIOSK).content.decode()

    for word in ("Shelter", "Night lead", "House One"):
        assert word not in page


def test_a_number_checks_in_and_out_and_names_nobody(site: Site) -> None:
    one = seat(running(site), "Rosa Lind")
    device, number = device_at(site), door_number(one)

    page = types(device, f"{number[:3]} {number[3:]}")
    assert "You are checked in" in page
    assert "Rosa" not in page
    assert Attendance.objects.get().how == "kiosk"
    assert "Checked in already" in types(device, number)
    assert "You are checked out" in types(device, number, "out")
    assert "Checked out already" in types(device, number, "out")
    assert HoursEntry.objects.get().minutes in {0, 1}


def test_wrong_numbers_are_said_beside_the_field_and_tire_the_device(site: Site) -> None:
    one, elsewhere = seat(running(site)), seat(running(make_site()))
    device = device_at(site)
    for typed in ("12345", "abcdef", ""):
        assert "six digits" in types(device, typed) or not typed
    wrong = next(f"{n:06d}" for n in range(3) if f"{n:06d}" not in {door_number(one), door_number(elsewhere)})

    assert "No shift here today has this number" in types(device, door_number(elsewhere))
    for _try in range(9):
        assert "No shift here today has this number" in types(device, wrong)
    assert "Too many wrong numbers" in types(device, door_number(one))
    assert not Attendance.objects.exists()
    assert "You are checked in" in types(device_at(site), door_number(one))


def test_a_number_is_of_one_shift_and_no_other(site: Site) -> None:
    shift, later = running(site), running(site, starts_in=timedelta(days=2))
    volunteer = make_volunteer(shift.role.program)
    first, second = (
        SignUp.objects.create(
            shift=each, volunteer=volunteer, state="confirmed", created_at=timezone.now(),
            changed_at=timezone.now(),
        )
        for each in (shift, later)
    )  # fmt: skip

    assert re.fullmatch(r"\d{6}", door_number(first))
    assert door_number(first) != door_number(second)


def scanned(code: str) -> str:
    return f"/volunteer/check-in/{code}/"


def test_a_scanned_code_shows_a_button_and_only_the_press_checks_in(site: Site) -> None:
    shift = running(site)
    rosa = somebody(shift.role.program)
    one = seat(shift)
    SignUp.objects.filter(pk=one.pk).update(volunteer=rosa.volunteer)
    kiosk, _token = open_kiosk(site_id=site.pk, actor=staff(), now=timezone.now())
    path = scanned(door_codes(kiosk, shift, timezone.now())[0])

    for _look in range(2):
        assert "Are you here?" in rosa.reads(path)
    assert not Attendance.objects.exists()
    assert "You are checked in" in rosa.presses(path, do="in")
    assert Attendance.objects.get().how == "phone"
    assert "Are you leaving?" in rosa.reads(path)
    assert "Checked in already" in rosa.presses(path, do="in")
    assert "You are checked out" in rosa.presses(path, do="out")


def test_a_code_opens_nothing_at_home_later_or_for_somebody_else(site: Site) -> None:
    shift = running(site)
    one, other = seat(shift), somebody(shift.role.program, name="Wim Adler")
    now = timezone.now()
    kiosk, _token = open_kiosk(site_id=site.pk, actor=staff(), now=now)
    code = door_codes(kiosk, shift, now)[0]

    def opens(at: datetime, given: str = code) -> bool:
        try:
            return sign_up_by_code(volunteer=one.volunteer, code=given, now=at) == one
        except AttendanceRefused:
            return False

    assert (opens(now), opens(now + CODE_STEP), opens(now + 2 * CODE_STEP)) == (True, True, False)
    assert not opens(now, shift.code)
    answer = other.browser.get(scanned(code))
    assert (answer.status_code, "You are not on this shift" in plain(answer.content.decode())) == (404, True)
    assert other.browser.post(scanned(code), {"do": "in"}).status_code == 404
    assert "This code is over" in other.browser.get(scanned("ABCDEFGH")).content.decode()

    close_kiosk(kiosk_id=kiosk.pk, actor=staff(), now=now)
    assert not opens(now)


def test_two_kiosks_of_a_place_show_codes_of_their_own(site: Site) -> None:
    shift, now = running(site), timezone.now()
    kiosks = [open_kiosk(site_id=site.pk, actor=staff(), now=now)[0] for _device in range(2)]

    assert len({door_codes(kiosk, shift, now)[0] for kiosk in kiosks}) == 2


def test_too_early_is_said_with_the_time_from_which_it_opens(site: Site) -> None:
    shift = running(site, starts_in=3 * HOUR)
    one, device = seat(shift), device_at(site)

    if shift.starts_at < ShiftKiosk.objects.get().closes_at:
        assert "One can check in from" in types(device, door_number(one))
        assert "Check-in from" in plain(device.get(KIOSK).content.decode())


def test_the_page_asks_the_same_number_of_queries_with_one_and_three_shifts(
    site: Site,
) -> None:
    device = device_at(site)
    running(site)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as found:
            assert device.get(KIOSK).status_code == 200
        counts.append(len(found))
        running(site, starts_in=-2 * HOUR)
        running(site, starts_in=-HOUR)
    assert counts[0] == counts[1]


def test_open_kiosks_are_listed_with_who_opened_them(site: Site) -> None:
    device_at(site)
    page = plain(browser_of(make_staff(Role.COORDINATOR)).get("/desk/kiosk/").content.decode())

    assert "Pier office" in page.partition("Open now")[2]
