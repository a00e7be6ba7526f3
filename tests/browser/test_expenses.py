"""Letters about expenses in a real browser: each page, small and large, and all of it without scripts."""

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from receipts.models import Receipt
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at, snap
from tests.factories import make_organisation
from tests.receipts.expensing import TYPED, make_letter
from tests.volunteers.makers import make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_write_a_letter_without_scripts(
    open_page: Open, live_server: LiveServer, device: str
) -> None:
    make_organisation()
    rosa = make_volunteer(name="Maria Guadalupe Lopez-Hernandez de la Cruz")
    first = make_letter(rosa, services="Driving to the airport and back")
    page = open_page(Visitor(device=device, scripts=False))
    session = browser_of(make_staff(Role.COORDINATOR)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])

    page.goto(f"/desk/volunteers/{rosa.pk}/")
    page.get_by_role("link", name="Letter about expenses").click()
    snap(page, f"expenses-form-{device}")
    page.get_by_label("From", exact=True).last.fill(TYPED["from_on"])
    page.get_by_label("Until", exact=True).last.fill(TYPED["until_on"])
    page.get_by_label("What they did").fill(TYPED["services"])
    page.get_by_label("No: no goods").check()
    page.get_by_role("button", name="See what it will say").click()
    snap(page, f"expenses-preview-{device}")
    page.get_by_role("button", name="Issue the letter").click()
    letter = Receipt.objects.latest("pk")
    assert page.get_by_role("heading", level=1).inner_text().startswith(str(letter))
    assert page.get_by_text("From Mar 2, 2026 to Mar 5, 2026 you served us").is_visible()
    snap(page, f"expenses-letter-{device}")
    assert first.pk != letter.pk


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_the_pages_of_letters(open_page: Open, live_server: LiveServer, device: str) -> None:
    make_organisation()
    rosa = make_volunteer()
    letter = make_letter(rosa, services="Driving to the airport and back, and waiting for late flights")
    assert rosa.user is not None
    coordinator, own = browser_of(make_staff(Role.COORDINATOR)), browser_of(rosa.user, factor_at=0)
    pages = {
        "write": (coordinator, f"/desk/volunteers/{rosa.pk}/expenses/"),
        "letter": (coordinator, f"/desk/expenses/{letter.pk}/"),
        "replace": (coordinator, f"/desk/expenses/{letter.pk}/replace/"),
        "void": (coordinator, f"/desk/expenses/{letter.pk}/void/"),
        "mine": (own, "/my/expenses/"),
    }
    page = open_page(Visitor(device=device))
    for name, (browser, path) in pages.items():
        session = browser.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        look_at(page, path, f"expenses-{name}-{device}")
