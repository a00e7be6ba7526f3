"""The words of papers in a real browser: the sample follows the typing, and a button without scripts."""

from __future__ import annotations

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from receipts.models import ReceiptWording
from receipts.models.wording import ALL
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, snap
from tests.browser.test_desk import sign_in
from tests.factories import make_organisation
from tests.receipts.wordings import THANKS, write

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
EDITOR = "/desk/receipts/wording/acknowledgment/edit/"


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_sample_follows_what_is_typed(open_page: Open, live_server: LiveServer, device: str) -> None:
    make_organisation()
    write(ALL, above=THANKS)
    write(ALL, above=THANKS, closing=THANKS)
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.ADMINISTRATOR))
    for name, path in {"list": "", "page": "all/", "edit": "acknowledgment/edit/"}.items():
        page.goto(f"/desk/receipts/wording/{path}")
        assert audit(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        snap(page, f"wording-{name}-{device}")
    page.get_by_label("Say what all papers say").first.uncheck()
    page.locator("#id_above").fill("Good morning, {name}.")
    page.locator("#id_above_es").fill("Buenos días, {name} {")
    page.locator("[data-preview] .notice", has_text="“{” means nothing here").wait_for()
    assert audit(page) == []
    page.locator("#id_above_es").fill("Buenos días, {name}.")
    page.locator(".sample[lang=es]", has_text="Buenos días, Maria Lopez.").wait_for()
    assert audit(page) == []
    snap(page, f"wording-typed-{device}")
    assert not ReceiptWording.objects.exclude(kind=ALL).exists()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Papers say so from now on").wait_for()


def test_without_scripts_a_button_shows_the_sample(open_page: Open, live_server: LiveServer) -> None:
    make_organisation()
    page = open_page(Visitor(scripts=False))
    sign_in(page, live_server, make_staff(Role.ADMINISTRATOR))
    page.goto(EDITOR)
    page.get_by_label("Say what all papers say").first.uncheck()
    page.locator("#id_above").fill("Good morning, {name}.")
    page.locator("#id_above_es").fill("Buenos días, {name}.")
    page.get_by_role("button", name="Preview").click()
    page.locator(".sample[lang=en]", has_text="Good morning, Maria Lopez.").wait_for()
    assert page.locator("#id_above").input_value() == "Good morning, {name}."
    assert not ReceiptWording.objects.exists()
