"""A gift as people make it: on a phone or a desktop, by card, with doubts, without scripts, by keyboard."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from campaigns.models import Campaign
from gifts.models import Checkout, Gift, RecurringGift
from tests.browser.conftest import Open, Visitor
from tests.browser.giving import (
    ASKS_THE_BANK,
    DECLINED,
    PAYMENT_PAGE,
    SOLVED,
    SUCCEEDS,
    THANKS_PAGE,
    _quick_hands,
    campaign,
    go_on,
    our_hosts,
    pay,
    standin,
    standin_process,
    write,
)
from tests.browser.looking import audit, snap
from tests.standin.process import StandIn

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["_quick_hands", "campaign", "our_hosts", "standin", "standin_process"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


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
