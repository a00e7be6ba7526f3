"""What turns out otherwise after it was posted: the accounts follow, and nothing is posted twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEntry, Organisation, Role
from core.money import ZERO
from gifts.actions.batches import BatchRefused, note_deposit, post_batch, undo_batch
from gifts.actions.fund_books import open_fund
from gifts.actions.offline import Cause, reverse_gift
from gifts.models import Batch, Gift, LedgerLine, Payout
from gifts.reports.fund_balances import funds_held
from gifts.reports.journal import export
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


def undeposited() -> Batch:
    """Two checks of $100.00 that nobody took to the bank yet."""
    batch = make_batch()
    make_row(batch)
    make_row(batch)
    return post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)


def test_a_batch_goes_to_the_bank_on_the_day_that_is_noted_later_and_that_may_be_put_right() -> None:
    batch = undeposited()
    assert sides(journal()) == {"undeposited": Decimal("200.00"), "gifts": Decimal("-200.00")}
    for day in (MOMENT.date() + timedelta(days=1), MOMENT.date()):
        note_deposit(batch_id=batch.pk, day=day, by=make_user(), now=MOMENT + timedelta(days=2))
        assert sides(journal()) == {"bank": Decimal("200.00"), "gifts": Decimal("-200.00")}
    entries = AuditEntry.objects.filter(verb="batch.deposited").order_by("pk")
    assert [entry.before["deposited_on"] for entry in entries] == [None, "2026-11-26"]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 24), "before it came"), (date(2026, 11, 28), "still to come")],
)
def test_a_day_on_which_a_batch_cannot_have_gone_to_the_bank_is_refused(day: date, words: str) -> None:
    batch = undeposited()
    with pytest.raises(BatchRefused, match=words):
        note_deposit(batch_id=batch.pk, day=day, by=make_user(), now=MOMENT + timedelta(days=2))


def test_what_is_open_or_taken_back_goes_to_no_bank() -> None:
    batch = make_batch()
    with pytest.raises(BatchRefused, match="Post the batch"):
        note_deposit(batch_id=batch.pk, day=MOMENT.date(), by=make_user(), now=AFTER)
    posted = undeposited()
    undo_batch(batch_id=posted.pk, by=make_user(Role.FINANCE), reason="Entered twice", now=AFTER)
    with pytest.raises(BatchRefused, match="taken back"):
        note_deposit(batch_id=posted.pk, day=MOMENT.date(), by=make_user(), now=AFTER)


def test_a_closed_month_keeps_its_deposit_and_a_check_that_came_back_before_it() -> None:
    confirmed()
    whole, broken = deposited(), undeposited()
    bounced(broken.gifts.first())
    close(now=LATER)
    for batch in (whole, broken):
        with pytest.raises(BatchRefused, match="month that is closed"):
            note_deposit(batch_id=batch.pk, day=DECEMBER, by=make_user(), now=LATER + timedelta(days=30))
        with pytest.raises(BatchRefused, match="November 2026 is closed"):
            note_deposit(batch_id=batch.pk, day=MOMENT.date(), by=make_user(), now=LATER)


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


def test_a_line_whose_words_tell_a_place_leaves_with_its_amount_and_its_entry_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deposited()
    monkeypatch.setattr(export, "holds_place", lambda text: "Quillmere" in text)
    rows = [row._replace(name="Quillmere") if row.purpose == "bank" else row for row in journal().rows]
    lines = "".join(export.file_of(rows, "iif").lines).splitlines()
    cells = [line.split("\t") for line in lines if line.startswith(("TRNS", "SPL"))]
    assert sum(Decimal(line[5]) for line in cells) == 0
    assert [line[3] for line in cells].count("withheld") == 1
    assert "Quillmere" not in "".join(lines)
