"""The coordinator's board in a real browser: on a phone and a desktop, in the dark, without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at, snap
from tests.factories import make_organisation
from tests.volunteers.makers import (
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import Shift, SignUp

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gap() -> Shift:
    """A night that wants a lead, among shifts that are full, free, drafts and cancelled."""
    make_organisation()
    now = timezone.now()
    shelter = make_program("shelter", name="Shelter", rest_hours=8)
    night, helper = make_role(shelter, name="Night watch"), make_role(shelter, name="Evening helper", seats=1)
    make_coverage(night, qualification=make_qualification("lead", name="Shift lead"))
    house = make_site("confidential", label="House One")
    rosa, ivo = make_volunteer(shelter, name="Rosa Lind"), make_volunteer(shelter, name="Ivo Brandt")
    make_volunteer(name="Never Cleared")
    for days in range(1, 6):
        make_sign_up(make_shift(helper, starts_at=now + timedelta(days=days), site=house), rosa)
    make_shift(helper, starts_at=now + timedelta(days=1, hours=9), state=Shift.State.DRAFT)
    make_shift(
        helper,
        starts_at=now + timedelta(days=2, hours=9),
        state=Shift.State.CANCELLED,
        cancelled_at=now,
        cancelled_for="weather",
    )
    make_sign_up(make_shift(night, starts_at=now + timedelta(days=3, hours=2), site=house), ivo)
    return make_shift(night, starts_at=now + timedelta(days=6), site=house)


def sign_in(page: Page, live_server: LiveServer) -> None:
    """A coordinator with password and second factor."""
    session = browser_of(make_staff(Role.COORDINATOR)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_the_board(
    open_page: Open, live_server: LiveServer, gap: Shift, device: str
) -> None:
    page = open_page(Visitor(device=device))
    sign_in(page, live_server)
    paths = {
        "board": "/desk/shifts/?state=all",
        "board-gaps": "/desk/shifts/?gaps=yes",
        "board-empty": "/desk/shifts/?week=2001-01-01",
        "board-month": "/desk/shifts/month/",
        "board-coverage": "/desk/shifts/coverage/",
        "board-roster": "/desk/shifts/roster/",
        "board-who": f"/desk/shifts/{gap.pk}/who/",
    }
    for name, path in paths.items():
        look_at(page, path, f"{name}-{device}")


def test_a_gap_is_filled_in_three_taps_without_scripts(
    open_page: Open, live_server: LiveServer, gap: Shift
) -> None:
    page = open_page(Visitor(device="phone", scripts=False))
    sign_in(page, live_server)
    page.goto("/desk/shifts/?role=" + str(gap.role_id))
    page.get_by_role("link", name=re.compile("Who could come")).last.click()
    page.get_by_role("button", name=re.compile("Sign up.*Ivo Brandt")).click()
    page.wait_for_url(f"**/desk/shifts/{gap.pk}/")

    assert "Ivo Brandt has the seat" in page.get_by_role("main").inner_text()
    assert SignUp.objects.get(shift=gap).volunteer.name == "Ivo Brandt"


def test_the_printed_roster_is_the_roster_alone(open_page: Open, live_server: LiveServer, gap: Shift) -> None:
    page = open_page(Visitor(device="desktop"))
    sign_in(page, live_server)
    page.goto("/desk/shifts/roster/")

    page.emulate_media(media="print")

    assert page.get_by_text("Rosa L.").first.is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_text("Export this roster").is_visible()
    snap(page, "board-roster-print")
