"""Finance's month in a real browser: tie out, tick, spend, close, export; and every page looked at."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from gifts.actions.fund_books import open_fund, spend
from gifts.models import ClosedPeriod, Comparison, Difference, FundSpending, LedgerLine, Payout
from tests.accounts.makers import browser_of, make_staff
from tests.browser.conftest import Open, Visitor
from tests.browser.looking import look_at
from tests.factories import make_campaign, make_donor, make_gift, make_line, make_organisation, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def lay() -> Payout:
    """Two gifts of last month, a refund, and the payout that carried them to the bank."""
    make_organisation()
    at = timezone.now().replace(day=1, hour=12) - timedelta(days=12)
    payout = Payout.objects.create(
        payout_id="po_1",
        amount=Decimal("135.35"),
        lines_net=Decimal("135.35"),
        currency="usd",
        state="paid",
        created_at=at,
        arrives_on=(at + timedelta(days=2)).date(),
    )
    campaign = make_campaign()
    for name, amount in (("Ana Díaz", "50.00"), ("Ben Okafor", "100.00")):
        gift = make_gift(make_donor(name=name), campaign=campaign, amount=amount, given_at=at)
    make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-9.70"), at=at)
    LedgerLine.objects.exclude(gift=None).update(payout=payout)
    fund = campaign.funds.get()
    by = make_user()
    open_fund(fund_id=fund.pk, day=at.date(), amount=Decimal("200.00"), by=by, now=timezone.now())
    Comparison.objects.create(
        began_at=timezone.now(), ended_at=timezone.now(), charges=2, refunds=1, payouts=1, balance=1
    )
    return payout


def finance(open_page: Open, server: LiveServer, device: str = "desktop") -> Page:
    page = open_page(Visitor(device=device))
    session = browser_of(make_staff(Role.FINANCE)).cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": server.url}])
    return page


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_anyone_can_use_every_page_of_the_books(
    open_page: Open, live_server: LiveServer, device: str
) -> None:
    payout = lay()
    gift = LedgerLine.objects.exclude(gift=None)[0].gift
    assert gift is not None
    fund = gift.allocations.get().fund
    row = spend(
        form_key=gift.pk,
        fund_id=fund.pk,
        day=gift.given_on,  # type: ignore[arg-type] # it was given
        amount=Decimal("40.00"),
        what="Bus passes",
        by=make_user(),
        now=timezone.now(),
    )
    Difference.objects.create(
        kind="line",
        part="charges",
        object_id="txn_17",
        ours="charge 50.00 − 1.75 = 48.25 usd",
        stripes="",
        first_seen_at=timezone.now(),
        last_seen_at=timezone.now(),
    )
    page = finance(open_page, live_server, device)
    month = f"{gift.given_on:%Y-%m}"
    for name, path in {
        "home": "/desk/",
        "payouts": "/desk/payouts/",
        "payout": f"/desk/payouts/{payout.pk}/",
        "differences": "/desk/differences/",
        "fees": "/desk/fees/",
        "funds": "/desk/fund-balances/",
        "fund": f"/desk/fund-balances/{fund.pk}/",
        "correct": f"/desk/fund-balances/spendings/{row.pk}/",
        "journal": f"/desk/journal/?month={month}",
        "accounts": "/desk/journal/accounts/",
        "close": f"/desk/journal/close/?month={month}",
    }.items():
        look_at(page, path, f"desk-books-{name}-{device}")


def test_the_finance_officers_month(open_page: Open, live_server: LiveServer) -> None:
    payout = lay()
    page = finance(open_page, live_server)

    page.goto("/desk/payouts/?seen=no")
    page.locator("td.day a").first.click()
    page.get_by_text("It ties out").wait_for()
    page.get_by_role("button", name="Tick it").click()
    page.get_by_text("Ticked: it stands on the bank statement.").wait_for()
    payout.refresh_from_db()
    assert payout.seen_on == payout.arrives_on

    page.goto("/desk/fund-balances/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_label("Amount").first.fill("40")
    page.get_by_label("Day", exact=True).first.fill(payout.arrives_on.isoformat())
    page.get_by_label("For what").fill("Bus passes")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Written down.").wait_for()
    assert FundSpending.objects.get().amount == Decimal("40.00")

    page.goto("/desk/journal/accounts/")
    page.get_by_role("button", name="Save the accounts").click()
    page.get_by_text("The journal uses these accounts").wait_for()
    page.get_by_role("link", name="Close this month").click()
    page.get_by_role("button", name="Close").last.click()
    page.get_by_text("This month is closed").wait_for()
    assert ClosedPeriod.objects.get().reopened_at is None

    page.get_by_text("Export this month").click()
    page.get_by_label("What is it for?").fill("For the books")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    text = download.value.path().read_text()
    assert (download.value.suggested_filename.endswith("-csv.csv"), "Released from restriction" in text) == (
        True,
        True,
    )
