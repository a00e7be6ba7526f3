"""A batch of twelve checks by keyboard alone, a row without scripts, and a pledge with its payment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from core.clock import legal_day
from gifts.models import Batch, BatchRow, Gift, Pledge
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, look_at, snap
from tests.browser.test_desk import sign_in
from tests.factories import ZONE, make_campaign, make_donor, make_organisation
from tests.gifts.bundling import make_batch, make_row
from tests.gifts.pledging import make_pledge

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
NAMES = [f"{first} {last}" for last in ("Ames", "Okafor", "Lopez") for first in ("Ana", "Ben", "Cleo", "Dan")]


def looked_at(page: Page, name: str) -> None:
    """Anyone can use the page, and nothing of it is beyond the edge."""
    assert (name, audit(page)) == (name, [])
    assert (name, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (name, 0)
    snap(page, f"batch-{name}")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the cursor is on the field, link or button of this name."""
    for _press in range(90):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const here = document.activeElement;"
            " return (here.labels?.[0]?.textContent ?? here.textContent).trim(); })()"
        )
        if here.startswith(words):
            return
    raise AssertionError(f"no key leads to {words}")


def test_twelve_checks_are_entered_and_posted_by_keyboard_alone(
    open_page: Open, live_server: LiveServer
) -> None:
    make_organisation()
    make_campaign(name="Doors open")
    for name in NAMES[:11]:
        make_donor(name=name)
    page = open_page(Visitor(device="desktop"))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/batches/new/")
    keys = page.keyboard
    tab_to(page, "How many gifts")
    keys.type("12")
    tab_to(page, "What they come to")
    keys.type("1,278.00")
    tab_to(page, "Fund")
    keys.type("Housing")
    looked_at(page, "heading")
    tab_to(page, "Open it and type")
    keys.press("Enter")
    page.get_by_role("heading", name="Next gift").wait_for()
    for number, name in enumerate(NAMES, start=1):
        assert page.evaluate("document.activeElement.name") == "who", "the cursor waits for the next donor"
        keys.type(name)
        options = page.get_by_role("listbox").get_by_role("option")
        options.last.wait_for()
        if number == 12:
            assert options.all_inner_texts() == [f"Somebody new: {name}"]
            keys.press("ArrowDown")
            looked_at(page, "list")
        keys.press("Enter")
        keys.type(f"{100 + number}")
        keys.press("Enter")
        keys.type(f"{1200 + number}")
        keys.press("Enter")
        if number == 1:
            keys.type(str(legal_day(timezone.now(), ZONE).day))
        keys.press("Enter")
        page.get_by_text(f"{number} of 12").wait_for()
    batch = Batch.objects.get()
    assert (batch.rows.count(), batch.rows.filter(postmarked_on=batch.received_on).count()) == (12, 12)
    assert page.get_by_text("Count and total are what you expected.").is_visible()
    looked_at(page, "typed")
    tab_to(page, "Post the batch")
    keys.press("Enter")
    page.get_by_role("heading", name="Post batch").wait_for()
    tab_to(page, "Post 12 gifts")
    keys.press("Enter")
    page.get_by_role("heading", name="What came of batch").wait_for()
    assert Gift.objects.filter(batch=batch, source="check").count() == 12
    assert sum(Gift.objects.values_list("amount", flat=True)) == Decimal("1278.00")
    looked_at(page, "report")


def test_a_donor_is_chosen_without_scripts_by_a_second_step(open_page: Open, live_server: LiveServer) -> None:
    make_organisation()
    batch, donor = make_batch(), make_donor(name="Maria Lopez", email="m.lopez@example.org")
    make_donor(name="Mario Lopez")
    page = open_page(Visitor(device="phone", scripts=False))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto(f"/desk/batches/{batch.pk}/")
    page.get_by_label("Donor", exact=True).fill("lopez")
    page.get_by_label("Amount", exact=True).fill("25")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who is it?").wait_for()
    page.get_by_role("button", name="m.lopez@example.org").click()
    page.get_by_role("heading", name="Next gift").wait_for()
    assert batch.rows.get().donor == donor


def test_a_pledge_is_written_down_and_paid(open_page: Open, live_server: LiveServer) -> None:
    make_organisation()
    make_campaign()
    donor = make_donor(name="Walter Ames")
    page = open_page(Visitor(device="phone"))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto(f"/desk/pledges/new/?donor={donor.pk}")
    page.get_by_label("Amount in all").fill("1,200")
    page.get_by_label("Fund", exact=True).select_option(label="Housing")
    page.get_by_label("How it is paid").select_option(label="Monthly")
    page.get_by_label("How many parts").fill("12")
    looked_at(page, "pledge-new")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("heading", name="$1,200.00 pledged").wait_for()
    page.get_by_role("link", name="Record a payment").click()
    page.get_by_role("link", name="Money", exact=True).click()
    page.get_by_label("Amount", exact=True).fill("150")
    page.get_by_label("Fund", exact=True).first.select_option(label="Housing")
    page.get_by_role("button", name="See which paper follows").click()
    page.get_by_role("button", name="Record the gift").click()
    page.get_by_role("heading", name="Its story").wait_for()
    pledge = Pledge.objects.get()
    assert pledge.gifts.get().amount == Decimal("150.00")
    look_at(page, f"/desk/pledges/{pledge.pk}/", "batch-pledge-phone")
    assert page.get_by_text("$1,050.00").first.is_visible()
    look_at(page, "/desk/pledges/", "batch-pledges-phone")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page(open_page: Open, live_server: LiveServer, device: str) -> None:
    make_organisation()
    batch = make_batch(3, "300.00")
    row = make_row(batch, make_donor(name="Ana Reyes"), check_number="1201")
    make_row(batch, make_donor(name="Ana Reyes"), check_number="1202")
    odd = make_row(batch, who="Jon Sm")
    BatchRow.objects.filter(pk=odd.pk).update(amount=None, amount_words="a lot")
    pledge = make_pledge()
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.FINANCE))
    one = f"/desk/batches/{batch.pk}/"
    look = f"batch-{device}"
    for path, name in [
        ("/desk/batches/", "list"),
        (one, "page"),
        (f"{one}rows/{row.pk}/", "row"),
        (f"{one}post/", "post"),
        (f"{one}deposit/", "deposit"),
        (f"{one}discard/", "discard"),
        ("/desk/pledges/", "pledges"),
        (f"/desk/pledges/{pledge.pk}/", "pledge"),
        (f"/desk/pledges/{pledge.pk}/schedule/", "schedule"),
    ]:
        look_at(page, path, f"{look}-{name}")
