"""A recurring gift on a phone: changed, paused, cancelled, paid with another card; without scripts."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from gifts.actions.sweep import sweep
from gifts.models import Frequency, RecurringGift
from tests.accounts.makers import browser_of
from tests.browser.conftest import Open, Visitor
from tests.browser.giving import our_hosts, pay, standin, standin_process
from tests.browser.looking import audit, snap
from tests.factories import make_campaign, make_checkout, make_organisation, make_user
from tests.gifts import counter
from tests.standin.process import StandIn

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["our_hosts", "standin", "standin_process"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
PLAIN = Visitor(scripts=False)


@pytest.fixture
def gift(standin: StandIn, now: datetime) -> RecurringGift:
    """$50.00 each month, by somebody who can sign in."""
    make_organisation()
    counter.pay(standin, make_checkout(make_campaign(), frequency=Frequency.MONTHLY))
    sweep(now=now)
    found = RecurringGift.objects.select_related("donor").get()
    assert found.donor is not None
    found.donor.user = make_user()
    found.donor.save()
    return found


def open_gift(
    open_page: Open, live_server: LiveServer, gift: RecurringGift, visitor: Visitor = PLAIN
) -> Page:
    """The gift's page, signed in."""
    assert gift.donor is not None
    assert gift.donor.user is not None
    session = browser_of(gift.donor.user, factor_at=0).cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(visitor)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(f"/my/recurring/{gift.pk}/")
    return page


def is_within(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(width <= page.evaluate("document.documentElement.clientWidth"))


def test_another_amount(open_page: Open, live_server: LiveServer, gift: RecurringGift) -> None:
    page = open_gift(open_page, live_server, gift)
    page.click("a:has-text('Change'):has-text('Amount')")
    page.fill("[name=amount]", "2")
    page.click("text=See what it does")
    wrong = page.inner_text("main")
    page.fill("[name=amount]", "30")
    page.check("[name=cover_fee]")
    page.click("text=See what it does")
    shown = page.inner_text("main")
    page.get_by_role("button", name="Change the amount").click()
    page.wait_for_url(f"**/my/recurring/{gift.pk}/")
    gift.refresh_from_db()
    assert "The smallest gift is $5.00." in wrong
    assert "$31.21 each month instead of $50.00." in shown
    assert (gift.amount, gift.fee_cover) == (Decimal("31.21"), Decimal("1.21"))
    assert "$31.21 each month" in page.inner_text("h1")


def test_pause_and_go_on(open_page: Open, live_server: LiveServer, gift: RecurringGift) -> None:
    page = open_gift(open_page, live_server, gift)
    page.get_by_role("link", name="Pause", exact=True).click()
    page.get_by_label("3 months").check()
    page.click("text=See what it does")
    shown = page.inner_text("main")
    page.get_by_role("button", name="Pause the gift").click()
    page.wait_for_url(f"**/my/recurring/{gift.pk}/")
    gift.refresh_from_db()
    paused = gift.is_paused
    page.click("text=Go on now")
    page.get_by_role("button", name="Let it go on").click()
    page.wait_for_url(f"**/my/recurring/{gift.pk}/")
    gift.refresh_from_db()
    assert "3 charges fall away:" in shown
    assert (paused, gift.is_paused) == (True, False)


def test_cancel_in_two_clicks(open_page: Open, live_server: LiveServer, gift: RecurringGift) -> None:
    page = open_gift(open_page, live_server, gift)
    page.get_by_role("link", name="Cancel this gift").click()
    page.get_by_role("button", name="Cancel this gift now").click()
    page.wait_for_url(f"**/my/recurring/{gift.pk}/")
    gift.refresh_from_db()
    assert gift.state == RecurringGift.State.CANCELLED
    assert "Your gift is stopped. Nothing more will be charged." in page.inner_text("main")
    page.get_by_role("link", name="Begin again").click()
    assert "/give/" in page.url


def test_another_card_on_the_payment_page(
    open_page: Open, live_server: LiveServer, gift: RecurringGift, standin: StandIn, now: datetime
) -> None:
    standin.control(f"subscription/{gift.subscription_id}", action="card", card="4000000000000341")
    standin.control("clock", advance=32 * 86_400)
    sweep(now=now + timedelta(days=32))
    page = open_gift(open_page, live_server, gift)
    failing = page.inner_text("main")
    page.click("text=Give a new card")
    assert page.url.startswith(standin.base)
    pay(page)
    page.wait_for_url(f"**/my/recurring/{gift.pk}/")
    gift.refresh_from_db()
    assert "A charge did not go through" in failing
    assert (gift.state, gift.method_last4) == (RecurringGift.State.ACTIVE, "4242")
    assert "the open charge is paid with it" in page.inner_text("main")


@pytest.mark.parametrize("device", ["narrow", "desktop"])
def test_anybody_can_use_each_page(
    open_page: Open, live_server: LiveServer, gift: RecurringGift, device: str
) -> None:
    page = open_gift(open_page, live_server, gift, Visitor(device=device))
    wrong = []
    for part in ("", "amount/", "day/", "fund/", "frequency/", "pause/", "end/", "skip/", "cancel/"):
        page.goto(f"/my/recurring/{gift.pk}/{part}")
        wrong += [f"{part} {each}" for each in audit(page)] + ([] if is_within(page) else [f"{part} wide"])
    page.goto(f"/my/recurring/{gift.pk}/pause/")
    page.click("text=See what it does")
    wrong += audit(page)
    snap(page, f"my-recurring-pause-{device}")
    page.click("text=Pause the gift")
    wrong += audit(page)
    snap(page, f"my-recurring-paused-{device}")
    page.goto(f"/my/recurring/{gift.pk}/cancel/")
    page.click("text=Cancel this gift now")
    wrong += audit(page)
    assert wrong == []
