"""Sponsors' pots and campaigns with parts in a real browser: on a phone without scripts, and on the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from campaigns.models import Appeal, Campaign, CampaignShare, Challenge
from gifts.actions.challenges import settle_all
from gifts.models import Gift
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import make_appeal, make_campaign, make_donor, make_fund, make_gift, make_organisation
from tests.gifts.pots import make_challenge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
PHONE, DARK = Visitor(), Visitor(device="desktop", scheme="dark")


@pytest.fixture(autouse=True)
def roof() -> Campaign:
    """A campaign with two parts, shares, a pot that runs and one that is used up, two appeals and gifts."""
    make_organisation()
    today = datetime.now(UTC).date()
    campaign = make_campaign(slug="winter", name="Together through winter", goal="3000")
    dates = {"starts_on": today - timedelta(days=40), "ends_on": today + timedelta(days=20)}
    Campaign.objects.filter(pk=campaign.pk).update(**dates)
    parts = [make_campaign(slug="rooms", name="Rooms"), make_campaign(slug="school", name="School")]
    Campaign.objects.filter(pk__in=[part.pk for part in parts]).update(parent=campaign)
    facts = {"starts_on": date(2026, 1, 1), "ends_on": today + timedelta(days=20)}
    make_challenge(campaign=campaign, pot=Decimal(2000), words="Harbor Bank doubles what you give.", **facts)
    make_challenge(campaign=campaign, name="A family adds half", rate="0.50", pot=Decimal(100), **facts)
    letter, mail = make_appeal(campaign, code="letter"), make_appeal(parts[0], code="mail")
    Appeal.objects.filter(pk=letter.pk).update(cost=Decimal(180), sent_count=900, name="Winter letter")
    Appeal.objects.filter(pk=mail.pk).update(cost=Decimal(40), sent_count=400, name="An e-mail")
    for number in range(12):
        to = [campaign, *parts][number % 3]
        given_at = datetime.now(UTC) - timedelta(days=3 * number, hours=1)
        gift = make_gift(make_donor(), campaign=to, amount=f"{40 + 15 * number}", given_at=given_at)
        Gift.objects.filter(pk=gift.pk).update(appeal=[letter, mail, None][number % 3])
    funds = [campaign.funds.get(), make_fund(name="Therapy")]
    campaign.funds.add(funds[1])
    CampaignShare.objects.bulk_create(
        CampaignShare(campaign=campaign, fund=fund, percent=Decimal(50)) for fund in funds
    )
    settle_all(now=datetime.now(UTC))
    return campaign


@pytest.fixture
def sign_in(open_page: Open, live_server: LiveServer) -> Open:
    """Open a page as a fundraiser with a second factor."""
    client = browser_of(make_staff(Role.FUNDRAISER))

    def opened(visitor: Visitor) -> Page:
        page = open_page(visitor)
        cookies = [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in client.cookies.items()
        ]
        page.context.add_cookies(cookies)  # type: ignore[arg-type] # plain dicts are its TypedDicts
        return page

    return opened


@pytest.mark.parametrize("visitor", [PHONE, DARK], ids=["phone", "dark"])
def test_the_public_page_tells_the_pots_and_leads_to_the_parts(open_page: Open, visitor: Visitor) -> None:
    page = open_page(visitor)

    look_at(page, "/give/winter/", f"asks-public-{visitor.device}")

    assert page.get_by_text("each gift is doubled.").is_visible()
    assert page.get_by_text("of this matching gift are used up").is_visible()


def test_without_scripts_the_page_tells_the_same_and_its_parts_are_links(open_page: Open) -> None:
    page = open_page(Visitor(scripts=False))

    page.goto("/give/winter/")

    assert page.get_by_text("each gift is doubled.").is_visible()
    assert page.locator("select[name=fund]").input_value() == "needed-most"
    page.get_by_role("link", name="Rooms").click()
    assert page.get_by_role("link", name="Part of: Together through winter").is_visible()


@pytest.mark.parametrize("visitor", [PHONE, DARK], ids=["phone", "dark"])
def test_the_desk_shows_a_campaign_its_challenges_costs_and_button(sign_in: Open, visitor: Visitor) -> None:
    page = sign_in(visitor)
    challenge = Challenge.objects.earliest("pk")
    paths = {
        "campaign": "/desk/campaigns/winter/",
        "edit": "/desk/campaigns/winter/edit/",
        "challenges": "/desk/challenges/",
        "challenge": f"/desk/challenges/{challenge.pk}/",
        "challenge-edit": f"/desk/challenges/{challenge.pk}/edit/",
        "challenge-end": f"/desk/challenges/{challenge.pk}/end/",
        "costs": "/desk/campaigns/winter/costs/",
        "button": "/desk/campaigns/winter/button/?appeal=letter",
    }
    for name, path in paths.items():
        look_at(page, path, f"asks-{name}-{visitor.device}")
