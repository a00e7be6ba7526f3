"""Reports in a real browser: down to a gift, on a phone, in the dark, and on paper."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from campaigns.models import Appeal
from gifts.actions.tallies import keep_tallies
from gifts.models import Gift
from gifts.views.reports.pages import REPORTS
from tests.accounts.makers import make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import audit, look_at, snap
from tests.browser.test_desk import sign_in
from tests.factories import make_campaign, make_donor, make_gift, make_line, make_organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
NAMES = ("Ana Díaz", "Ben Ode", "Chen Wu", "Dora Petrov", "Evergreen Community Foundation", "Farid Haddad")


@pytest.fixture
def gifts() -> list[Gift]:
    """Six years of six donors, with campaigns, an appeal and a refund."""
    make_organisation()
    now = timezone.now()
    ways = [make_campaign(name=name) for name in ("Doors open", "A winter of warmth")]
    spring = Appeal.objects.create(campaign=ways[0], code="SPRING", name="Spring letter", cost=Decimal(60))
    made = []
    for number, name in enumerate(NAMES):
        donor = make_donor(name=name)
        for back in range(0, 6 * 365, 70 + 45 * number):
            amount = f"{20 + (number * 37 + back) % 400}.00"
            at = now - timedelta(days=back + number)
            made.append(make_gift(donor, campaign=ways[back % 2], amount=amount, given_at=at))
    Gift.objects.filter(pk__in=[gift.pk for gift in made[::3]], campaign=ways[0]).update(appeal=spring)
    make_line(made[0], kind="refund", amount=Decimal("-5.00"), at=now)
    keep_tallies(now=now)
    return made


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_report(
    open_page: Open, live_server: LiveServer, gifts: list[Gift], device: str
) -> None:
    page = open_page(Visitor(device=device))
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    look_at(page, "/desk/reports/", f"report-{device}")
    for name in REPORTS:
        look_at(page, f"/desk/reports/{name}/", f"report-{name}-{device}")
    look_at(page, "/desk/reports/figure/raised/", f"figure-raised-{device}")
    look_at(page, "/desk/reports/figure/donors/", f"figure-donors-{device}")


def test_nothing_is_cut_off_at_360_pixels(
    open_page: Open, live_server: LiveServer, gifts: list[Gift]
) -> None:
    page = open_page(Visitor(device="phone"))
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    for path in ("", *(f"{name}/" for name in REPORTS), "figure/raised/", "figure/donors/"):
        page.goto(f"/desk/reports/{path}")
        assert (path, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (path, 0)


def test_a_figure_opens_down_to_a_gift(page: Page, live_server: LiveServer, gifts: list[Gift]) -> None:
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/reports/")
    raised = page.locator(".stat", has_text="Raised").locator("a").first
    shown = raised.inner_text()
    raised.click()
    page.wait_for_url("**/desk/reports/figure/raised/**")
    assert page.locator(".stat", has_text="Money").locator(".stat-value").inner_text() == shown
    assert page.get_by_text("add up to exactly this").is_visible()
    page.locator("table").first.get_by_role("link").first.click()
    page.wait_for_url("**/desk/gifts/*/")
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_point_of_a_plot_opens_its_gifts(page: Page, live_server: LiveServer, gifts: list[Gift]) -> None:
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.goto("/desk/reports/sizes/")
    page.locator("figure.plot svg a").first.click(force=True)
    page.wait_for_url("**/desk/reports/figure/raised/**")
    assert page.get_by_text("add up to exactly this").is_visible()


def test_the_dashboard_prints_with_its_head_and_without_the_desk(
    page: Page, live_server: LiveServer, gifts: list[Gift]
) -> None:
    sign_in(page, live_server, make_staff(Role.FUNDRAISER))
    page.set_viewport_size({"width": 794, "height": 1123})
    page.goto("/desk/reports/")
    assert page.get_by_role("button", name="Print").is_visible()
    page.emulate_media(media="print", color_scheme="dark")

    assert page.locator(".paper-head").is_visible()
    for hidden in (".desk-side", ".report-nav", ".desk-head", ".filters-report"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert "As of" in page.locator(".paper-head").inner_text()
    assert audit(page) == []
    snap(page, "report-print")
