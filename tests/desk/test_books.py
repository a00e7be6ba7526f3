"""The finance officer's pages: flat, honest about what is not there, and each act on the trail."""

import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from gifts.actions.batches import post_batch
from gifts.models import (
    ClosedPeriod,
    Comparison,
    Difference,
    FundSpending,
    Gift,
    JournalPolicy,
    LedgerLine,
    Payout,
)
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_campaign, make_fund, make_gift, make_organisation
from tests.gifts.bundling import make_batch, make_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house() -> None:
    make_organisation()


def a_payout(number: int = 0, **more: object) -> Payout:
    values = {
        "payout_id": f"po_{number}",
        "amount": Decimal("48.25"),
        "lines_net": Decimal("48.25"),
        "currency": "usd",
        "state": "paid",
        "created_at": MOMENT + timedelta(minutes=number),
        "arrives_on": MOMENT.date(),
    }
    return Payout.objects.create(**{**values, **more})


def a_line(number: int) -> None:
    payout = Payout.objects.first() or a_payout()
    LedgerLine.objects.filter(gift=make_gift()).update(payout=payout)


def a_difference(number: int = 0) -> Difference:
    return Difference.objects.create(
        kind="line", object_id=f"txn_{number}", first_seen_at=MOMENT, last_seen_at=MOMENT
    )


def a_gift_of_the_fund(_number: int) -> None:
    fund = make_fund("one") if not Gift.objects.exists() else None
    campaign = make_campaign()
    if fund is None:
        fund = Gift.objects.order_by("pk")[0].allocations.get().fund
    campaign.funds.set([fund])
    make_gift(campaign=campaign)


def first_fund() -> int:
    return Gift.objects.order_by("pk")[0].allocations.get().fund_id


PAGES: dict[str, tuple[Callable[[int], object], Callable[[], str]]] = {
    "payouts": (a_payout, lambda: "/desk/payouts/"),
    "payout": (a_line, lambda: f"/desk/payouts/{Payout.objects.get().pk}/"),
    "differences": (a_difference, lambda: "/desk/differences/"),
    "fees": (a_line, lambda: "/desk/fees/?since=2026-11-01&until=2026-11-30"),
    "funds": (a_gift_of_the_fund, lambda: "/desk/fund-balances/?until=2026-11-30"),
    "fund": (a_gift_of_the_fund, lambda: f"/desk/fund-balances/{first_fund()}/?until=2026-11-30"),
    "journal": (lambda _number: make_gift(), lambda: "/desk/journal/?month=2026-11"),
    "close": (a_difference, lambda: "/desk/journal/close/?month=2026-11"),
}


def queries(path: str) -> int:
    browser = browser_of(make_staff(Role.FINANCE))
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", PAGES)
def test_three_rows_ask_the_database_as_often_as_one(name: str) -> None:
    make, path = PAGES[name]
    make(1)
    one = queries(path())
    make(2)
    make(3)
    assert queries(path()) == one


def finance(path: str, **data: object) -> str:
    """Send a form as finance and return the page that follows."""
    browser = browser_of(make_staff(Role.FINANCE))
    answer = browser.post(path, data, follow=True) if data else browser.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_payout_shows_its_lines_with_what_they_come_to() -> None:
    for number in range(2):
        a_line(number)
    page = finance(f"/desk/payouts/{Payout.objects.get().pk}/")
    assert ("$48.25" in page, "$96.50" in page, "It ties out" in page) == (True, True, True)


def test_a_payout_that_does_not_tie_out_says_by_how_much_and_which_rows_are_in_question() -> None:
    payout = a_payout(needs_attention=True, lines_net=Decimal("40.00"))
    Difference.objects.create(
        kind="line", object_id="txn_7", root="po_0", first_seen_at=MOMENT, last_seen_at=MOMENT
    )
    page = finance(f"/desk/payouts/{payout.pk}/")
    assert ("$8.25 are missing here" in page, "txn_7" in page) == (True, True)


