"""Rows are saved as they are typed; a batch becomes gifts once, all or none; it is taken back whole."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry, Role
from donors.models import Donor
from gifts.actions.batches import (
    BatchRefused,
    TypedRow,
    add_row,
    change_row,
    discard_batch,
    parts_of,
    post_batch,
    problems_of,
    remove_row,
    undo_batch,
)
from gifts.models import Batch, BatchRow, Gift, LedgerLine
from gifts.reports.batches import alike, counted_of
from letters.models import Letter
from receipts.actions import settle
from tests.factories import (
    MOMENT,
    make_appeal,
    make_campaign,
    make_donor,
    make_fund,
    make_organisation,
    make_user,
)
from tests.gifts.bundling import TODAY, make_batch, make_row
from tests.gifts.offline import recorded, typed_check
from tests.gifts.pretend import check_constraints
from tests.racing import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation() -> None:
    make_organisation()


def posted(batch: Batch, **more: Any) -> Batch:
    done = post_batch(batch_id=batch.pk, by=more.pop("by", batch.opened_by), now=MOMENT, **more)
    check_constraints()
    return done


def problems(row: BatchRow) -> list[str]:
    return problems_of(row, batch=row.batch, parts=parts_of(row.batch))


def test_a_row_is_saved_once_whatever_is_wrong_with_it() -> None:
    batch, key = make_batch(), uuid.uuid4()
    typed = TypedRow(who="Jon", amount_words="a lot", postmark_words="soon")
    rows = [
        add_row(batch_id=batch.pk, form_key=key, typed=typed, by=batch.opened_by, now=MOMENT) for _ in "ab"
    ]
    assert rows[0] == rows[1] == BatchRow.objects.get()
    said = " ".join(problems(rows[0]))
    assert "Which donor is “Jon”?" in said
    assert "in digits" in said
    assert "postmark as a day" in said
    with pytest.raises(BatchRefused, match="1 row needs another look"):
        posted(batch)
    assert not Gift.objects.exists()


def test_what_does_not_fit_a_row_is_said_beside_it() -> None:
    batch = make_batch(source="cash")
    row = make_row(batch, check_number="12", postmarked_on=TODAY.replace(day=26))
    said = " ".join(problems(row))
    assert all(words in said for words in ("has a postmark", "before it was posted", "has a number"))
    batch.shares.all().delete()
    batch.shares.create(fund=make_fund(), amount=Decimal(500))
    batch.shares.create(fund=make_fund())
    assert "not the whole gift" in " ".join(problems(make_row(batch)))
    assert problems(make_row(batch, fund=make_fund())) == []


def test_of_two_people_who_change_a_row_the_second_is_told() -> None:
    batch = make_batch()
    row = make_row(batch)
    facts: dict[str, Any] = {"batch_id": batch.pk, "row_id": row.pk, "by": batch.opened_by, "now": MOMENT}
    change_row(version=1, typed=TypedRow(who="Ana"), **facts)
    with pytest.raises(BatchRefused, match="Somebody changed this row"):
        change_row(version=1, typed=TypedRow(who="Ben"), **facts)
    with pytest.raises(BatchRefused, match="Somebody changed this row"):
        remove_row(batch_id=batch.pk, row_id=row.pk, version=1)
    remove_row(batch_id=batch.pk, row_id=row.pk, version=2)
    with pytest.raises(BatchRefused, match="removed"):
        change_row(version=2, typed=TypedRow(who="Ben"), **facts)


def test_a_batch_becomes_gifts_with_all_that_it_said() -> None:
    campaign = make_campaign()
    appeal = make_appeal(campaign)
    batch = make_batch(3, "310.00", campaign=campaign, appeal=appeal)
    extra, own = make_fund(), make_fund()
    batch.shares.create(fund=extra, percent=Decimal("33.33"))
    known = make_donor()
    make_row(batch, known, amount="100.00", check_number="1201", postmarked_on=TODAY.replace(day=20))
    make_row(batch, who="Jane Roe", is_new=True, new_email="jane@example.org", amount="200.00", fund=own)
    make_row(batch, who="jane roe", is_new=True, new_email="jane@example.org", amount="10.00", source="cash")
    assert counted_of(batch).matches
    done = posted(batch)
    first, second, third = (row.gift for row in batch.rows.order_by("pk"))
    assert first
    assert second
    assert third
    assert done.posted_count == 3
    assert (first.donor, first.check_number, first.given_on) == (known, "1201", TODAY.replace(day=20))
    assert (first.date_basis, first.received_on, first.appeal, first.campaign) == (
        "postmark",
        TODAY,
        appeal,
        campaign,
    )
    assert sorted(first.allocations.values_list("amount", flat=True)) == [Decimal("33.33"), Decimal("66.67")]
    assert list(second.allocations.values_list("fund", "amount")) == [(own.pk, Decimal(200))]
    assert (second.donor, third.source) == (third.donor, "cash")
    assert Donor.objects.filter(name__iexact="jane roe").count() == 1
    assert not batch.rows.exclude(who="").exists()
    assert Letter.objects.filter(kind="gift_thanks").count() == 3
    assert settle(gift_id=first.pk, now=MOMENT) is not None


def test_one_bad_row_leaves_no_gift_behind() -> None:
    batch = make_batch()
    gone = make_donor()
    make_row(batch)
    make_row(batch, gone)
    Donor.objects.filter(pk=gone.pk).update(erased_at=MOMENT, email="")
    with pytest.raises(BatchRefused, match="Row 2: The donor's record was erased"):
        posted(batch)
    assert (Gift.objects.count(), LedgerLine.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_a_batch_that_differs_is_posted_by_finance_alone_and_says_why() -> None:
    batch = make_batch(3, "250.00")
    make_row(batch)
    with pytest.raises(BatchRefused, match=r"2 gifts are still to come and \$150.00 is missing"):
        posted(batch)
    with pytest.raises(BatchRefused, match="Only finance"):
        posted(batch, override="the bank took two out")
    done = posted(batch, by=make_user(Role.FINANCE), override="the bank took two out")
    assert (done.override_reason, done.posted_count) == ("the bank took two out", 1)
    assert AuditEntry.objects.get(verb="batch.posted").reason == "the bank took two out"


def test_what_is_too_much_is_said_too_and_nothing_is_not_posted() -> None:
    batch = make_batch(1, "50.00")
    with pytest.raises(BatchRefused, match="nothing in this batch"):
        posted(batch, by=make_user(Role.FINANCE), override="why not")
    make_row(batch)
    make_row(batch)
    assert counted_of(batch).difference == "There is 1 gift too many and $150.00 is too much."


def test_a_row_like_one_that_is_there_is_noticed() -> None:
    donor = make_donor()
    recorded(typed_check(donor, check_number="77"))
    batch = make_batch()
    booked = make_row(batch, donor, check_number="77")
    twice = [make_row(batch, donor, check_number="78") for _ in "ab"]
    other = make_row(batch, donor, check_number="79")
    found = alike(list(batch.rows.all()), batch)
    assert found[booked.pk] == "A gift like this is in the books already."
    assert {found[row.pk] for row in twice} == {"This batch has a row like this already."}
    assert other.pk not in found


def test_cash_is_like_what_came_on_the_same_day_only() -> None:
    donor = make_donor()
    recorded(typed_check(donor))
    today, later = make_batch(), make_batch(received_on=TODAY.replace(day=26))
    rows = [make_row(batch, donor) for batch in (today, later)]
    assert [len(alike([row], row.batch)) for row in rows] == [1, 0]


def test_a_gift_by_the_full_form_counts_in_its_batch() -> None:
    batch = make_batch(2, "200.00")
    make_row(batch)
    gift = recorded(typed_check(batch_id=batch.pk))
    assert counted_of(batch).matches
    with pytest.raises(BatchRefused, match="in the books already"):
        discard_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    assert posted(batch).posted_count == 2
    with pytest.raises(Exception, match="posted or thrown away"):
        recorded(typed_check(batch_id=batch.pk))
    assert gift.batch == batch


def test_an_open_batch_is_thrown_away_with_its_rows() -> None:
    batch = make_batch()
    make_row(batch)
    discard_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    assert (Batch.objects.count(), BatchRow.objects.count()) == (0, 0)
    with pytest.raises(BatchRefused, match="thrown away"):
        add_row(batch_id=batch.pk, form_key=uuid.uuid4(), typed=TypedRow(), by=batch.opened_by, now=MOMENT)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cents=st.lists(st.integers(1, 500_00), min_size=1, max_size=5),
    presses=st.lists(st.sampled_from(["post", "undo"]), max_size=5),
)
def test_however_often_it_is_posted_and_taken_back_the_books_hold_it_once_or_sum_to_zero(
    cents: list[int], presses: list[str]
) -> None:
    amounts = [Decimal(number) / 100 for number in cents]
    batch = make_batch(len(cents), str(sum(amounts)))
    for amount in amounts:
        make_row(batch, amount=str(amount))
    is_posted = is_undone = False
    for press in presses:
        try:
            if press == "post":
                posted(batch)
                is_posted = True
            else:
                undo_batch(batch_id=batch.pk, reason="wrong list", by=batch.opened_by, now=MOMENT)
                is_undone = True
        except BatchRefused:
            assert press == "undo"
            assert not is_posted
    gifts = Gift.objects.filter(batch=batch)
    lines = LedgerLine.objects.filter(gift__batch=batch)
    stands = sum(amounts) if is_posted and not is_undone else 0
    assert gifts.count() == (len(cents) if is_posted else 0)
    assert sum(lines.values_list("amount", flat=True)) == stands


def test_a_big_batch_is_taken_back_by_two_people() -> None:
    batch = make_batch(21, "21.00")
    for _number in range(21):
        make_row(batch, amount="1.00")
    posted(batch)
    asked = undo_batch(batch_id=batch.pk, reason="wrong list", by=batch.opened_by, now=MOMENT)
    assert (asked.undone_at, Gift.objects.filter(state="reversed").count()) == (None, 0)
    with pytest.raises(BatchRefused, match="two people"):
        undo_batch(batch_id=batch.pk, reason="again", by=batch.opened_by, now=MOMENT)
    undo_batch(batch_id=batch.pk, reason="yes", by=make_user(Role.FINANCE), now=MOMENT)
    assert Gift.objects.filter(state="reversed").count() == 21
    assert sum(LedgerLine.objects.values_list("amount", flat=True)) == 0
    assert Batch.objects.get().undo_reason == "wrong list"


@pytest.mark.django_db(transaction=True)
def test_posted_by_four_at_once_it_is_one_set_of_gifts() -> None:
    batch = make_batch()
    make_row(batch)
    make_row(batch)
    act = lambda: post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)  # noqa: E731
    done = at_once(act, act, act, act)
    assert {one.posted_count for one in done} == {2}
    assert (Gift.objects.count(), LedgerLine.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_row_typed_while_the_batch_is_posted_is_in_it_or_refused() -> None:
    batch = make_batch(1, "100.00")
    make_row(batch)
    typed = TypedRow(donor_id=make_donor().pk, amount=Decimal(5))

    def add() -> object:
        return add_row(batch_id=batch.pk, form_key=uuid.uuid4(), typed=typed, by=batch.opened_by, now=MOMENT)

    at_once(
        add,
        lambda: post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT),
        refusals=(BatchRefused,),
    )
    batch.refresh_from_db()
    is_posted = batch.posted_at is not None
    assert (batch.rows.count(), Gift.objects.count()) == ((1, 1) if is_posted else (2, 0))
