"""Spanish takes more room than English: nothing may be pushed off a phone, the quick exit least of all."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit
from tests.factories import make_campaign, make_gift, make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

PATHS = [
    "/",
    "/give/puertas/",
    "/volunteer/",
    "/privacy/",
    "/receipts/check/",
    "/accounts/sign-in/",
    "/accounts/login/",
    "/there-is-nothing-here/",
]


@pytest.fixture(autouse=True)
def _a_site_with_content() -> None:
    make_organisation()
    make_gift(campaign=make_campaign(slug="puertas", name="Puertas abiertas"))


@pytest.mark.parametrize(("device", "width"), [("phone", 360), ("narrow", 320)])
def test_no_spanish_page_scrolls_sideways_or_hides_the_quick_exit(
    open_page: Open, device: str, width: int
) -> None:
    page = open_page(Visitor(device=device, scripts=False))
    page.goto("/volunteer/")
    page.get_by_role("button", name="Español").click()

    seen = {}
    for path in PATHS:
        page.goto(path)
        spread = page.evaluate("document.documentElement.scrollWidth")
        box = page.get_by_role("link", name="Salida rápida").bounding_box()
        assert box is not None
        seen[path] = (spread, box["x"] >= 0 and box["x"] + box["width"] <= width)

    assert seen == dict.fromkeys(PATHS, (width, True))


def test_anyone_can_use_the_spanish_giving_page(open_page: Open) -> None:
    page = open_page(Visitor())
    page.goto("/give/puertas/")
    page.get_by_role("button", name="Español").click()

    page.wait_for_url("**/give/puertas/")
    page.get_by_label("Otro importe").last.fill("1,250.50")

    assert audit(page) == []
    assert page.locator("[data-total]").inner_text() == "$1,250.50"
