"""Staff write a campaign in a real browser, on a phone and on a desktop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from campaigns.models import Appeal, Campaign
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.factories import make_appeal, make_campaign, make_fund, make_gift, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

PATHS = [
    "/desk/campaigns/",
    "/desk/campaigns/doors/",
    "/desk/campaigns/doors/edit/",
    "/desk/campaigns/doors/preview/",
    "/desk/campaigns/doors/appeals/",
    "/desk/campaigns/doors/appeals/new/",
    "/desk/campaigns/new/",
    "/desk/funds/",
    "/desk/funds/new/",
    "/desk/giving/",
]
STORY = "<p>Rescue takes a night.</p><h3>What it pays for</h3><ul><li>Beds</li><li>Bus fares</li></ul>"


@pytest.fixture
def sign_in(open_page: Open, live_server: LiveServer) -> Open:
    """Open a page as an administrator with a second factor."""
    client = browser_of(make_staff(Role.ADMINISTRATOR))

    def opened(visitor: Visitor) -> Page:
        page = open_page(visitor)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type] # plain dicts are its TypedDicts
        return page

    return opened


@pytest.fixture(autouse=True)
def _campaigns() -> None:
    make_organisation()
    doors = make_campaign(slug="doors", name="Doors open")
    Campaign.objects.filter(pk=doors.pk).update(
        story=STORY, name_es="Puertas abiertas", picture="door", ends_on=date(2027, 1, 31)
    )
    for name in ("Therapy", "Medical care", "Education", "Career support"):
        doors.funds.add(make_fund(name=name))
    doors.funds.update(purpose="What a person needs to come back to life, side by side with us.")
    letter = make_appeal(doors, code="november-letter")
    make_appeal(doors, code="winter-evening")
    Appeal.objects.filter(pk=letter.pk).update(cost=Decimal("420.00"), sent_on=date(2026, 11, 2))
    housing = doors.funds.first()
    assert housing is not None
    campaigns = [
        make_campaign(name="First paycheck", state="draft"),
        make_campaign(name="Ready", state="closed"),
    ]
    for campaign, amount in zip(campaigns, ("250", "1234.50"), strict=True):
        make_gift(campaign=campaign, amount=amount)
    Gift.objects.update(appeal=letter, campaign=doors)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_on_the_staff_can_use_the_pages_of_campaigns(sign_in: Open, path: str, device: str) -> None:
    page = sign_in(Visitor(device=device))

    answer = page.goto(path)

    assert answer is not None
    assert answer.status == 200
    assert audit(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    snap(page, f"campaigns{path.replace('/', '-')}{device}")


def test_pages_of_campaigns_can_be_used_in_the_dark(sign_in: Open) -> None:
    page = sign_in(Visitor(device="desktop", scheme="dark"))

    for path in PATHS[:5]:
        page.goto(path)
        assert audit(page) == []


def test_a_mistake_is_shown_beside_its_field_and_nothing_is_lost(sign_in: Open) -> None:
    page = sign_in(Visitor())
    page.goto("/desk/campaigns/new/")
    page.get_by_label("Name", exact=True).fill("Winter beds")
    page.locator("[name=presets-0-amount]").fill("-5")

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()

    assert page.locator("#id_presets-0-amount[aria-invalid=true]").count() == 1
    assert page.locator("#id_summary[aria-invalid=true]").count() == 1
    assert page.get_by_label("Name", exact=True).input_value() == "Winter beds"
    assert page.locator("[name=presets-0-amount]").input_value() == "-5"
    assert audit(page) == []
    snap(page, "campaigns-mistake-phone")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_campaign_goes_from_an_empty_form_to_the_public(sign_in: Open, scripts: bool) -> None:
    page = sign_in(Visitor(device="desktop", scripts=scripts))
    page.goto("/desk/campaigns/")
    page.get_by_role("link", name="New campaign").click()
    page.get_by_label("Name", exact=True).fill("Winter beds")
    page.get_by_label("Summary", exact=True).fill("A warm bed for every night of winter.")
    page.get_by_label("Story optional", exact=True).fill("Warm.\n\nDry.")
    page.locator("[name=presets-0-amount]").fill("25")

    page.get_by_role("button", name="Save and look").click()
    page.wait_for_url("**/desk/campaigns/winter-beds/preview/")
    assert page.locator(".give-story p").first.inner_text() == "Warm."
    page.get_by_role("link", name="Back to the desk").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_load_state()

    page.goto("/give/winter-beds/")
    assert page.get_by_role("heading", level=1).inner_text() == "Winter beds"


def test_the_buttons_above_a_story_put_tags_around_the_marked_words(sign_in: Open) -> None:
    page = sign_in(Visitor(device="desktop"))
    page.goto("/desk/campaigns/new/")
    story = page.locator("#id_story")
    tools = page.locator(".story-tools").first

    story.fill("Warm")
    story.select_text()
    tools.get_by_role("button", name="Strong").click()
    assert story.input_value() == "<strong>Warm</strong>"

    story.fill("one\ntwo")
    story.select_text()
    tools.get_by_role("button", name="List").click()
    assert story.input_value() == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"


def test_nothing_can_be_sent_from_a_preview(sign_in: Open) -> None:
    page = sign_in(Visitor(device="desktop"))
    page.goto("/desk/campaigns/doors/preview/")

    assert page.locator("form[data-give]").evaluate("form => form.closest('[inert]') !== null")
    assert page.get_by_role("link", name="Español").get_attribute("href") == "?language=es"
    page.get_by_role("link", name="Español").click()
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == "Puertas abiertas"


def test_giving_is_stopped_and_opened_by_one_press(sign_in: Open) -> None:
    page = sign_in(Visitor())
    page.goto("/desk/giving/")

    page.get_by_role("button", name="Pause giving").click()
    page.wait_for_load_state()
    assert page.get_by_text("Giving is paused", exact=True).is_visible()
    assert audit(page) == []
    snap(page, "campaigns-paused-phone")

    page.get_by_role("button", name="Take gifts again").click()
    page.wait_for_load_state()
    assert page.get_by_text("Giving is open", exact=True).is_visible()
