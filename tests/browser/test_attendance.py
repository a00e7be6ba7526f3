"""The day of a shift in a real browser: the device at the door, the roster on a phone, hours."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.volunteering import looked_at
from tests.factories import make_organisation, make_user
from tests.volunteers.attending import corrected, entry, today
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import Attendance, HoursEntry, Shift, Volunteer
from volunteers.proofs import door_number

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

LOOKS = [Visitor(), Visitor("desktop", "dark"), Visitor("narrow", scripts=False)]


@pytest.fixture
def rosa() -> Volunteer:
    """Somebody with hours of every kind."""
    make_organisation()
    program, drives = make_program(name="Tutoring"), make_program(name="Drives")
    rosa = make_volunteer(program, user=make_user(email="rosa@example.org"), name="Rosa Lind")
    for days in (2, 40, 75):
        entry(rosa, program, today() - timedelta(days=days), 150, state="approved")
    corrected(entry(rosa, drives, today() - timedelta(days=9), 90, state="approved"), -30)
    entry(rosa, program, today() - timedelta(days=1), 45)
    return rosa


@pytest.fixture
def shift(rosa: Volunteer) -> Shift:
    """A shift that began an hour ago, at an open place, with three people on it."""
    role = make_role(make_program(name="Reading room"), name="Reader")
    site = make_site(label="Pier office")
    shift = make_shift(role, starts_at=timezone.now() - timedelta(hours=1), site=site)
    for volunteer in (rosa, make_volunteer(name="Wim Adler"), make_volunteer(name="Ana Bo")):
        make_sign_up(shift, volunteer)
    return shift


def seen(page: Page, visitor: Visitor, name: str) -> None:
    """Look at the open page; the audit itself is a script, so not where scripts are off."""
    if visitor.scripts:
        looked_at(page, f"{name}-{visitor.device}-{visitor.scheme}")


def lend(page: Page, client: Client, live_server: LiveServer) -> Page:
    """Put a test client's session into a real browser."""
    morsel = client.cookies["session"]
    page.context.add_cookies([{"name": "session", "value": morsel.value, "url": live_server.url}])
    return page


def staffed(page: Page, live_server: LiveServer) -> Page:
    return lend(page, browser_of(make_staff(Role.COORDINATOR)), live_server)


def as_rosa(page: Page, rosa: Volunteer, live_server: LiveServer) -> Page:
    client = Client()
    assert rosa.user is not None
    client.force_login(rosa.user)
    return lend(page, client, live_server)


@pytest.mark.parametrize("visitor", LOOKS)
def test_a_device_becomes_a_kiosk_and_a_number_opens_it(
    open_page: Open, live_server: LiveServer, rosa: Volunteer, shift: Shift, visitor: Visitor
) -> None:
    page = staffed(open_page(visitor), live_server)
    page.goto("/desk/kiosk/")
    seen(page, visitor, "kiosks")
    page.get_by_label("Place").select_option(label="Pier office")
    page.get_by_role("button", name="Sign out and open the kiosk").click()

    page.get_by_role("heading", name="Good that you are here").wait_for()
    seen(page, visitor, "kiosk")
    assert page.get_by_text("Rosa").count() == 0
    number = page.get_by_label("Your number")
    number.fill("000000")
    page.get_by_role("button", name="I am here").click()
    page.get_by_text("No shift here today has this number").first.wait_for()
    seen(page, visitor, "kiosk-wrong")
    number.fill(door_number(rosa.sign_ups.get()))
    page.get_by_role("button", name="I am here").click()
    page.get_by_text("You are checked in").wait_for()
    page.goto("/desk/")
    assert "/accounts/sign-in/" in page.url

    phone = as_rosa(open_page(Visitor()), rosa, live_server)
    page.goto("/volunteer/kiosk/")
    code = page.locator(".door-code").inner_text().replace(" ", "")
    phone.goto(f"/volunteer/check-in/{code}/")
    seen(phone, visitor, "check-in")
    phone.get_by_role("button", name="I am leaving").click()
    phone.get_by_text("You are checked out").wait_for()
    assert Attendance.objects.get().how == "phone"


@pytest.mark.parametrize("visitor", LOOKS)
def test_a_roster_is_written_down_with_a_few_presses(
    open_page: Open, live_server: LiveServer, shift: Shift, visitor: Visitor
) -> None:
    page = staffed(open_page(visitor), live_server)
    page.goto(f"/desk/shifts/{shift.pk}/check-in/")
    seen(page, visitor, "roster")
    page.get_by_role("button", name=re.compile("Here.*Rosa Lind")).click()
    page.get_by_text("here since").wait_for()
    page.locator("summary", has_text="Wim Adler").click()
    page.get_by_role("button", name=re.compile("Did not come.*Wim Adler")).click()
    page.get_by_role("button", name="The one left is here").click()
    page.get_by_role("button", name="All 2 here leave").click()
    page.get_by_text("2 checked out").wait_for()
    seen(page, visitor, "roster-done")
    page.locator("summary", has_text="Ana Bo").click()
    page.get_by_role("link", name=re.compile("Times.*Ana Bo")).click()
    page.get_by_label("Came").wait_for()
    seen(page, visitor, "times")
    page.get_by_label("Why").select_option("left_early")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert HoursEntry.objects.filter(shift=shift, kind="attendance").count() == 2


@pytest.mark.parametrize("visitor", LOOKS)
def test_hours_are_reported_on_any_screen(
    open_page: Open, live_server: LiveServer, rosa: Volunteer, visitor: Visitor
) -> None:
    page = as_rosa(open_page(visitor), rosa, live_server)
    page.goto("/volunteer/hours/")
    seen(page, visitor, "hours")
    page.get_by_label("Program").select_option("Tutoring")
    page.get_by_label("Day", exact=True).fill(f"{today()}")
    page.get_by_label("Hours", exact=True).fill("1:15")
    page.get_by_role("button", name="Report").click()
    page.get_by_text("They count once a coordinator has approved them").wait_for()
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    page.get_by_role("heading", name="Correct hours").wait_for()
    seen(page, visitor, "hours-correct")
    with page.expect_download() as loading:
        page.goto("/volunteer/hours/")
        page.get_by_role("button", name="Get the PDF").click()
    assert loading.value.suggested_filename == f"volunteer-service-{today()}.pdf"


@pytest.mark.parametrize("visitor", LOOKS)
def test_the_desk_s_pages_about_hours_can_be_used_by_anyone(
    open_page: Open, live_server: LiveServer, rosa: Volunteer, visitor: Visitor
) -> None:
    page = staffed(open_page(visitor), live_server)
    made = HoursEntry.objects.filter(state="approved").first()
    assert made is not None
    paths = {
        "list": "/desk/hours/",
        "report": "/desk/hours/report/",
        "values": "/desk/hours/values/",
        "entry": f"/desk/hours/{made.pk}/",
        "person": f"/desk/volunteers/{rosa.pk}/hours/",
    }
    for name, path in paths.items():
        page.goto(path)
        seen(page, visitor, f"hours-{name}")
    page.goto("/desk/hours/?state=pending")
    page.get_by_role("button", name="Approve the one that waits").click()
    page.get_by_role("heading", name="Approve 45 min?").wait_for()
    seen(page, visitor, "hours-approve")
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("1 entry approved").wait_for()
