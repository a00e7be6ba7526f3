"""A volunteer's whole way on a phone, from applying to the hours that a kept shift gave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.actions.codes import code_in_clear
from accounts.models import SignInCode
from letters.models import Letter
from letters.rendering import render
from tests.browser.conftest import Open, Visitor
from tests.browser.volunteering import DAY, Ground, is_cleared, lay_ground, looked_at, wim_is_on
from tests.factories import MOMENT
from volunteers.actions.kiosks import open_kiosk
from volunteers.actions.reminders import remind
from volunteers.models import HoursEntry, Reference
from volunteers.proofs import REFERENCE, door_codes, token_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
EMAIL = "rosa@example.org"


@pytest.fixture
def ground() -> Ground:
    """What stands before anybody applies."""
    return lay_ground()


def test_a_volunteer_goes_all_the_way_on_a_phone(
    open_page: Open, ground: Ground, live_server: LiveServer
) -> None:
    page = open_page(Visitor())
    with time_machine.travel(MOMENT):
        _applies(page)
    with time_machine.travel(MOMENT + DAY):
        _vouches(open_page(Visitor()))
        is_cleared(ground)
        _signs_in(page)
        _accepts(page, ground)
        _signs_up(page)
    with time_machine.travel(MOMENT + DAY * 2):
        _signs_in(page)
        _offers_a_swap(page, ground)
        _agrees_to_it(open_page(Visitor()), ground, live_server)
    _is_reminded(ground)
    with time_machine.travel(ground.other.starts_at - timedelta(minutes=10)) as clock:
        _signs_in(page)
        _comes(page, ground, "I am here", "You are checked in.")
        clock.move_to(ground.other.ends_at + timedelta(minutes=5))
        _comes(page, ground, "I am leaving", "You are checked out.")
        _has_hours(page)


def pressed(page: Page, name: str) -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def said(page: Page) -> str:
    """What the last press came to."""
    return page.locator("main [role=status]").inner_text()


def _code() -> str:
    return code_in_clear(SignInCode.objects.latest("pk"))


def _applies(page: Page) -> None:
    page.goto("/volunteer/")
    looked_at(page, "way-1-home")
    page.get_by_role("link", name="Tutoring").click()
    looked_at(page, "way-2-program")
    page.get_by_role("link", name="Apply").click()
    page.get_by_label("Your name").fill("Rosa Lind")
    page.get_by_label("Your e-mail").fill(EMAIL)
    assert page.get_by_label("Tutoring").is_checked()
    page.get_by_label("I am 18 or older").check()
    looked_at(page, "way-3-apply")
    pressed(page, "Send me a code")
    page.get_by_label("Code").fill(_code())
    with page.expect_navigation():
        page.get_by_label("Code").press("Enter")
    page.get_by_label("1 to 2").check()
    page.get_by_label("Six months").check()
    looked_at(page, "way-4-time")
    pressed(page, "Save and go on")
    looked_at(page, "way-5-skills")
    pressed(page, "Save and go on")
    page.get_by_label("Name").fill("Ivo Brandt")
    page.get_by_label("mail").fill("ivo@example.org")
    page.locator("select").first.select_option("employer")
    looked_at(page, "way-6-references")
    pressed(page, "Save and go on")
    looked_at(page, "way-7-review")
    pressed(page, "Hand it in")
    assert "Handed in." in said(page)
    looked_at(page, "way-8-application")
    page.goto("/volunteer/mine/")
    assert page.get_by_text("Your application is on its way").is_visible()
    looked_at(page, "way-9-mine-before")


def _vouches(page: Page) -> None:
    reference = Reference.objects.get()
    assert reference.asked_at is not None
    page.goto(f"/volunteer/reference/{token_for(REFERENCE, reference.pk, reference.asked_at)}/")
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    looked_at(page, "way-10-reference")
    pressed(page, "Send my answers")
    assert Reference.objects.get().state == "answered"


def _signs_in(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/sign-in/")
    page.get_by_label("E-mail address").fill(EMAIL)
    with page.expect_navigation():
        page.get_by_label("E-mail address").press("Enter")
    page.get_by_label("Code").fill(_code())
    with page.expect_navigation():
        page.get_by_label("Code").press("Enter")


def _accepts(page: Page, ground: Ground) -> None:
    page.goto("/volunteer/shifts/?show=all")
    page.locator("summary", has_text="Why not").first.click()
    assert page.get_by_text("Please read and accept “What we keep” first").first.is_visible()
    page.goto(f"/volunteer/agreement/{ground.promise.pk}/")
    page.get_by_label("I have read it").check()
    looked_at(page, "way-11-agreement")
    pressed(page, "Accept")
    page.goto("/volunteer/training/")
    looked_at(page, "way-12-training")


def _signs_up(page: Page) -> None:
    page.goto("/my/")
    looked_at(page, "way-13-my")
    page.get_by_role("link", name="Find a shift").click()
    looked_at(page, "way-14-shifts")
    pressed(page, "Sign up")
    assert "You are on." in said(page)
    page.get_by_role("link", name="My shifts").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("Tuesday, December 8, 3:00 PM")
    looked_at(page, "way-15-mine")


def _offers_a_swap(page: Page, ground: Ground) -> None:
    wim_is_on(ground)
    page.goto("/volunteer/mine/")
    page.locator("summary", has_text="I cannot come").click()
    page.get_by_role("link", name="Swap it for another").click()
    page.get_by_label("Wednesday, December 9").check()
    looked_at(page, "way-16-swap")
    pressed(page, "Offer the swap")
    assert "Offered." in said(page)
    looked_at(page, "way-17-mine-offered")


def _agrees_to_it(page: Page, ground: Ground, live_server: LiveServer) -> None:
    client = Client()
    assert ground.wim.user is not None
    client.force_login(ground.wim.user)
    cookie = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    page.goto("/volunteer/mine/")
    page.get_by_role("link", name="Answer").click()
    looked_at(page, "way-18-would-you-swap")
    pressed(page, "Swap")
    assert "The shift is yours" in said(page)
    assert page.get_by_role("heading", level=1).inner_text().endswith("Tuesday, December 8, 3:00 PM")


def _is_reminded(ground: Ground) -> None:
    """The clock runs twice a day before: one letter all the same, and it tells no place."""
    for minutes in (0, 5):
        remind(now=ground.other.starts_at - DAY + timedelta(minutes=minutes))
    letters = Letter.objects.filter(kind="shift_reminder", to_email=EMAIL)
    words = [render(letter) for letter in letters.order_by("created_at")]
    assert [letter.text.count("Wed, Dec 9") for letter in words] == [1]
    assert not [
        name for name in ("Tutor", "Library", "Main", "Wim") if name in words[0].text + words[0].subject
    ]


def _comes(page: Page, ground: Ground, button: str, words: str) -> None:
    now: datetime = timezone.now()
    kiosk, _token = open_kiosk(site_id=ground.other.site_id, actor=ground.screener, now=now)
    code, _before = door_codes(kiosk, ground.other, now)
    page.goto("/volunteer/mine/")
    looked_at(page, f"way-19-mine-{button.replace(' ', '-').lower()}")
    page.goto(f"/volunteer/check-in/{code}/")
    looked_at(page, f"way-20-{button.replace(' ', '-').lower()}")
    pressed(page, button)
    assert words in said(page)


def _has_hours(page: Page) -> None:
    entry = HoursEntry.objects.get(volunteer__email=EMAIL)
    # three hours from the start, not from the door, and five minutes more
    assert (entry.minutes, entry.state) == (185, HoursEntry.State.APPROVED)
    page.goto("/volunteer/hours/")
    assert page.get_by_text("Dec 9, 2026").first.is_visible()
    looked_at(page, "way-21-hours")
    page.goto("/volunteer/mine/")
    assert page.get_by_role("heading", name="What you gave").is_visible()
    looked_at(page, "way-22-mine-after")
    page.goto("/volunteer/calendar/")
    looked_at(page, "way-23-calendar")
