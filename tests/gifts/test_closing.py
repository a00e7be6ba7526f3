"""A month that was closed stays as it was; what comes late lands in the first open one."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import ZERO
from gifts.actions.closing import ClosingRefused, reopen_month, set_accounts
from gifts.actions.offline import OfflineRefused
from gifts.models import (
    ClosedPeriod,
    Gift,
    JournalRow,
    LedgerLine,
    Payout,
)
from gifts.reports.journal.accounts import Named, first_open, months
from gifts.reports.journal.entries import line_of, read_lines
from gifts.reports.journal.export import digest, file_of
from gifts.reports.journal.month import journal_of
from gifts.reports.journal.postings import Share, of_line
from tests.factories import (
    MOMENT,
    ZONE,
    make_campaign,
    make_donor,
    make_fund,
    make_gift,
    make_line,
    make_user,
)
from tests.gifts.journals import LATER, NOVEMBER, TODAY, a_payout, close, confirmed, journal, sides
from tests.gifts.offline import recorded, typed_check
from tests.gifts.pretend import forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
Kind = LedgerLine.Kind


def test_a_closed_month_is_the_same_bytes_whatever_comes_after() -> None:
    gift = make_gift()
    confirmed()
    period = close()
    before = {form: "".join(file_of(journal().rows, form).lines) for form in ("csv", "xero", "iif")}
    set_accounts(
        begins_on=NOVEMBER,
        named={("stripe", None): Named("9999", "Another account")},
        by=make_user(),
        now=MOMENT,
    )
    make_line(gift, kind=Kind.REFUND, amount=Decimal("-20.00"), at=MOMENT)
    make_gift(given_at=MOMENT)
    after = {form: "".join(file_of(journal().rows, form).lines) for form in ("csv", "xero", "iif")}
    assert after == before
    assert digest(journal().rows) == period.digest


def test_what_comes_late_lands_in_the_first_open_month_once_and_names_its_day() -> None:
    gift = make_gift()
    confirmed()
    close()
    late = make_line(gift, kind=Kind.REFUND, amount=Decimal("-20.00"), at=MOMENT)
    december = journal(date(2026, 12, 1))
    assert {(row.source, row.posted_on, row.belongs_on) for row in december.rows} == {
        (f"line:{late.pk}", date(2026, 12, 1), MOMENT.date())
    }
    assert sides(december) == {"stripe": Decimal("-20.00"), "refunds": Decimal("20.00")}
    close(date(2026, 12, 1), now=MOMENT + timedelta(days=45))
    assert journal(date(2027, 1, 1)).rows == ()


def test_a_payment_matched_after_its_month_was_closed_leaves_suspense_by_a_late_entry() -> None:
    gift = make_gift()
    line = gift.ledger_lines.get()
    gift.allocations.all().delete()
    confirmed()
    close()
    assert sides(journal())["suspense"] == Decimal("-50.00")
    gift.allocations.create(fund=make_fund(), amount=gift.amount)
    december = journal(date(2026, 12, 1))
    assert {row.source for row in december.rows} == {f"line:{line.pk}"}
    assert sides(december) == {"suspense": Decimal("50.00"), "gifts": Decimal("-50.00")}


def test_a_payout_that_fails_after_its_month_was_closed_is_taken_back() -> None:
    payout = a_payout(arrives_on=date(2026, 11, 27))
    confirmed()
    close()
    Payout.objects.filter(pk=payout.pk).update(state="failed")
    assert sides(journal(date(2026, 12, 1))) == {"bank": Decimal("-48.25"), "transit": Decimal("48.25")}


def test_a_month_is_closed_in_its_turn_and_only_when_nothing_is_left() -> None:
    gift = make_gift()
    with pytest.raises(ClosingRefused, match="accounts"):
        close()
    confirmed(date(2026, 10, 1))
    with pytest.raises(ClosingRefused, match="before it"):
        close()
    close(date(2026, 10, 1))
    Gift.objects.filter(pk=gift.pk).update(is_unmatched=True, donor=None)
    with pytest.raises(ClosingRefused, match="1 payment waits"):
        close()
    Gift.objects.filter(pk=gift.pk).update(is_unmatched=False, donor=make_donor())
    with pytest.raises(ClosingRefused, match="over"):
        close(now=MOMENT)
    assert close().begins_on == NOVEMBER
    with pytest.raises(ClosingRefused, match="just now"):
        close()


def test_somebody_else_opens_the_newest_month_again_and_it_can_be_closed_anew() -> None:
    confirmed(date(2026, 10, 1))
    closer, other = make_user(), make_user()
    october = close(date(2026, 10, 1))
    period = close(by=closer)
    refused = [(period, closer, "You closed"), (october, other, "later month")]
    for which, by, why in refused:
        with pytest.raises(ClosingRefused, match=why):
            reopen_month(period_id=which.pk, reason="A check came", by=by, now=LATER)
    reopen_month(period_id=period.pk, reason="A check came", by=other, now=LATER)
    assert first_open(TODAY) == NOVEMBER
    recorded(typed_check())
    again = close()
    assert (again.digest != period.digest, JournalRow.objects.filter(period=again).count()) == (True, 2)
    with pytest.raises(ClosingRefused, match="just now"):
        reopen_month(period_id=period.pk, reason="Again", by=other, now=LATER)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=st.lists(st.sampled_from(["gift", "refund", "check", "close", "late", "reopen"]), max_size=12))
def test_whatever_happens_in_any_order_each_line_is_posted_once_and_sums_to_zero(acts: list[str]) -> None:
    with forgotten():
        confirmed()
        campaign = make_campaign()
        for act in acts:
            _act(act, campaign)
        _close_quietly()
        posted: dict[tuple[int, str, int | None], Decimal] = {}
        rows: list[Any] = [
            *JournalRow.objects.filter(period__reopened_at=None),
            *(
                row
                for month in _open_months()
                for row in journal_of(month, zone=ZONE, today=date(2027, 2, 1)).rows
            ),
        ]
        for row in rows:
            key = (row.line_id or 0, row.purpose, row.fund_id)
            posted[key] = posted.get(key, ZERO) + row.amount
        for line in LedgerLine.objects.select_related("gift"):
            shares = (
                [Share(one.fund_id, one.amount) for one in line.gift.allocations.all()] if line.gift else []
            )
            wanted = {
                (line.pk, one.purpose.value, one.fund_id): one.amount
                for one in of_line(line_of(read_lines(Q(pk=line.pk)).get()), shares)
            }
            assert {key: sum_ for key, sum_ in posted.items() if key[0] == line.pk and sum_} == wanted


def _act(act: str, campaign: Any) -> None:
    newest = Gift.objects.filter(source="stripe").order_by("created_at").last()
    if act in ("gift", "late"):
        make_gift(campaign=campaign, given_at=MOMENT if act == "late" else MOMENT + timedelta(days=30))
    elif act == "refund" and newest:
        make_line(newest, kind=Kind.REFUND, amount=Decimal("-3.33"), fee=Decimal("0.10"))
    elif act == "check":
        with suppress(OfflineRefused):  # its month may be closed
            recorded(typed_check())
    elif act == "close":
        _close_quietly()
    elif act == "reopen":
        last = ClosedPeriod.objects.filter(reopened_at=None).order_by("-begins_on").first()
        if last:
            reopen_month(period_id=last.pk, reason="A check came", by=make_user(), now=LATER)


def _close_quietly() -> None:
    opened = first_open(TODAY)
    if opened < date(2027, 1, 1):
        close(opened, now=MOMENT + timedelta(days=60))


def _open_months() -> list[date]:
    """Until January: what comes late lands there at the latest."""
    return list(months(first_open(TODAY), date(2027, 1, 1)))
