"""Counts, stories, peer pages and the wish list in a real browser."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from campaigns.actions.peers import PeerFacts, ask_for_page
from campaigns.models import PeerPage, WishOffer
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at, snap
from tests.campaigns.telling import make_figure, make_measure, make_story
from tests.campaigns.wishing import make_offer, make_place, make_wish
from tests.factories import MOMENT, make_campaign, make_fund, make_organisation, make_user

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
LOOKS = [
    pytest.param(Visitor("narrow"), id="narrow"),
    pytest.param(Visitor("desktop", "dark"), id="desktop, dark"),
]


def lend(page: Page, client: Client, live_server: LiveServer) -> Page:
    cookies = [
        {"name": name, "value": morsel.value, "url": live_server.url}
        for name, morsel in client.cookies.items()
    ]
    page.context.add_cookies(cookies)  # type: ignore[arg-type] # plain dicts are its TypedDicts
    return page


@pytest.fixture(autouse=True)
def _reached() -> None:
    make_organisation()
    campaign = make_campaign(slug="doors", name="Doors open")
    nights = make_measure("nights of safe housing")
    make_figure(11_432, measure=nights)
    make_figure(11_432, measure=nights, fund=make_fund("housing", name="Housing"))
    make_figure(64)
    make_figure(57, fund=make_fund("medical-care", name="Medical care"))
    make_figure(7, fund=make_fund("therapy", name="Therapy"))
    make_story()
    place, sheets = make_place(), make_wish(wanted=40)
    make_offer(sheets, place=place)
    make_wish(wanted=15, name="Desk lamps")
    facts = PeerFacts("June", "Ten miles for a safe night", "I run. Each mile may become a night.")
    ask_for_page(campaign_id=campaign.pk, facts=facts, by=make_user(), now=MOMENT)


@pytest.mark.parametrize("visitor", LOOKS)
def test_anyone_can_read_what_gifts_made_possible(open_page: Open, visitor: Visitor) -> None:
    page = open_page(visitor)
    offer = WishOffer.objects.get()
    for name, path in (
        ("impact", "/impact/"),
        ("stories", "/stories/"),
        ("wishes", "/wishes/"),
        ("wish", f"/wishes/{offer.item_id}/"),
        ("wish-kept", f"/wishes/kept/{offer.code}/"),
        ("home-counts", "/"),
    ):
        look_at(page, path, f"{name}-{visitor.device}-{visitor.scheme}")


@pytest.mark.parametrize("visitor", LOOKS)
def test_anyone_of_the_staff_can_use_their_pages(
    open_page: Open, live_server: LiveServer, visitor: Visitor
) -> None:
    page = lend(open_page(visitor), browser_of(make_staff(Role.ADMINISTRATOR)), live_server)
    peer, offer = PeerPage.objects.get(), WishOffer.objects.get()
    for name, path in (
        ("desk-impact", "/desk/impact/"),
        ("desk-count", "/desk/impact/new/"),
        ("desk-stories", "/desk/stories/"),
        ("desk-story", "/desk/stories/new/"),
        ("desk-consent", "/desk/stories/consents/new/"),
        ("desk-peers", "/desk/peers/"),
        ("desk-peer", f"/desk/peers/{peer.pk}/"),
        ("desk-wishes", "/desk/wishes/"),
        ("desk-wish", f"/desk/wishes/{offer.item_id}/"),
        ("desk-place", f"/desk/wishes/places/{offer.place_id}/"),
    ):
        look_at(page, path, f"{name}-{visitor.device}-{visitor.scheme}")


def test_a_friend_asks_for_a_page_staff_open_it_and_strangers_read_it(
    open_page: Open, live_server: LiveServer
) -> None:
    friend = lend(open_page(Visitor("phone")), browser_of(make_user()), live_server)
    look_at(friend, "/my/pages/new/doors/", "peer-new-phone")
    friend.get_by_label("Your name, as friends know it").fill("Ruth")
    friend.get_by_label("Title").fill("My birthday, no presents")
    friend.get_by_label("What you tell your friends").fill("Give somebody a door that locks instead.")
    friend.get_by_role("button", name="Send it to be read").click()
    friend.get_by_text("We are reading it").wait_for()
    snap(friend, "peer-mine-phone")

    desk = lend(open_page(Visitor("desktop")), browser_of(make_staff(Role.FUNDRAISER)), live_server)
    desk.goto("/desk/peers/?state=asked")
    desk.get_by_role("link", name="My birthday, no presents").click()
    desk.get_by_role("button", name="Open it", exact=True).click()
    desk.get_by_role("button", name="Close it").wait_for()

    stranger = open_page(Visitor("phone"))
    peer = PeerPage.objects.get(title="My birthday, no presents")
    look_at(stranger, f"/with/{peer.slug}/", "peer-phone")
    stranger.get_by_role("link", name="Give", exact=True).last.click()
    stranger.wait_for_url("**/give/doors/?appeal=peer-*")


def test_somebody_promises_to_bring_something_by_keyboard_and_without_scripts(open_page: Open) -> None:
    page = open_page(Visitor("phone", scripts=False))
    page.goto("/wishes/")
    page.get_by_role("link", name="I bring this: Desk lamps").press("Enter")
    page.get_by_label("How many").fill("2")
    page.get_by_label("On which day").fill(str((timezone.now() + timedelta(days=4)).date()))
    page.get_by_label("Office").press("Space")
    page.get_by_label("A name to ask for").fill("Ana")
    page.get_by_label("A name to ask for").press("Enter")
    page.get_by_text("This is what you bring").wait_for()
    snap(page, "wish-promised-phone")
    assert WishOffer.objects.get(item__name="Desk lamps").count == 2