def test_a_payout_made_by_hand_says_that_stripe_names_no_lines_and_asks_for_nothing() -> None:
    page = finance(f"/desk/payouts/{a_payout(is_automatic=False, lines_net=0).pk}/")
    assert ("made by hand" in page, "does not tie out" in page) == (True, False)


def test_finance_ticks_a_payout_on_the_bank_statement_and_takes_it_back() -> None:
    payout = a_payout()
    path = f"/desk/payouts/{payout.pk}/"
    finance(f"{path}seen/", seen_on="2026-11-26")
    payout.refresh_from_db()
    assert (payout.seen_on, payout.seen_by is not None) == (date(2026, 11, 26), True)
    browser_of(make_staff(Role.FINANCE)).post(f"{path}not-seen/")
    payout.refresh_from_db()
    assert (payout.seen_on, payout.seen_by, payout.seen_at) == (None, None, None)
    assert list(
        AuditEntry.objects.filter(about_kind="payout").order_by("pk").values_list("verb", flat=True)
    ) == [
        "payout.seen",
        "payout.seen_taken_back",
    ]


@pytest.mark.parametrize(
    ("more", "day", "why"),
    [
        ({}, "2026-11-01", "made after that day"),
        ({}, "2099-01-01", "still to come"),
        ({"state": "failed"}, "2026-11-26", "does not say"),
    ],
)
def test_a_tick_that_cannot_be_right_is_refused(more: dict[str, Any], day: str, why: str) -> None:
    page = finance(f"/desk/payouts/{a_payout(**more).pk}/seen/", seen_on=day)
    assert (why in page, Payout.objects.get().seen_on) == (True, None)


@pytest.mark.parametrize(("query", "found"), [("q=48.25", 1), ("q=po_1", 1), ("q=99", 0), ("seen=no", 2)])
def test_payouts_are_found_by_amount_id_and_what_is_not_ticked(query: str, found: int) -> None:
    a_payout(1)
    a_payout(2, amount=Decimal("10.00"))
    assert finance(f"/desk/payouts/?{query}").count("/desk/payouts/") - 1 >= found
    assert (
        f"/desk/payouts/{Payout.objects.get(payout_id='po_1').pk}/" in finance(f"/desk/payouts/?{query}")
    ) == bool(found)


def test_the_meter_says_how_many_of_how_many_and_when() -> None:
    assert "Nothing was compared yet" in finance("/desk/differences/")
    Comparison.objects.create(began_at=MOMENT, ended_at=MOMENT, charges=70, payouts=5, balance=1)
    a_difference()
    page = finance("/desk/differences/")
    assert ("unexplained of 76" in page, "<strong>1</strong>" in page) == (True, True)


def test_an_explanation_stands_beside_the_difference_which_stays() -> None:
    row = a_difference()
    page = finance(f"/desk/differences/{row.pk}/explain/", explanation="A test charge of the bank")
    row.refresh_from_db()
    assert (row.explanation, row.resolved_at) == ("A test charge of the bank", None)
    assert ("<strong>0</strong>" in page, "A test charge of the bank" in page) == (True, True)


def test_an_explanation_that_discloses_somebody_is_refused() -> None:
    row = a_difference()
    finance(f"/desk/differences/{row.pk}/explain/", explanation="For client Maria Lopez, case #1234")
    row.refresh_from_db()
    assert row.explanation == ""


def test_finance_spends_and_corrects_on_the_funds_statement() -> None:
    fund = make_fund()
    path = f"/desk/fund-balances/{fund.pk}/"
    page = finance(
        f"{path}spend/", form_key=uuid.uuid4(), day="2026-11-03", amount="12.50", what="Bus passes"
    )
    row = FundSpending.objects.get()
    assert ("Bus passes" in page, "More was spent than came" in page) == (True, True)
    page = finance(
        f"/desk/fund-balances/spendings/{row.pk}/",
        form_key=uuid.uuid4(),
        day="2026-11-04",
        amount="0",
        what="Typed twice",
    )
    assert ("corrects “Bus passes”" in page, FundSpending.objects.count()) == (True, 2)


