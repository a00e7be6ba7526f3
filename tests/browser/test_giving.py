"""A gift as people make it: on a phone or a desktop, by card, with doubts, without scripts, by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaigns.models import Campaign
from core.locks import content_policy
from gifts.models import Checkout, Gift, GivingPolicy, RecurringGift
from gifts.views import going
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap, weight
from tests.factories import MOMENT, make_campaign, make_fund, make_gift, make_organisation
from tests.standin.process import KEY, SECRET, StandIn, running_standin

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

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


def test_give_once(standin: StandIn, page: Page, campaign: Campaign) -> None:
    write(page, amount="33.50")
    page.check("[name=cover_fee]")
    total = page.inner_text("[data-total]")
    go_on(page)

    pay(page)
    page.wait_for_url(THANKS_PAGE)

    assert (total, page.inner_text("h1")) == ("$34.81", "Thank you, Maria.")
    assert Gift.objects.exclude(checkout=None).values_list("amount", "state").get() == (
        Decimal("34.81"),
        "paid",
    )
    assert Checkout.objects.values_list("utm_source", "fee_cover").get() == ("letter", Decimal("1.31"))
    assert audit(page) == []


def test_give_monthly(standin: StandIn, page: Page, campaign: Campaign) -> None:
    write(page, frequency="monthly")
    rhythm = page.inner_text("[data-rhythm]")
    page.select_option("[name=fund]", "education")
    go_on(page)

    pay(page)
    page.wait_for_url(THANKS_PAGE)

    assert rhythm == "each month"
    assert RecurringGift.objects.values_list("amount", "frequency", "state", "fund__code").get() == (
        Decimal("50.00"),
        "monthly",
        "active",
        "education",
    )
    assert "It will repeat by itself until you stop it." in page.inner_text("main")


def test_a_declined_card_charges_nothing_and_another_one_pays(
    standin: StandIn, page: Page, campaign: Campaign
) -> None:
    write(page)
    go_on(page)

    pay(page, DECLINED)
    declined = (PAYMENT_PAGE.search(page.url) is not None, Gift.objects.exclude(checkout=None).count())
    pay(page, SUCCEEDS)
    page.wait_for_url(THANKS_PAGE)

    assert declined == (True, 0)
    assert Gift.objects.exclude(checkout=None).count() == 1


def test_a_bank_may_ask_first(standin: StandIn, page: Page, campaign: Campaign) -> None:
    write(page)
    go_on(page)

    pay(page, ASKS_THE_BANK)
    page.click("button[value=complete]")
    page.wait_for_url(THANKS_PAGE)

    assert Gift.objects.exclude(checkout=None).values_list("state").get() == ("paid",)


def test_back_without_paying_finds_the_form_as_it_was(
    standin: StandIn, page: Page, campaign: Campaign
) -> None:
    write(page, amount="77", frequency="annually")
    go_on(page)

    page.click("text=Back, without paying")

    assert "Nothing was charged. Your form is as you left it." in page.inner_text("main")
    kept = [page.input_value(f"[name={name}]") for name in ("name", "email", "other_amount")]
    assert kept == ["Maria Lopez", "maria@example.org", "77.00"]
    assert page.is_checked("[name=frequency][value=annually]")


def test_the_browsers_back_button_keeps_the_form_too(
    standin: StandIn, page: Page, campaign: Campaign
) -> None:
    write(page, amount="77")
    go_on(page)

    page.go_back()
    page.wait_for_selector("[data-send]")
    kept = [page.input_value(f"[name={name}]") for name in ("name", "email", "other_amount")]
    page.fill("[name=other_amount]", "78")
    go_on(page)

    assert kept == ["Maria Lopez", "maria@example.org", "77"]
    assert Decimal("78.00") in Checkout.objects.values_list("amount", flat=True)


def test_a_double_click_is_one_payment_page(standin: StandIn, page: Page, campaign: Campaign) -> None:
    write(page)

    page.dblclick("[data-send]")
    page.wait_for_url(PAYMENT_PAGE)

    assert (Checkout.objects.count(), len(standin.client().v1.checkout.sessions.list().data)) == (1, 1)


def test_without_scripts_one_more_press_is_enough(
    standin: StandIn, open_page: Open, campaign: Campaign
) -> None:
    page = open_page(Visitor(scripts=False))
    write(page, amount="25")
    page.click("text=Continue to payment")
    asked = page.inner_text("main")
    snap(page, "give-confirm-phone")

    page.click("text=Continue to pay $25.00")
    page.wait_for_url(PAYMENT_PAGE)
    pay(page)
    page.wait_for_url(THANKS_PAGE)

    assert "Please press once more" in asked
    assert Gift.objects.exclude(checkout=None).values_list("amount").get() == (Decimal("25.00"),)


def test_by_keyboard_alone(standin: StandIn, open_page: Open, campaign: Campaign) -> None:
    page = open_page(Visitor(device="desktop"))
    page.goto("/give/doors/")
    keys = page.keyboard
    page.focus("[name=frequency]:checked")
    keys.press("ArrowRight")  # monthly
    keys.press("Tab")
    keys.press("ArrowUp")  # $25 instead of $50
    keys.press("Tab")  # another amount
    keys.press("Tab")  # the fund
    for text in ("Maria Lopez", "maria@example.org"):
        keys.press("Tab")
        keys.type(text)
    page.wait_for_selector(SOLVED, state="attached")  # while one wrote

    keys.press("Enter")
    page.wait_for_url(PAYMENT_PAGE)

    assert Checkout.objects.values_list("amount", "frequency", "name", "email").get() == (
        Decimal("25.00"),
        "monthly",
        "Maria Lopez",
        "maria@example.org",
    )


def test_a_mistake_is_said_beside_its_field_and_has_the_focus(
    standin: StandIn, page: Page, campaign: Campaign
) -> None:
    write(page, amount="0.001", email="maria")
    page.click("[data-send]")
    page.wait_for_selector("[role=alert]")

    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert (page.input_value("[name=name]"), page.input_value("[name=other_amount]")) == (
        "Maria Lopez",
        "0.001",
    )
    assert "An amount has no fraction of a cent." in page.inner_text("#id_amount_error")
    assert audit(page) == []
    snap(page, f"give-mistakes-{page.viewport_size['width'] if page.viewport_size else 0}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
def test_anyone_can_use_the_giving_page(
    standin: StandIn, open_page: Open, campaign: Campaign, device: str, scheme: str
) -> None:
    page = open_page(Visitor(device=device, scheme=scheme))
    page.goto("/give/doors/")
    for summary in page.locator("details > summary").all():
        summary.click()

    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "wanted => [...document.querySelectorAll(wanted)]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
        TARGETS,
    )
    assert small == []
    snap(page, f"give-{device}-{scheme}")


@pytest.mark.parametrize("what", ["closed", "paused", "confirming", "unpaid"])
def test_anyone_can_use_the_quieter_pages(
    standin: StandIn, page: Page, campaign: Campaign, what: str
) -> None:
    path = "/give/doors/"
    if what == "closed":
        Campaign.objects.update(state=Campaign.State.CLOSED)
    elif what == "paused":
        GivingPolicy.objects.create(pk=1, paused_at=MOMENT)
    else:
        write(page)
        go_on(page)
        row = Checkout.objects.get()
        if what == "confirming":
            Checkout.objects.update(state=Checkout.State.COMPLETED, session_id="cs_unknown")
        session = standin.client().v1.checkout.sessions.retrieve(row.session_id or "")
        path = str(session.success_url)
    page.goto(path)

    assert audit(page) == []
    snap(page, f"give-{what}-{page.viewport_size['width'] if page.viewport_size else 0}")


def test_the_waiting_page_moves_on_by_itself(standin: StandIn, page: Page, campaign: Campaign) -> None:
    write(page)
    go_on(page)
    row = Checkout.objects.get()
    Checkout.objects.update(state=Checkout.State.COMPLETED, session_id="cs_unknown")
    address = standin.client().v1.checkout.sessions.retrieve(row.session_id or "").success_url
    page.goto(str(address))
    waiting = page.inner_text("main")

    gift = make_gift(amount="50.00")
    Gift.objects.filter(pk=gift.pk).update(checkout=row)
    page.wait_for_selector("text=has arrived")

    assert "We are confirming $50.00 with your bank." in waiting


def test_a_first_visit_is_light_and_asks_nobody_else(
    standin: StandIn, open_page: Open, campaign: Campaign
) -> None:
    page = open_page(Visitor())
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright wants one
    page.goto("/give/doors/", wait_until="networkidle")

    assert weight(answers) <= WEIGHT_OF_A_FIRST_VISIT, json.dumps([answer.url for answer in answers])
