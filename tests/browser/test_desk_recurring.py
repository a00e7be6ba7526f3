"""Recurring gifts on the desk in a real browser: every page, small and large, light and dark."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import make_donor, make_organisation, make_recurring

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_recurring_gifts(
    open_page: Open, live_server: LiveServer, device: str
) -> None:
    make_organisation()
    now = timezone.now()
    gift = make_recurring(
        make_donor(name="Ana Díaz"),
        started_at=now - timedelta(days=40),
        period_began_at=now - timedelta(days=9),
        next_charge_at=now + timedelta(days=20),
        item_id="si_1",
    )
    gift.changes.create(kind="new", at=now, monthly_before=Decimal(0), monthly_after=gift.amount)
    make_recurring(make_donor(), state="past_due", failed_attempts=1, started_at=now - timedelta(days=9))
    page = open_page(Visitor(device=device))
    session = browser_of(make_staff(Role.FUNDRAISER)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    own = f"/desk/recurring/{gift.pk}/"
    for name, path in {
        "list": "/desk/recurring/",
        "line": "/desk/recurring/months/",
        "changes": "/desk/recurring/changes/?part=new",
        "cohorts": "/desk/recurring/cohorts/",
        "donors": f"/desk/recurring/cohorts/donors/?began={now:%Y-%m}",
        "coming": "/desk/recurring/coming/",
        "gift": own,
        "amount": f"{own}act/amount/",
        "skip": f"{own}act/skip/",
    }.items():
        look_at(page, path, f"desk-recurring-{name}-{device}")


def test_on_a_phone_the_way_one_chose_and_both_records_are_in_sight(
    open_page: Open, live_server: LiveServer
) -> None:
    make_organisation()
    kept, folded = (
        make_donor(name=name, email=f"{name.lower()}.of.the.long.address@example.org")
        for name in ("Anastasia", "Annastasia")
    )
    page = open_page(Visitor(device="phone"))
    session = browser_of(make_staff(Role.FUNDRAISER)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    for path in ("/desk/recurring/", "/desk/recurring/coming/"):
        page.goto(path)
        box = page.locator(".ways [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= page.evaluate("innerWidth")
    page.goto(f"/desk/donors/{kept.pk}/merge/?other={folded.pk}")
    wrap = page.locator(".table-wrap")
    assert wrap.evaluate("wrap => wrap.scrollWidth - wrap.clientWidth") == 0
