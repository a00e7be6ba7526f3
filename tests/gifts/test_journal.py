"""The journal: every movement once, every entry balanced, every file of a closed month the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.money import ZERO
from gifts.models import (
    Gift,
    GiftKind,
    LedgerLine,
    Purpose,
)
from gifts.reports.journal.accounts import month_of, months
from gifts.reports.journal.balances import balances, sums_before, ties
from gifts.reports.journal.month import journal_of
from gifts.reports.journal.postings import Given, Moved, Share, of_line, split
from tests.factories import (
    MOMENT,
    ZONE,
    make_gift,
    make_line,
)
from tests.gifts.journals import NOVEMBER, a_payout, confirmed, journal, sides
from tests.gifts.offline import recorded, typed_check, typed_coats
from tests.gifts.year import lived

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
Kind = LedgerLine.Kind
MONEY = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


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
    whole = sum(weights, ZERO)
    covered = min(moved / 2, Decimal("1.00")).quantize(Decimal("0.01"))
    given = Given("money", "stripe", moved, covered, NOVEMBER)
    line = Moved(
        *(1, kind, stripe_type, "txn", moved, fee, moved - fee, MOMENT, MOMENT),
        None,
        given if whole else None,
    )
    postings = of_line(line, [Share(place, weight, bears) for place, weight in enumerate(weights)])
    assert sum((one.amount for one in postings), ZERO) == 0
    assert sum((one.amount for one in postings if one.purpose == Purpose.STRIPE), ZERO) == line.net


@given(amount=MONEY, weights=st.lists(MONEY, min_size=1, max_size=7))
def test_shares_of_an_amount_sum_to_it(amount: Decimal, weights: list[Decimal]) -> None:
    parts = split(-amount, [Share(place, weight) for place, weight in enumerate(weights)])
    assert sum(parts, ZERO) == -amount


@pytest.mark.parametrize("kind", [GiftKind.MONEY, GiftKind.GOODS])
@settings(max_examples=50)
@given(
    amount=MONEY, fee=MONEY, sign=st.sampled_from([1, -1]), weights=st.lists(MONEY, min_size=1, max_size=4)
)
def test_whatever_came_by_hand_is_posted_to_zero(
    kind: str, amount: Decimal, fee: Decimal, sign: int, weights: list[Decimal]
) -> None:
    moved, fee = amount * sign, fee * sign
    gift = Given(kind, "check", amount, ZERO, NOVEMBER, date(2026, 12, 2))
    line = Moved(1, Kind.OFFLINE, "", None, moved, fee, moved - fee, MOMENT, MOMENT, None, gift)
    postings = of_line(line, [Share(place, weight) for place, weight in enumerate(weights)])
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


def test_what_left_stripe_before_the_journal_began_is_never_less_than_nothing_on_its_way() -> None:
    december = date(2026, 12, 1)
    confirmed(december)
    payout = a_payout(arrives_on=date(2026, 12, 2))
    LedgerLine.objects.create(
        txn_id="txn_po",
        kind=Kind.PAYOUT,
        payout=payout,
        amount=-payout.amount,
        net=-payout.amount,
        currency="usd",
        occurred_at=MOMENT,
        created_at=MOMENT,
    )
    today = date(2026, 12, 15)
    of_month = journal_of(december, zone=ZONE, today=today)
    accounts = balances(of_month, sums_before(december, zone=ZONE, today=today))
    tie = ties(of_month, accounts, zone=ZONE, today=today)[1]
    assert (tie.journal, tie.holds) == (ZERO, True)
    assert "$48.25 of them had left before the journal began" in tie.label


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
