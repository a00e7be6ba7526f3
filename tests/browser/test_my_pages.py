"""A donor's own pages on a phone: sign-in, receipt, wishes, export, erasure; with scripts and without."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from accounts.actions.codes import code_in_clear
from accounts.models import SignInCode, User
from donors.models import Address, Donor
from letters.tasks import deliver
from receipts.actions import settle
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.factories import MOMENT, make_donor, make_gift, make_organisation
from tests.letters.makers import make_letter

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]


@pytest.fixture
def maria() -> Donor:
    """A donor with two gifts, their receipts, an address and a letter, who never signed in."""
    make_organisation()
    donor = make_donor(name="Maria Lopez", email="maria@example.org")
    for amount in ("25.00", "40.00"):
        settle(gift_id=make_gift(donor, amount=amount).pk, now=MOMENT)
    Address.objects.create(donor=donor, label="Post", line1="PO Box 1199", city="Albany")
    letter = make_letter()
    deliver(str(letter.pk), MOMENT)
    return donor


def newest_code() -> str:
    return code_in_clear(SignInCode.objects.latest("pk"))


def sign_in(page: Page) -> None:
    page.goto("/my/")
    page.get_by_label("E-mail address").fill("maria@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(newest_code())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/my/")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_first_sign_in_leads_to_gifts_and_a_receipt_in_ones_hand(
    maria: Donor, open_page: Open, scripts: bool
) -> None:
    page = open_page(Visitor(scripts=scripts))
    sign_in(page)
    assert page.get_by_role("heading", name="Thank you, Maria Lopez").is_visible()
    page.get_by_role("link", name="Receipts", exact=True).click()
    page.get_by_role("link", name="R-2026-000002", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (PDF)").click()
    assert download.value.suggested_filename == "receipt-R-2026-000002.pdf"


@pytest.mark.parametrize("scripts", [True, False])
def test_wishes_are_chosen_and_stay_chosen(maria: Donor, open_page: Open, scripts: bool) -> None:
    page = open_page(Visitor(scripts=scripts))
    sign_in(page)
    page.goto("/my/preferences/")
    page.get_by_label("This page only", exact=False).check()
    page.get_by_label("No calls").check()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_label("News about our work").check()
    page.get_by_role("button", name="Save").last.click()
    assert page.get_by_label("This page only", exact=False).is_checked()
    assert page.get_by_text("Own page").is_visible()
    donor = Donor.objects.get()
    assert (donor.contact, donor.no_phone, donor.wants_news) == ("portal", True, True)


@pytest.mark.parametrize("scripts", [True, False])
def test_everything_is_taken_along_and_then_erased(maria: Donor, open_page: Open, scripts: bool) -> None:
    page = open_page(Visitor(scripts=scripts))
    sign_in(page)
    page.goto("/my/data/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    said = json.loads(zipfile.ZipFile(download.value.path()).read("everything.json"))
    assert sorted(gift["amount"] for gift in said["gifts"]) == ["25.00", "40.00"]
    page.get_by_role("link", name="What erasing means").click()
    page.get_by_role("button", name="Send me the code to erase").click()
    page.get_by_label("The word").fill("erase")
    page.get_by_label("Code", exact=True).fill(newest_code())
    page.get_by_role("button", name="Erase everything now").click()
    assert page.get_by_role("heading", name="It is done").is_visible()
    assert (Donor.objects.get().name, User.objects.get().is_active) == ("Name removed", False)


PAGES = {
    "overview": "/my/",
    "gifts": "/my/gifts/",
    "receipts": "/my/receipts/",
    "letters": "/my/letters/",
    "details": "/my/details/",
    "address": "/my/addresses/new/",
    "email": "/my/details/email/",
    "preferences": "/my/preferences/",
    "data": "/my/data/",
    "erasure": "/my/data/erase/",
    "erased": "/goodbye/",
}


def test_each_page_fits_a_phone_and_serves_everyone(maria: Donor, open_page: Open) -> None:
    page = open_page(Visitor())
    sign_in(page)
    found = dict(PAGES)
    page.goto("/my/gifts/")
    for name, selector in {
        "gift": "/my/gifts/",
        "receipt": "/my/receipts/",
        "letter": "/my/letters/",
    }.items():
        page.goto(selector)
        found[name] = page.locator("a.my-open").first.get_attribute("href") or ""
    wrong = []
    for name, path in found.items():
        page.goto(path)
        snap(page, f"my-{name}")
        wrong += [f"{name}: {problem}" for problem in audit(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name}: wider than the phone")
    assert wrong == []


def test_the_keyboard_alone_reaches_and_saves(maria: Donor, open_page: Open) -> None:
    page = open_page(Visitor(device="desktop"))
    sign_in(page)
    page.goto("/my/details/")
    page.get_by_label("Phone").focus()
    page.keyboard.type("518-555-0142")
    page.keyboard.press("Enter")
    page.get_by_text("Your details are noted.").wait_for()
    assert Donor.objects.get().phone == "518-555-0142"
