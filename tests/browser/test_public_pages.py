"""Public pages as people meet them: on a phone, in the dark, by keyboard, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap, weight
from tests.factories import make_campaign, make_donor, make_fund, make_gift, make_organisation, make_user
from volunteers.models import Program

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

PATHS = {
    "/": 200,
    "/volunteer/": 200,
    "/privacy/": 200,
    "/accounts/sign-in/": 200,
    "/accounts/login/": 200,
    "/there-is-nothing-here/": 404,
}
EXIT_HOST = "www.weather.gov"
WEIGHT_OF_A_FIRST_VISIT = 60_000


@pytest.fixture(autouse=True)
def _a_site_with_content() -> None:
    make_organisation()
    kinds = ["Housing", "Therapy", "Medical care", "Education", "Rehabilitation", "Career support"]
    for name in kinds:
        make_fund(name.lower().replace(" ", "-"), name=name)
        Program.objects.create(code=name.lower().replace(" ", "-"), name=name, purpose="Side by side.")
    for name, picture in (("Doors open", "door"), ("First paycheck", "dawn"), ("Ready", "water")):
        campaign = make_campaign(name=name, slug=picture)
        Campaign.objects.filter(pk=campaign.pk).update(picture=picture)
        make_gift(campaign=campaign, amount="2500")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_public_page(open_page: Open, path: str, device: str) -> None:
    page = open_page(Visitor(device=device))

    answer = page.goto(path)

    assert answer is not None
    assert answer.status == PATHS[path]
    assert audit(page) == []
    snap(page, f"{path.strip('/').replace('/', '-') or 'home'}-{device}")


@pytest.mark.parametrize("path", PATHS)
def test_no_public_page_scrolls_sideways_on_the_narrowest_phone(open_page: Open, path: str) -> None:
    page = open_page(Visitor(device="narrow"))

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", PATHS)
def test_quick_exit_is_the_first_stop_of_the_keyboard_and_the_content_the_second(
    open_page: Open, path: str
) -> None:
    page = open_page(Visitor(device="desktop"))
    page.goto(path)
    # some pages put the cursor into their form; the keyboard starts at the top all the same
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Tab")
    second = page.evaluate("document.activeElement.getAttribute('href')")

    assert (first, second) == (f"https://{EXIT_HOST}/", "#main")


@pytest.mark.parametrize("path", PATHS)
def test_the_hotline_stands_on_every_public_page(page: Page, path: str) -> None:
    page.goto(path)

    assert page.locator(".safety a[href='tel:+18883737888']").is_visible()
    assert page.locator(".safety a[href='sms:233733']").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_quick_exit_leaves_with_scripts_and_without(open_page: Open, scripts: bool) -> None:
    page = open_page(Visitor(scripts=scripts, also=frozenset({EXIT_HOST})))
    page.route(f"https://{EXIT_HOST}/", lambda route: route.fulfill(body="<h1>Sunny</h1>"))
    page.goto("/")

    page.get_by_role("link", name="Quick exit").click()

    page.wait_for_url(f"https://{EXIT_HOST}/")


def test_escape_pressed_three_times_leaves_and_back_does_not_return_to_the_page(open_page: Open) -> None:
    page = open_page(Visitor(device="desktop", also=frozenset({EXIT_HOST})))
    page.route(
        f"https://{EXIT_HOST}/", lambda route: route.fulfill(body="<h1>Sunny</h1>", content_type="text/html")
    )
    page.goto("/privacy/")
    page.goto("/volunteer/")

    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(f"https://{EXIT_HOST}/")
    page.go_back()

    assert page.url.endswith("/privacy/")


def test_the_language_changes_without_scripts(open_page: Open) -> None:
    page = open_page(Visitor(scripts=False))
    page.goto("/volunteer/")

    page.get_by_role("button", name="Español").click()

    assert page.locator("html").get_attribute("lang") == "es"
    assert page.url.endswith("/volunteer/")


def test_a_first_visit_weighs_no_more_than_sixty_kilobytes(open_page: Open) -> None:
    page = open_page(Visitor())
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - wants a function

    page.goto("/")
    snap(page, "first-visit")

    assert weight(answers) <= WEIGHT_OF_A_FIRST_VISIT


def test_targets_on_a_phone_are_big_enough_for_a_thumb(open_page: Open) -> None:
    page = open_page(Visitor())
    page.goto("/")

    small = page.evaluate(
        "[...document.querySelectorAll('.button, .exit, .masthead a, .masthead button, .foot li a')]"
        ".filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)"
    )

    assert small == []


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_the_page_of_their_own_giving(
    open_page: Open, client: Client, live_server: LiveServer, device: str
) -> None:
    user = make_user(email="maria@example.org")
    donor = make_donor(email="maria@example.org", user=user)
    for amount in ("25", "50.50", "1200"):
        make_gift(donor, amount=amount)
    client.force_login(user)
    page = open_page(Visitor(device=device))
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
    )

    page.goto("/my/")

    assert page.locator(".my-rows > li").count() == 3
    assert audit(page) == []
    snap(page, f"my-{device}")
