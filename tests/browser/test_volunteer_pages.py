"""The volunteers' own pages in a real browser: on small and large screens, in the dark, without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Open, Visitor
from tests.browser.volunteering import looked_at
from tests.factories import make_donor, make_gift, make_organisation, make_user
from tests.volunteers.makers import (
    LONG_AGO,
    make_program,
    make_qualification,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.models import Course, Handover, SignUp, Site, Team, Volunteer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

PUBLIC = {"home": "/volunteer/", "program": "/volunteer/programs/tutoring/"}
OWN = {
    "mine": "/volunteer/mine/",
    "shifts": "/volunteer/shifts/",
    "shifts-narrowed": "/volunteer/shifts/?show=all&place=partner&day=tomorrow",
    "shifts-none": "/volunteer/shifts/?show=all&day=2020-01-01",
    "availability": "/volunteer/availability/",
    "my": "/my/",
}


@pytest.fixture
def rosa() -> Volunteer:
    """A volunteer with one of everything, who gives too."""
    make_organisation()
    now = timezone.now()
    program = make_program("tutoring", name="Tutoring", purpose="One table, one hour.")
    welcome = Course.objects.create(code="welcome", name="Welcome evening")
    welcome.programs.add(program)
    role = make_role(program, name="Tutor", summary="The same face each week.", cancel_closes=1440)
    spanish = make_role(program, name="Spanish tutor")
    spanish.needs.add(make_qualification(name="Spanish", kind="language"))
    library = make_site(Site.Kind.PARTNER, label="Library annex", district="Westside", address="Main Library")
    hidden = make_site(Site.Kind.CONFIDENTIAL, label="House One", district="North")
    user = make_user(email="rosa@example.org")
    rosa = make_volunteer(program, user=user, name="Rosa Lind")
    make_gift(make_donor(user=user, name="Rosa Lind"))
    wim = make_volunteer(program, name="Wim Adler")
    for one in (rosa, wim):
        one.trained.create(course=welcome, done_on=LONG_AGO, recorded_by=user)
    day = timedelta(days=1)
    at = [make_shift(role, starts_at=now + day * number, site=library) for number in range(1, 12)]
    make_shift(spanish, starts_at=now + day * 3, site=library)
    make_shift(role, starts_at=now + day * 12, site=hidden, hours=9)
    for shift in (at[0], at[1], at[2]):
        make_sign_up(shift, rosa)
    make_sign_up(at[3], rosa, state=SignUp.State.OFFERED, offer_until=now + timedelta(hours=5))
    make_sign_up(at[4], rosa, state=SignUp.State.WAITING, waits_since=now)
    make_sign_up(at[5], rosa, state=SignUp.State.REQUESTED)
    make_sign_up(make_shift(role, starts_at=now - day * 2, site=library), rosa)
    wims = [make_sign_up(shift, wim) for shift in (at[0], at[6], at[7])]
    Handover.objects.create(sign_up=wims[1], in_return=rosa.sign_ups.all()[1], asked_at=now)
    Handover.objects.create(sign_up=wims[2], asked_at=now)
    Handover.objects.create(sign_up=rosa.sign_ups.all()[2], asked_at=now)
    rosa.availability.create(weekday=1, starts="16:00", ends="20:00", wish="likes")
    rosa.away.create(from_on=(now + day * 30).date(), until_on=(now + day * 35).date())
    Team.objects.create(name="Class of May", leader=rosa).members.add(wim)
    return rosa


@pytest.fixture
def sign_in(open_page: Open, live_server: LiveServer, rosa: Volunteer) -> Open:
    """Open a page as the volunteer."""
    client = Client()
    assert rosa.user is not None
    client.force_login(rosa.user)

    def opened(visitor: Visitor) -> Page:
        page = open_page(visitor)
        morsel = client.cookies["session"]
        page.context.add_cookies([{"name": "session", "value": morsel.value, "url": live_server.url}])
        return page

    return opened


@pytest.mark.parametrize("visitor", [Visitor(), Visitor("desktop"), Visitor("narrow", "dark")])
@pytest.mark.parametrize("name", [*PUBLIC, *OWN])
def test_every_page_can_be_used_by_anyone(sign_in: Open, visitor: Visitor, name: str) -> None:
    page = sign_in(visitor)

    answer = page.goto((PUBLIC | OWN)[name])

    assert answer is not None
    assert answer.status == 200
    looked_at(page, f"{name}-{visitor.device}-{visitor.scheme}")


@pytest.mark.parametrize("visitor", [Visitor(), Visitor("desktop", "dark")])
def test_the_pages_of_one_shift_can_be_used_by_anyone(
    sign_in: Open, rosa: Volunteer, visitor: Visitor
) -> None:
    page = sign_in(visitor)
    seats = list(rosa.sign_ups.order_by("pk"))
    paths = {
        "shift-mine": f"/volunteer/shifts/{seats[0].shift_id}/",
        "shift-waiting": f"/volunteer/shifts/{seats[4].shift_id}/",
        "offer": f"/volunteer/mine/{seats[3].pk}/offer/",
        "swap": f"/volunteer/mine/{seats[0].pk}/swap/",
        **{
            f"handover-{number}": f"/volunteer/handovers/{key}/"
            for number, key in enumerate(Handover.objects.order_by("pk").values_list("pk", flat=True))
        },
    }

    for name, path in paths.items():
        page.goto(path)
        looked_at(page, f"{name}-{visitor.device}-{visitor.scheme}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_shift_is_taken_in_two_taps_and_given_back_in_three(
    sign_in: Open, rosa: Volunteer, scripts: bool
) -> None:
    page = sign_in(Visitor(scripts=scripts))
    page.goto("/volunteer/mine/")

    page.get_by_role("link", name="Find a shift").click()
    page.get_by_role("button", name="Sign up").first.click()
    page.wait_for_load_state()
    assert "You are on." in page.locator("[role=status]").inner_text()
    taken = rosa.sign_ups.latest("pk")
    assert taken.state == "confirmed"

    page.goto(f"/volunteer/shifts/{taken.shift_id}/")
    page.locator("summary", has_text="I cannot come").click()
    page.get_by_role("button", name="Give the seat back").click()
    page.wait_for_load_state()
    assert "Given back." in page.locator("[role=status]").inner_text()
    taken.refresh_from_db()
    assert taken.state == "cancelled"


def test_the_week_is_written_by_keyboard_and_a_mistake_loses_nothing(sign_in: Open, rosa: Volunteer) -> None:
    page = sign_in(Visitor())
    page.goto("/volunteer/availability/")
    page.locator("summary", has_text="Add hours").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#hours_starts").fill("09:00")

    page.get_by_role("button", name="Add to my week").click()
    page.wait_for_load_state()
    if page.locator("[role=alert]").count():  # the browser itself did not ask for the missing hour
        assert page.locator("#hours_ends[aria-invalid=true]").count() == 1
    assert page.locator("#hours_starts").input_value() == "09:00"
    page.locator("#hours_ends").fill("12:00")
    page.locator("#hours_ends").press("Enter")
    page.wait_for_load_state()

    assert rosa.availability.filter(weekday=0).count() == 1
    assert "9:00" in page.locator(".week").inner_text()


def test_narrowing_stays_in_the_address_and_after_a_press(sign_in: Open) -> None:
    page = sign_in(Visitor())
    page.goto("/volunteer/shifts/")
    page.locator("summary", has_text="Narrow").click()
    page.get_by_label("Role").select_option(label="Tutor")

    page.get_by_role("button", name="Show").click()
    page.wait_for_load_state()
    address = page.url
    page.get_by_role("button", name="Sign up").first.click()
    page.wait_for_load_state()

    assert "role=" in address
    assert page.url == address
