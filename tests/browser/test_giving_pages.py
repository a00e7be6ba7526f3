"""The pages of giving: mistakes, audits at every width and scheme, waiting, weight."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from campaigns.models import Campaign
from gifts.models import Checkout, Gift, GivingPolicy
from tests.browser.conftest import Open, Visitor
from tests.browser.giving import (
    TARGETS,
    WEIGHT_OF_A_FIRST_VISIT,
    _quick_hands,
    campaign,
    go_on,
    our_hosts,
    standin,
    standin_process,
    write,
)
from tests.browser.looking import audit, snap, weight
from tests.factories import MOMENT, make_gift
from tests.standin.process import StandIn

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

__all__ = ["_quick_hands", "campaign", "our_hosts", "standin", "standin_process"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


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


@pytest.mark.parametrize("device", ["phone", "desktop", "narrow"])
def test_anyone_can_use_the_giving_page(
    standin: StandIn, open_page: Open, campaign: Campaign, device: str
) -> None:
    page = open_page(Visitor(device=device))
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
    snap(page, f"give-{device}")


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
