"""The desk in a real browser: by keyboard, on a phone, in the dark, and down to a refund."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from gifts.models import Gift, Payout, StripeEvent
from receipts.actions import settle
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import make_campaign, make_donor, make_gift, make_line, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gift() -> Gift:
    """A gift among others, with a receipt and a part given back."""
    make_organisation()
    now = timezone.now()
    campaign = make_campaign(name="Doors open")
    for days, name in enumerate(["Ana Díaz", "Ben Ode", "Evergreen Community Foundation"]):
        make_gift(make_donor(name=name), campaign=campaign, given_at=now - timedelta(days=40 * days + 1))
    stranger = make_gift(make_donor(name="Nobody"), campaign=campaign, given_at=now - timedelta(hours=5))
    Gift.objects.filter(pk=stranger.pk).update(donor=None, is_unmatched=True, payer_name="M. LOPEZ")
    payout = Payout.objects.create(
        payout_id="po_1",
        amount=Decimal("48.25"),
        currency="usd",
        state="paid",
        created_at=now,
        arrives_on=now.date(),
        lines_net=Decimal("48.25"),
    )
    made = make_gift(make_donor(name="Maria Lopez"), campaign=campaign, given_at=now - timedelta(hours=3))
    made.ledger_lines.update(payout=payout)
    make_line(made, kind="refund", amount=Decimal("-10.00"), at=now - timedelta(hours=1))
    Gift.objects.filter(pk=made.pk).update(state=Gift.State.PARTLY_REFUNDED)
    settle(gift_id=made.pk, now=now)
    StripeEvent.objects.create(
        event_id="evt_1",
        kind="charge.refunded",
        root=made.payment_id or "",
        received_at=now,
        error="DoorShut",
    )
    return Gift.objects.select_related("donor").get(pk=made.pk)


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    """Give the browser a session that has shown password and second factor."""
    session = browser_of(user).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_the_desk(
    open_page: Open, live_server: LiveServer, gift: Gift, device: str
) -> None:
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.ADMINISTRATOR))
    stranger, receipt = Gift.objects.get(is_unmatched=True), gift.receipt_lines.get().receipt
    paths = {
        "home": "/desk/",
        "gifts": "/desk/gifts/?state=paid&state=partly_refunded&q=o",
        "givers": "/desk/gifts/donors/",
        "gift": f"/desk/gifts/{gift.pk}/",
        "unmatched": f"/desk/gifts/{stranger.pk}/",
        "donors": "/desk/donors/",
        "donor": f"/desk/donors/{gift.donor_id}/",
        "search": "/desk/search/?q=lopes+maria",
        "nothing-found": "/desk/search/?q=zzzz",
        "recurring": "/desk/recurring/",
        "payouts": "/desk/payouts/",
        "payout": f"/desk/payouts/{Payout.objects.get().pk}/",
        "differences": "/desk/differences/",
        "events": "/desk/events/",
        "checkouts": "/desk/checkouts/",
        "receipts": "/desk/receipts/",
        "receipt": f"/desk/receipts/{receipt.pk}/",
        "setup": "/desk/setup/",
    }
    for name, path in paths.items():
        look_at(page, path, f"desk-{name}-{device}")


def test_a_slash_leads_to_the_search_box_and_enter_to_the_donor(
    open_page: Open, live_server: LiveServer, gift: Gift
) -> None:
    page = open_page(Visitor(device="desktop"))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/gifts/")
    page.keyboard.press("/")
    page.keyboard.type("lopes maria")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/**")
    page.get_by_role("link", name="Maria Lopez").click()
    page.wait_for_url(f"**/desk/donors/{gift.donor_id}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Maria Lopez"


def test_a_slash_inside_a_field_is_a_slash(open_page: Open, live_server: LiveServer, gift: Gift) -> None:
    page = open_page(Visitor(device="desktop"))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/gifts/")
    field = page.get_by_label("Donor, e-mail or Stripe id")
    field.click()
    page.keyboard.type("a/b")
    assert field.input_value() == "a/b"


def test_every_figure_on_home_opens_its_list(page: Page, live_server: LiveServer, gift: Gift) -> None:
    sign_in(page, live_server, make_staff(Role.FINANCE))
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("payment without a donor")).click()
    page.wait_for_url("**/desk/gifts/?unmatched=yes")
    assert page.get_by_role("link", name="M. LOPEZ").is_visible()
    page.goto("/desk/")
    raised = page.locator(".stat", has_text="Raised").locator("a")
    shown = raised.inner_text()
    raised.click()
    page.wait_for_url("**/desk/gifts/?since=**")
    assert page.locator(".stat", has_text="Stands").locator(".stat-value").inner_text() == shown


def test_filters_are_taken_away_one_by_one(page: Page, live_server: LiveServer, gift: Gift) -> None:
    sign_in(page, live_server, make_staff(Role.FINANCE))
    page.goto("/desk/gifts/?state=paid&q=ana")
    page.get_by_role("link", name=re.compile("State: Paid")).click()
    page.wait_for_url("**/desk/gifts/?q=ana")
    page.get_by_text("More filters").click()
    page.get_by_label("Partly refunded").check()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**state=partly_refunded**")
    assert page.get_by_role("heading", name="No gift is like this").is_visible()


def test_a_refund_of_too_much_says_so(page: Page, live_server: LiveServer, gift: Gift) -> None:
    sign_in(page, live_server, make_staff(Role.FINANCE))
    page.goto(f"/desk/gifts/{gift.pk}/")
    page.get_by_label("Amount to give back").fill("1000")
    page.get_by_role("button", name="Refund").click()
    page.wait_for_load_state()
    assert "can still be refunded" in page.locator(".messages").inner_text()


def test_the_desk_works_without_scripts(open_page: Open, live_server: LiveServer, gift: Gift) -> None:
    page = open_page(Visitor(device="phone", scripts=False))
    sign_in(page, live_server, make_staff(Role.FINANCE))
    page.goto("/desk/gifts/")
    page.get_by_label("Donor, e-mail or Stripe id").fill("maria")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Maria Lopez").click()
    assert page.get_by_role("heading", name="Its story").is_visible()
