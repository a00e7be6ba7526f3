"""A coordinator builds a term of tutoring, moves its hour, and nobody is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from letters.models import Letter
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import SIZES, Open, Visitor
from tests.browser.looking import audit, snap
from tests.factories import make_organisation
from tests.volunteers.makers import (
    hold,
    make_coverage,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from tests.volunteers.series_makers import assert_nobody_lost, local_times
from volunteers.actions.standing import give_standing_place
from volunteers.models import ClosedDay, Program, Series, Shift, SignUp

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

# the term begins on a Tuesday some two weeks from whenever this runs
TODAY = timezone.localdate()
FIRST = TODAY + timedelta(days=14 + (1 - TODAY.weekday()) % 7)
HOLIDAY = FIRST + timedelta(weeks=1)
HAND_WIDTH = "hand"


@pytest.fixture
def coordinator() -> User:
    make_organisation()
    return make_staff(Role.COORDINATOR)


@pytest.fixture
def sign_in(
    open_page: Open, live_server: LiveServer, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> Open:
    """Open a page as a coordinator with a second factor."""
    monkeypatch.setitem(SIZES, HAND_WIDTH, (390, 844))
    client = browser_of(coordinator)

    def opened(visitor: Visitor) -> Page:
        page = open_page(visitor)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type] # playwright's own kind of dict
        return page

    return opened


@pytest.fixture
def tutoring() -> Program:
    """A program with a role whose shifts want a lead, and an office."""
    program = make_program("tutoring", name="Tutoring")
    lead = make_qualification("lead", name="Lead")
    role = make_role(program, name="Tutor", seats=3)
    make_coverage(role, least=2)
    make_coverage(role, qualification=lead)
    make_site(label="Downtown office")
    return program


def check(page: Page, name: str, device: str) -> None:
    """The page as anyone must be able to use it; a picture is kept."""
    assert audit(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0, name
    snap(page, f"series-{name}-{device}")


@pytest.mark.parametrize(("device", "scripts"), [("desktop", True), (HAND_WIDTH, True), ("desktop", False)])
def test_a_coordinator_builds_a_term_moves_its_hour_and_nobody_is_lost(
    sign_in: Open, tutoring: Program, device: str, scripts: bool
) -> None:
    ClosedDay.objects.create(on=HOLIDAY, name="House meeting")
    page = sign_in(Visitor(device=device, scripts=scripts))
    look = check if scripts else lambda *_nothing: None

    build(page, device, look)
    series = Series.objects.get()
    assert series.shifts.count() == 3  # four weeks with a holiday in them
    people = sign_up_people(series, tutoring)

    page.goto(f"/desk/series/{series.pk}/")
    look(page, "page", device)
    move_the_hour(page, series, device, look)

    assert local_times(series.shifts.all()) == [f"{FIRST:%a %d %b} 15:00"]
    rest = Series.objects.exclude(pk=series.pk).get()
    days = [FIRST + timedelta(weeks=2), FIRST + timedelta(weeks=3)]
    assert local_times(rest.shifts.all()) == [f"{days[0]:%a %d %b} 15:00", f"{days[1]:%a %d %b} 16:00"]
    assert SignUp.objects.active().count() == len(people)
    assert_nobody_lost(people)
    assert Letter.objects.filter(kind__startswith="shift").exclude(kind="shift_moved").count() == 0
    assert Letter.objects.filter(kind="shift_moved").count() == 2


def build(page: Page, device: str, look: object) -> None:
    """From an empty list to an open series of four weeks."""
    assert callable(look)
    page.goto("/desk/series/")
    look(page, "empty", device)
    page.get_by_role("link", name="Write the first series").click()
    page.get_by_label("Role").select_option(label="Tutoring: Tutor")
    page.get_by_label("Place").select_option(label="Downtown office")
    page.get_by_label("Seats").fill("3")
    page.locator("[name=weekdays][value='1']").check(force=True)
    page.get_by_label("From", exact=True).fill("15:00")
    page.get_by_label("Until", exact=True).fill("17:00")
    page.get_by_label("First day").fill(f"{FIRST}")
    page.locator("[name=ends][value=weeks]").check(force=True)
    page.get_by_label("Number of weeks").fill("4")
    page.get_by_role("button", name="Show the days").click()
    page.wait_for_load_state()
    assert page.locator(".series-sentence").inner_text().startswith("Every Tuesday, 3:00 PM to 5:00 PM")
    assert page.locator(".series-days li").count() == 3
    look(page, "editor", device)
    page.get_by_role("button", name="Open the series").click()
    page.wait_for_url("**/desk/series/*/")


def sign_up_people(series: Series, program: Program) -> list[SignUp]:
    """Rosa comes to two, Ivo to the last, for which Mia waits; Rosa has something else in the way."""
    rosa, ivo, mia = (make_volunteer(program, name=name) for name in ("Rosa Lind", "Ivo Brandt", "Mia Sol"))
    shifts = list(series.shifts.order_by("starts_at"))
    now = timezone.now()
    people = [make_sign_up(shift, rosa) for shift in shifts[:2]]
    people.append(make_sign_up(shifts[2], ivo))
    people.append(make_sign_up(shifts[2], mia, state="waiting", waits_since=now))
    evening = make_shift(make_role(program, name="Homework"), starts_at=shifts[1].ends_at, hours=1)
    return [*people, make_sign_up(evening, rosa)]


def move_the_hour(page: Page, series: Series, device: str, look: object) -> None:
    """An hour later from the second shift on; the one that collides is left as it is."""
    assert callable(look)
    second = series.shifts.order_by("starts_at")[1]
    page.goto(f"/desk/shifts/{second.pk}/")
    look(page, "shift", device)
    page.get_by_role("link", name="Change this and all that follow").click()
    page.get_by_label("From", exact=True).fill("16:00")
    page.get_by_label("Until", exact=True).fill("18:00")
    page.get_by_role("button", name="See what it does").click()
    page.wait_for_load_state()
    assert page.get_by_text("Has another shift at that time").is_visible()
    look(page, "impact", device)
    assert page.get_by_label("Leave this shift as it is").is_checked()
    page.get_by_role("button", name="Make the change").click()
    page.wait_for_url("**/desk/series/*/")


def test_the_other_pages_can_be_used_by_anyone(sign_in: Open, tutoring: Program, coordinator: User) -> None:
    now = timezone.now()
    ClosedDay.objects.create(on=HOLIDAY, name="House meeting")
    page = sign_in(Visitor(device=HAND_WIDTH))
    build(page, HAND_WIDTH, lambda *_nothing: None)
    series = Series.objects.get()
    rosa = make_volunteer(tutoring, name="Rosa Lind")
    hold(rosa, series.role.coverage.exclude(qualification=None).get().qualification)  # type: ignore[arg-type] # it has one
    give_standing_place(
        series_id=series.pk, volunteer_id=rosa.pk, from_on=FIRST, until_on=None, actor=coordinator, now=now
    )
    shift = series.shifts.order_by("starts_at")[0]
    Shift.objects.filter(pk=shift.pk).update(is_hand_edited=True)
    make_sign_up(shift, make_volunteer(tutoring, name="Ivo Brandt"), state=SignUp.State.REQUESTED)
    make_sign_up(shift, make_volunteer(name="Mia Sol"), state="waiting", waits_since=now)
    running = make_shift(series.role, starts_at=now - timedelta(minutes=10))
    make_sign_up(running, make_volunteer(tutoring, name="Ana Ruiz"))
    paths = {
        "list": "/desk/series/",
        "new": "/desk/series/new/",
        "standing": f"/desk/series/{series.pk}/",
        "change": f"/desk/series/{series.pk}/edit/",
        "people": f"/desk/shifts/{shift.pk}/",
        "running": f"/desk/shifts/{running.pk}/",
        "shift-change": f"/desk/shifts/{shift.pk}/edit/",
        "shift-new": "/desk/shifts/new/",
        "closed": "/desk/closed-days/",
        "holidays": f"/desk/closed-days/propose/?year={TODAY.year + 1}&subdivision=NY",
    }
    for device in (HAND_WIDTH, "desktop"):
        seen = sign_in(Visitor(device=device))
        for name, path in paths.items():
            seen.goto(path)
            check(seen, name, device)

    page.goto(f"/desk/shifts/{shift.pk}/")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_load_state()
    assert page.get_by_text("Confirmed, and told.").is_visible()
    page.get_by_role("spinbutton", name="Seats").fill("1")
    page.get_by_role("button", name="Set", exact=True).click()
    page.wait_for_load_state()
    check(page, "seats", HAND_WIDTH)
    page.get_by_role("button", name="Release them").click()
    page.wait_for_url(f"**/desk/shifts/{shift.pk}/")
    assert shift.sign_ups.holding().count() == 1
