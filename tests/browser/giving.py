"""What the browser tests of giving share: a site with a Stripe, a campaign, hands that write and pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from core.locks import content_policy
from gifts.views import going
from tests.factories import make_campaign, make_fund, make_gift, make_organisation
from tests.standin.process import KEY, SECRET, StandIn, running_standin

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAYMENT_PAGE = re.compile(r"/c/pay/")
THANKS_PAGE = re.compile(r"/give/thanks/")
TARGETS = (
    "main :is(button, summary, select, .choice, .check, input[name=other_amount], [type=text], [type=email])"
)
SOLVED = '[data-work]:not([value=""])'
WEIGHT_OF_A_FIRST_VISIT = 60_000
SUCCEEDS, DECLINED, ASKS_THE_BANK = "4242424242424242", "4000000000000002", "4000002500003155"


@pytest.fixture(scope="module")
def standin_process() -> Iterator[StandIn]:
    with running_standin() as started:
        yield started


@pytest.fixture
def standin(standin_process: StandIn, live_server: LiveServer, settings: Settings) -> Iterator[StandIn]:
    """A Stripe for the site that the browser visits."""
    standin_process.control("reset")
    standin_process.control("settings", capture_seconds=0)
    settings.SITE_URL = live_server.url
    settings.STRIPE_SECRET_KEY = KEY
    settings.STRIPE_API_BASE = standin_process.base
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    settings.CONTENT_SECURITY_POLICY = content_policy([standin_process.base])
    yield standin_process
    assert standin_process.read("broken") == {"broken": []}


@pytest.fixture(autouse=True)
def _quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser writes quicker than people do; tests/gifts/test_defence.py tests the delays."""
    monkeypatch.setattr(going, "TOO_QUICK", timedelta())
    monkeypatch.setattr(going, "SECOND_PRESS", timedelta())


@pytest.fixture
def our_hosts(live_server: LiveServer, standin_process: StandIn) -> frozenset[str]:
    return frozenset({urlsplit(live_server.url).netloc, urlsplit(standin_process.base).netloc})


@pytest.fixture
def campaign() -> Campaign:
    make_organisation()
    campaign = make_campaign(name="Doors that lock", slug="doors")
    campaign.funds.update(code="housing")
    make_gift(campaign=campaign, amount="2500")
    campaign.funds.add(make_fund("education", name="Education"))
    campaign.story = "<p>The fortieth night is the hardest.</p>"
    campaign.picture = "door"
    campaign.save()
    return campaign


def write(page: Page, **changes: str) -> None:
    """Fill the form in."""
    page.goto("/give/doors/?utm_source=letter")
    page.fill("[name=name]", changes.get("name", "Maria Lopez"))
    page.fill("[name=email]", changes.get("email", "maria@example.org"))
    if "frequency" in changes:
        page.check(f"[name=frequency][value={changes['frequency']}]")
    if "amount" in changes:
        page.fill("[name=other_amount]", changes["amount"])


def go_on(page: Page) -> None:
    """To the payment page."""
    page.click("[data-send]")
    page.wait_for_url(PAYMENT_PAGE)


def pay(page: Page, card: str = SUCCEEDS) -> None:
    for name, value in {
        "number": card,
        "expiry": "12/34",
        "cvc": "123",
        "name": "M Lopez",
        "postal": "12207",
    }.items():
        page.fill(f"[name={name}]", value)
    page.click("button[type=submit]")
