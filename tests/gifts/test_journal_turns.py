"""What turns out otherwise after it was posted: the accounts follow, and nothing is posted twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Organisation, Role
from core.money import ZERO
from gifts.actions.batches import post_batch, undo_batch
from gifts.actions.fund_books import open_fund
from gifts.actions.offline import Cause, reverse_gift
from gifts.models import Batch, Gift, LedgerLine, Payout
from gifts.reports.fund_balances import funds_held
from gifts.reports.journal.month import journal_of
from tests.factories import MOMENT, ZONE, make_fund, make_gift, make_line, make_user
from tests.gifts.bundling import make_batch, make_row
from tests.gifts.journals import LATER, TODAY, a_payout, close, confirmed, journal, sides
from tests.gifts.offline import recorded, typed_check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
DECEMBER = date(2026, 12, 1)
AFTER = MOMENT + timedelta(hours=1)
FAR_EAST = "Pacific/Auckland"


def deposited() -> Batch:
    """Two checks of $100.00 that went to the bank today."""
    batch = make_batch(deposited_on=MOMENT.date())
    make_row(batch)
    make_row(batch)
    return post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)


def bounced(gift: Gift | None) -> None:
    assert gift is not None
    reverse_gift(gift_id=gift.pk, cause=Cause.BOUNCED, reason="Says the bank", by=make_user(), now=AFTER)


def over(*months: date) -> dict[str, Decimal]:
    """What each account holds after some months."""
    held: dict[str, Decimal] = {}
    for month in months:
        for purpose, amount in sides(journal(month)).items():
            held[purpose] = held.get(purpose, ZERO) + amount
    return {purpose: amount for purpose, amount in held.items() if amount}


def test_a_check_that_bounces_after_its_batch_went_to_the_bank_is_taken_from_the_bank() -> None:
    batch = deposited()
    bounced(batch.gifts.first())
    assert sides(journal()) == {
        "bank": Decimal("100.00"),
        "gifts": Decimal("-200.00"),
        "refunds": Decimal("100.00"),
    }


def test_a_gift_that_was_reversed_before_its_batch_was_posted_does_not_go_to_the_bank() -> None:
    batch = make_batch(count=1, total="100.00", deposited_on=MOMENT.date())
    mistaken = recorded(typed_check(batch_id=batch.pk))
    reverse_gift(gift_id=mistaken.pk, cause=Cause.MISTAKEN, reason="Twice", by=make_user(), now=MOMENT)
    make_row(batch)
    post_batch(batch_id=batch.pk, by=batch.opened_by, now=AFTER)
    assert sides(journal())["bank"] == Decimal("100.00")
    assert "undeposited" not in sides(journal())


def test_a_batch_that_is_taken_back_leaves_nothing_even_where_one_of_it_had_bounced() -> None:
    batch = deposited()
    bounced(batch.gifts.first())
    confirmed()
    close()
    undo_batch(batch_id=batch.pk, reason="Another charity's", by=make_user(Role.FINANCE), now=LATER)
    held = over(date(2026, 11, 1), DECEMBER)
    assert held == {"gifts": Decimal("-200.00"), "refunds": Decimal("200.00")}


def test_a_payout_whose_day_moves_after_its_month_was_closed_reaches_the_bank_once() -> None:
    payout = a_payout(arrives_on=date(2026, 11, 30))
    confirmed()
    close()
    Payout.objects.filter(pk=payout.pk).update(arrives_on=date(2026, 12, 1))
    assert sides(journal(DECEMBER)) == {}
    Payout.objects.filter(pk=payout.pk).update(state="failed")
    assert sides(journal(DECEMBER)) == {"bank": Decimal("-48.25"), "transit": Decimal("48.25")}
    close(DECEMBER, now=LATER + timedelta(days=40))


@pytest.mark.parametrize("closed_by", [ZONE, FAR_EAST])
def test_another_time_zone_posts_no_movement_twice_and_drops_none(closed_by: str) -> None:
    Organisation.objects.update(zone=closed_by)
    gift = make_gift(amount="50.00")
    midday = MOMENT.replace(day=30, hour=15)  # the first of December, in the far east
    line = make_line(gift, kind=LedgerLine.Kind.REFUND, amount=Decimal("-5.00"), at=midday)
    confirmed()
    close()
    other = FAR_EAST if closed_by == ZONE else ZONE
    frozen = {row.line_id for row in journal().rows}
    december = {row.line_id for row in journal_of(DECEMBER, zone=other, today=TODAY).rows}
    assert (line.pk in frozen, line.pk in december) == (closed_by == ZONE, closed_by != ZONE)


def test_what_another_service_kept_of_a_gift_is_a_fee_and_not_in_the_box_of_checks() -> None:
    gift = recorded(typed_check(source="elsewhere"))
    fund = gift.allocations.get().fund
    LedgerLine.objects.create(
        kind=LedgerLine.Kind.OFFLINE,
        gift=Gift.objects.get(pk=gift.pk),
        amount=Decimal("40.00"),
        fee=Decimal("1.50"),
        net=Decimal("38.50"),
        currency="usd",
        occurred_at=MOMENT,
        created_at=MOMENT,
    )
    assert sides(journal()) == {
        "undeposited": Decimal("138.50"),
        "fees": Decimal("1.50"),
        "gifts": Decimal("-140.00"),
    }
    type(fund).objects.filter(pk=fund.pk).update(bears_fees=True)
    (row,) = [row for row in journal().rows if row.purpose == "fees"]
    assert row.fund_id == fund.pk
    assert funds_held(until=TODAY, fund_id=fund.pk)[0].fees == Decimal("1.50")


def test_a_fund_holds_its_opening_from_its_day_on_and_not_before() -> None:
    fund = make_fund()
    open_fund(fund_id=fund.pk, day=MOMENT.date(), amount=Decimal("500.00"), by=make_user(), now=MOMENT)
    assert funds_held(until=TODAY, fund_id=fund.pk)[0].left == Decimal("500.00")
    before = funds_held(until=MOMENT.date() - timedelta(days=1), fund_id=fund.pk)[0]
    assert (before.opening, before.left) == (ZERO, ZERO)
