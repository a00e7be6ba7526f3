"""The journal: every movement once, every entry balanced, every file of a closed month the same."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import ZERO
from gifts.actions.closing import ClosingRefused, close_month, reopen_month, set_accounts
from gifts.actions.offline import OfflineRefused
from gifts.models import (
    ClosedPeriod,
    Gift,
    GiftKind,
    JournalRow,
    LedgerLine,
    Payout,
    Purpose,
)
from gifts.reports.journal.accounts import Named, first_open, month_of, months
from gifts.reports.journal.balances import balances, sums_before, ties
from gifts.reports.journal.export import digest, file_of
from gifts.reports.journal.month import Journal, journal_of
from gifts.reports.journal.postings import Share, of_line, split
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
from tests.gifts.offline import recorded, typed_check, typed_coats
from tests.gifts.pretend import forgotten
from tests.gifts.year import lived

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
Kind = LedgerLine.Kind
NOVEMBER = date(2026, 11, 1)
LATER = MOMENT + timedelta(days=10)
TODAY = date(2026, 12, 5)
MONEY = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


def journal(month: date = NOVEMBER) -> Journal:
    return journal_of(month, zone=ZONE, today=TODAY)


def sides(of_month: Journal) -> dict[str, Decimal]:
    """What each account moved."""
    found: dict[str, Decimal] = {}
    for row in of_month.rows:
        found[row.purpose] = found.get(row.purpose, ZERO) + row.amount
    return {name: amount for name, amount in found.items() if amount}


def close(month: date = NOVEMBER, **more: Any) -> Any:
    return close_month(**{"month": month, "by": make_user(), "now": LATER, **more})


def confirmed(begins_on: date = NOVEMBER) -> None:
    set_accounts(begins_on=begins_on, named={}, by=make_user(), now=MOMENT)


@settings(max_examples=200)
@given(
    kind=st.sampled_from([kind for kind in Kind if kind != Kind.OFFLINE]),
    amount=MONEY,
    fee=MONEY,
    sign=st.sampled_from([1, -1]),
    stripe_type=st.sampled_from(["", "adjustment"]),
    weights=st.lists(MONEY, max_size=5),
    bears=st.booleans(),
)
def test_whatever_moved_at_stripe_is_posted_to_zero(
    kind: str, amount: Decimal, fee: Decimal, sign: int, stripe_type: str, weights: list[Decimal], bears: bool
) -> None:
    moved = amount * sign
    line = LedgerLine(kind=kind, amount=moved, fee=fee, net=moved - fee, stripe_type=stripe_type)
    whole = sum(weights, ZERO)
    gift = Gift(amount=moved, fee_cover=min(moved / 2, Decimal("1.00")).quantize(Decimal("0.01")))
    shares = [Share(place, weight, bears) for place, weight in enumerate(weights)]
    postings = of_line(line, gift if whole else None, shares)
    assert sum((one.amount for one in postings), ZERO) == 0
    assert sum((one.amount for one in postings if one.purpose == Purpose.STRIPE), ZERO) == line.net


@given(amount=MONEY, weights=st.lists(MONEY, min_size=1, max_size=7))
def test_shares_of_an_amount_sum_to_it(amount: Decimal, weights: list[Decimal]) -> None:
    parts = split(-amount, [Share(place, weight) for place, weight in enumerate(weights)])
    assert sum(parts, ZERO) == -amount


@pytest.mark.parametrize("kind", [GiftKind.MONEY, GiftKind.GOODS])
@settings(max_examples=50)
@given(amount=MONEY, sign=st.sampled_from([1, -1]), weights=st.lists(MONEY, min_size=1, max_size=4))
def test_whatever_came_by_hand_is_posted_to_zero(
    kind: str, amount: Decimal, sign: int, weights: list[Decimal]
) -> None:
    line = LedgerLine(kind=Kind.OFFLINE, amount=amount * sign, net=amount * sign)
    gift = Gift(kind=kind, amount=amount, source="check", given_on=NOVEMBER, received_on=date(2026, 12, 2))
    postings = of_line(line, gift, [Share(place, weight) for place, weight in enumerate(weights)])
    assert sum((one.amount for one in postings), ZERO) == 0


def test_a_charge_its_covered_fee_and_its_refund_land_in_their_accounts() -> None:
    gift = make_gift(amount="50.00")
    Gift.objects.filter(pk=gift.pk).update(fee_cover=Decimal("1.75"))
    make_line(gift, kind=Kind.REFUND, amount=Decimal("-20.00"))
    assert sides(journal()) == {
        "stripe": Decimal("28.25"),
        "fees": Decimal("1.75"),
        "gifts": Decimal("-48.25"),
        "cover": Decimal("-1.75"),
        "refunds": Decimal("20.00"),
    }


def test_a_check_dated_by_postmark_lies_in_the_mail_between_two_months() -> None:
    gift = recorded(typed_check())
    Gift.objects.filter(pk=gift.pk).update(
        given_on=date(2026, 11, 30),
        postmarked_on=date(2026, 11, 30),
        received_on=date(2026, 12, 2),
        date_basis="postmark",
    )
    assert sides(journal()) == {"mail": Decimal("100.00"), "gifts": Decimal("-100.00")}
    assert sides(journal(date(2026, 12, 1))) == {
        "mail": Decimal("-100.00"),
        "undeposited": Decimal("100.00"),
    }


def test_goods_are_no_money() -> None:
    recorded(typed_coats())
    assert sides(journal()) == {"things": Decimal("100.00"), "in_kind": Decimal("-100.00")}


def test_a_payout_is_on_its_way_until_the_day_on_which_the_bank_has_it() -> None:
    payout = a_payout(arrives_on=date(2026, 12, 2))
    leaving = LedgerLine.objects.create(
        txn_id="txn_po",
        kind=Kind.PAYOUT,
        payout=payout,
        source_id=payout.payout_id,
        amount=Decimal("-48.25"),
        net=Decimal("-48.25"),
        currency="usd",
        occurred_at=MOMENT,
        created_at=MOMENT,
    )
    assert sides(journal()) == {"stripe": leaving.net, "transit": Decimal("48.25")}
    assert sides(journal(date(2026, 12, 1))) == {"transit": Decimal("-48.25"), "bank": Decimal("48.25")}


def a_payout(*, arrives_on: date, state: str = "paid") -> Payout:
    return Payout.objects.create(
        payout_id=f"po_{Payout.objects.count()}",
        amount=Decimal("48.25"),
        currency="usd",
        state=state,
        created_at=MOMENT,
        arrives_on=arrives_on,
    )


def test_a_whole_year_ties_to_stripe_and_each_line_stands_in_it_exactly_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with lived(monkeypatch, months=4) as year:
        today = year.stripe.now().date()
        seen: list[int] = []
        for month in months(date(2026, 1, 1), month_of(today)):
            of_month = journal_of(month, zone=ZONE, today=today)
            by_entry: dict[str, Decimal] = {}
            for row in of_month.rows:
                by_entry[row.source] = by_entry.get(row.source, ZERO) + row.amount
            assert set(by_entry.values()) <= {ZERO}
            accounts = balances(of_month, sums_before(month, zone=ZONE, today=today))
            assert [
                tie.label for tie in ties(of_month, accounts, zone=ZONE, today=today) if not tie.holds
            ] == []
            lines = {row.line_id for row in of_month.rows if row.line_id and row.source.startswith("line:")}
            seen += [line for line in lines if line]
        assert sorted(seen) == sorted(LedgerLine.objects.values_list("pk", flat=True))


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
                for one in of_line(line, line.gift, shares)
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
