"""Recording a gift in a real browser: a check and goods, by keyboard, on a phone, also without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from donors.models import Donor
from gifts.models import Gift
from receipts.actions import settle
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.browser.test_desk import sign_in
from tests.factories import make_campaign, make_donor, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recorder(open_page: Open, live_server: LiveServer) -> Page:
    """A fundraiser's phone."""
    make_organisation()
    make_campaign(name="Doors open")
    for address in ("maria@example.org", "m.lopez@example.org"):
        make_donor(name="Maria Lopez", email=address)
    page = open_page(Visitor(device="phone"))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    return page


def looked_at(page: Page, name: str) -> None:
    """Anyone can use the page, and nothing of it is beyond the edge."""
    assert (name, audit(page)) == (name, [])
    assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (name, 0)
    snap(page, f"record-{name}")


def test_a_check_with_a_dinner_is_recorded_on_a_phone(recorder: Page) -> None:
    page = recorder
    page.goto("/desk/gifts/")
    page.get_by_role("link", name="Record a gift").click()
    looked_at(page, "new")
    page.get_by_role("link", name="Money", exact=True).click()
    page.get_by_label("Name, e-mail or number in our book").first.fill("maria lopez")
    page.get_by_label("Amount", exact=True).fill("a hundred")
    page.get_by_label("Fund", exact=True).first.select_option(label="Housing")
    page.get_by_text("What the donor got for it").click()
    page.get_by_label("What the donor got").first.fill("Dinner")
    page.get_by_label("What it would cost elsewhere").first.fill("40")
    page.get_by_label("How that was estimated").first.fill("price of such a dinner")
    looked_at(page, "money")
    page.get_by_role("button", name="See which paper follows").click()
    assert page.get_by_text("Nothing you wrote is lost").is_visible()
    looked_at(page, "money-again")
    page.get_by_label("m.lopez@example.org").check()
    page.get_by_label("Amount", exact=True).fill("100")
    page.get_by_role("button", name="See which paper follows").click()
    assert page.get_by_text("Receipt for a payment with a benefit; deductible $60.00").is_visible()
    looked_at(page, "confirm")
    page.get_by_role("button", name="Record the gift").click()
    page.get_by_role("heading", name="Its story").wait_for()
    gift = Gift.objects.select_related("donor").get()
    assert gift.donor is not None
    assert gift.donor.email == "m.lopez@example.org"
    settle(gift_id=gift.pk, now=timezone.now())
    page.reload()
    looked_at(page, "gift")
    page.get_by_role("link", name="Correct").click()
    looked_at(page, "correct")
    page.goto(f"/desk/gifts/{gift.pk}/reverse/")
    looked_at(page, "reverse")


def test_goods_are_recorded_without_scripts_and_the_card_is_printed(
    open_page: Open, live_server: LiveServer
) -> None:
    make_organisation()
    make_campaign()
    page = open_page(Visitor(device="phone", scripts=False))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/gifts/new/goods/")
    page.get_by_text("New donor", exact=True).click()
    page.get_by_label("Name of the new donor").first.fill("Harbor Coats")
    page.get_by_label("Person or organisation").first.select_option(label="Organisation")
    page.get_by_label("What was given").fill("Twelve winter coats")
    page.get_by_label("Where it was received").fill("Albany")
    page.get_by_label("Value in our books").fill("480")
    page.get_by_label("Fund", exact=True).first.select_option(index=1)
    page.get_by_text("Tribute and wishes").click()
    page.get_by_label("Tribute", exact=True).select_option(label="In memory of")
    page.get_by_label("Whom it honors").fill("Rosa Lopez")
    page.get_by_role("button", name="See which paper follows").click()
    assert page.get_by_text("Acknowledgment of property; no value is stated").is_visible()
    page.get_by_role("button", name="Record the gift").click()
    assert page.get_by_text("Twelve winter coats").first.is_visible()
    page.get_by_role("link", name="Card for the family").click()
    with page.expect_download() as card:
        page.get_by_role("button", name="Print the card").click()
    assert card.value.suggested_filename == "card.pdf"


def test_donors_are_found_while_one_types_and_somebody_new_has_fields_of_their_own(recorder: Page) -> None:
    page = recorder
    page.goto("/desk/gifts/new/money/")
    who = page.get_by_label("Name, e-mail or number in our book").first
    who.press_sequentially("maria lo")
    page.get_by_role("option", name="m.lopez@example.org").wait_for()
    looked_at(page, "found")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    first = Donor.objects.order_by("name", "pk")[0]
    assert who.input_value() == f"#{first.pk} Maria Lopez"
    who.fill("")
    who.press_sequentially("Nora Quist")
    page.get_by_role("option", name="Somebody new: Nora Quist").click()
    assert (who.input_value(), page.get_by_label("Name of the new donor").first.input_value()) == (
        "",
        "Nora Quist",
    )
