"""What a fund received, spent and has left: sums of rows that anyone can open."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from campaigns.models import Fund
from core.money import ZERO
from gifts.actions.fund_books import FundBooksRefused, correct_spending, open_fund, spend
from gifts.actions.tallies import keep_tallies
from gifts.models import FundSpending, Gift, LedgerLine
from gifts.reports.fees import fees_by_month
from gifts.reports.fund_balances import (
    Held,
    all_movements,
    funds_held,
    months_of,
    movements_of,
    spendings_of,
)
from tests.factories import MOMENT, ZONE, make_campaign, make_fund, make_gift, make_line, make_user
from tests.gifts.offline import recorded, typed_check, typed_coats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
TODAY = MOMENT.date()
Kind = LedgerLine.Kind


def spent(fund: Fund, amount: str, **more: Any) -> FundSpending:
    values: dict[str, Any] = {
        "form_key": uuid.uuid4(),
        "fund_id": fund.pk,
        "day": TODAY,
        "amount": Decimal(amount),
        "what": "Bus passes",
        "by": make_user(),
        "now": MOMENT,
    }
    return spend(**{**values, **more})


def held(fund: Fund, until: date = TODAY) -> Held:
    return funds_held(until=until, fund_id=fund.pk)[0]


def figures(fund: Fund, until: date = TODAY) -> tuple[Decimal, ...]:
    found = held(fund, until)
    return (found.opening, found.received, found.fees, found.spent, found.left)


def test_what_came_less_what_went_back_and_what_was_spent_is_left() -> None:
    gift = make_gift(amount="50.00")
    fund = gift.allocations.get().fund
    make_line(gift, kind=Kind.REFUND, amount=Decimal("-20.00"))
    spent(fund, "12.00")
    assert figures(fund) == tuple(map(Decimal, ("0.00", "30.00", "0.00", "12.00", "18.00")))
    assert figures(fund, TODAY - timedelta(days=1)) == (ZERO, ZERO, ZERO, ZERO, ZERO)


def test_fees_are_taken_from_a_fund_that_bears_them() -> None:
    gift = make_gift(amount="50.00")
    fund = gift.allocations.get().fund
    Fund.objects.filter(pk=fund.pk).update(bears_fees=True)
    fund.refresh_from_db()
    assert figures(fund) == tuple(map(Decimal, ("0.00", "50.00", "1.75", "0.00", "48.25")))
    assert months_of(fund, until=TODAY)[-1].left == Decimal("48.25")


def test_a_split_gift_gives_each_fund_its_share_to_the_cent_also_of_a_refund() -> None:
    gift = recorded(
        typed_check(
            amount=Decimal("100.00"),
            shares=tuple((make_fund().pk, Decimal(part)) for part in ("33.33", "33.33", "33.34")),
        )
    )
    LedgerLine.objects.create(
        kind=Kind.OFFLINE,
        gift=gift,
        amount=Decimal("-10.01"),
        net=Decimal("-10.01"),
        currency="usd",
        occurred_at=MOMENT,
        created_at=MOMENT,
    )
    parts = [held(share.fund).received for share in gift.allocations.order_by("fund")]
    assert (sum(parts, ZERO), min(parts) >= Decimal("29.99")) == (Decimal("89.99"), True)


def test_goods_are_not_money_to_be_spent() -> None:
    gift = recorded(typed_coats())
    assert held(gift.allocations.get().fund).received == ZERO


def test_every_figure_is_the_sum_of_the_rows_that_it_opens() -> None:
    campaign = make_campaign()
    for number in range(4):
        gift = make_gift(campaign=campaign, given_at=MOMENT - timedelta(days=40 * number))
        make_line(gift, kind=Kind.REFUND, amount=Decimal("-1.50"), at=MOMENT - timedelta(days=number))
    fund = campaign.funds.get()
    spent(fund, "7.00", day=TODAY - timedelta(days=50))
    spent(fund, "9.00")
    rows = movements_of(fund, since=None, until=TODAY, at_most=100)
    months = months_of(fund, until=TODAY)
    assert sum((row.amount for row in rows), ZERO) == held(fund).received
    assert sum((row.amount for row in spendings_of(fund, since=None, until=TODAY)), ZERO) == held(fund).spent
    assert sum((month.received for month in months), ZERO) == held(fund).received
    assert months[-1].left == held(fund).left


def test_an_opening_balance_begins_the_story_anew() -> None:
    gift = make_gift(amount="50.00", given_at=MOMENT - timedelta(days=60))
    fund = gift.allocations.get().fund
    spent(fund, "5.00", day=TODAY - timedelta(days=60))
    open_fund(fund_id=fund.pk, day=TODAY, amount=Decimal("900.00"), by=make_user(), now=MOMENT)
    open_fund(fund_id=fund.pk, day=TODAY, amount=Decimal("1000.00"), by=make_user(), now=MOMENT)
    make_gift(campaign=gift.campaign, amount="20.00")
    assert figures(fund) == tuple(map(Decimal, ("1000.00", "20.00", "0.00", "0.00", "1020.00")))
    assert months_of(fund, until=TODAY)[-1].left == Decimal("1020.00")


def test_more_than_came_may_be_spent_and_is_shown() -> None:
    fund = make_fund()
    spent(fund, "5.00")
    assert held(fund).left == Decimal("-5.00")


def test_the_same_form_twice_is_one_spending() -> None:
    fund, key = make_fund(), uuid.uuid4()
    assert spent(fund, "5.00", form_key=key) == spent(fund, "5.00", form_key=key)
    assert held(fund).spent == Decimal("5.00")


def test_a_correction_names_the_row_and_carries_what_is_more_or_less() -> None:
    fund = make_fund()
    first = spent(fund, "50.00")

    def correct(amount: str) -> FundSpending:
        return correct_spending(
            form_key=uuid.uuid4(),
            spending_id=first.pk,
            day=TODAY,
            amount=Decimal(amount),
            what="Typed wrongly",
            by=make_user(),
            now=MOMENT,
        )

    correct("5.00")
    with pytest.raises(FundBooksRefused, match="already"):
        correct("5.00")
    correct("0.00")
    rows = list(FundSpending.objects.order_by("pk").values_list("amount", "corrects"))
    assert rows == [
        (Decimal("50.00"), None),
        (Decimal("-45.00"), first.pk),
        (Decimal("-5.00"), first.pk),
    ]
    assert held(fund).spent == ZERO


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(FundBooksRefused, match="still to come"):
        spent(make_fund(), "5.00", day=TODAY + timedelta(days=2))


def test_fees_stand_by_month_and_kind_beside_what_donors_covered() -> None:
    gift = make_gift(amount="100.00")
    Gift.objects.filter(pk=gift.pk).update(fee_cover=Decimal("3.00"))
    make_line(gift, kind=Kind.DISPUTE, amount=Decimal("-100.00"), fee=Decimal("15.00"))
    month = fees_by_month(since=TODAY.replace(day=1), until=TODAY, zone=ZONE)[0]
    assert (month.kinds["card"].fees, month.kinds["card"].rate) == (Decimal("3.20"), Decimal("3.20"))
    assert (month.kinds["disputes"].fees, month.covered) == (Decimal("15.00"), Decimal("3.00"))
    assert (month.whole.fees, month.borne) == (Decimal("18.20"), Decimal("15.20"))


def test_rows_of_a_fund_are_the_same_by_pages_and_all_at_once() -> None:
    gift = make_gift(amount="50.00")
    fund = gift.allocations.get().fund
    for number in range(5):
        day = MOMENT - timedelta(days=number // 2)
        make_line(gift, kind=Kind.REFUND, amount=Decimal(-1 - number), at=day)
    whole = movements_of(fund, since=None, until=TODAY, at_most=100)
    assert len(whole) == 6
    assert sum(row.amount for row in whole) == held(fund).received
    for after in range(7):
        page = movements_of(fund, since=None, until=TODAY, at_most=2, after=after)
        assert page == whole[after : after + 2]
    assert list(all_movements(fund, since=None, until=TODAY)) == whole[::-1]


def test_what_a_fund_holds_is_the_same_before_and_after_its_totals_are_kept() -> None:
    gift = make_gift(amount="50.00")
    fund = gift.allocations.get().fund
    make_line(gift, kind=Kind.REFUND, amount=Decimal("-20.00"), at=MOMENT - timedelta(days=1))
    before = figures(fund), months_of(fund, until=TODAY)
    keep_tallies(now=MOMENT)
    assert (figures(fund), months_of(fund, until=TODAY)) == before
    make_line(gift, kind=Kind.REFUND, amount=Decimal("-5.00"))
    assert figures(fund)[1] == Decimal("25.00")