def accounts_of(page: object) -> dict[str, str]:
    form = page.context["form"]  # type: ignore[attr-defined] # the test client's
    return {name: str(form[name].value() or "") for name in form.fields}


def test_the_accounts_are_proposed_confirmed_and_then_a_month_can_be_closed_and_exported() -> None:
    make_gift(given_at=MOMENT.replace(month=9))
    browser = browser_of(make_staff(Role.FINANCE))
    fields = accounts_of(browser.get("/desk/journal/accounts/"))
    assert (fields["stripe_code"], fields["fees_name"]) == ("1020", "Processing fees")
    sent = {**fields, "begins_on": "2026-09"}
    assert browser.post("/desk/journal/accounts/", sent).status_code == 302
    assert JournalPolicy.objects.get().begins_on == date(2026, 9, 1)
    assert browser.post("/desk/journal/close/?month=2026-09").status_code == 302
    period = ClosedPeriod.objects.get()
    bodies = [
        b"".join(
            browser.post("/desk/journal/export/?month=2026-09", {"reason": "For the books", "form": form})
        )
        for form in ("csv", "csv", "xero", "iif")
    ]
    assert bodies[0] == bodies[1]
    assert (b"AccountCode" in bodies[2], b"ENDTRNS" in bodies[3]) == (True, True)
    assert AuditEntry.objects.filter(verb="journal.exported").count() == 4
    other = browser_of(make_staff(Role.FINANCE))
    assert "closed it" in browser.get(f"/desk/journal/reopen/{period.pk}/").content.decode()
    other.post(f"/desk/journal/reopen/{period.pk}/", {"reason": "A check came late"})
    period.refresh_from_db()
    assert (period.reason, period.reopened_by is not None) == ("A check came late", True)


def test_a_fund_with_half_an_account_of_its_own_is_sent_back() -> None:
    fund = make_fund()
    browser = browser_of(make_staff(Role.FINANCE))
    sent = accounts_of(browser.get("/desk/journal/accounts/")) | {f"fund{fund.pk}_code": "4111"}
    page = browser.post("/desk/journal/accounts/", sent).content.decode()
    assert ("both number and name" in page, JournalPolicy.objects.exists()) == (True, False)


def test_a_month_with_something_left_to_do_says_what_and_is_not_closed() -> None:
    make_gift(given_at=MOMENT.replace(month=9))
    a_difference()
    page = finance("/desk/journal/close/?month=2026-09", send="")
    assert "1 difference with Stripe is unexplained" in page
    assert not ClosedPeriod.objects.exists()


def test_with_too_many_movements_in_open_months_before_what_accounts_held_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gifts.reports.journal.balances.MOST_OPEN_LINES", 1)
    make_gift(given_at=MOMENT.replace(month=9))
    make_gift()
    assert "is left out" in finance("/desk/journal/?month=2026-11")
    assert "is left out" not in finance("/desk/journal/?month=2026-09")


def test_each_row_of_the_journal_opens_what_it_stands_for() -> None:
    a_line(1)
    batch = make_batch(1, "100.00", deposited_on=MOMENT.date())
    make_row(batch)
    post_batch(batch_id=batch.pk, by=make_staff(Role.FINANCE), now=MOMENT)
    page = finance("/desk/journal/?month=2026-11")
    opened = set(re.findall(r'href="(/desk/[^"?]+)">((?:line|arrival|deposit)):', page))
    by_card, by_check = Gift.objects.get(batch=None), Gift.objects.get(batch=batch)
    assert opened == {
        (f"/desk/gifts/{by_card.pk}/", "line"),
        (f"/desk/gifts/{by_check.pk}/", "line"),
        (f"/desk/payouts/{Payout.objects.get().pk}/", "arrival"),
        (f"/desk/batches/{batch.pk}/", "deposit"),
    }
