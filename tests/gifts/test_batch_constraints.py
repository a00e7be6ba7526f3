"""What the database refuses of batches, their rows and pledges."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from accounts.models import Role
from gifts.models import Batch, BatchRow, BatchShare, Gift, Instalment, Pledge
from tests.factories import MOMENT, make_fund, make_gift, make_user
from tests.gifts.bundling import TODAY, make_batch, make_row
from tests.gifts.offline import recorded, typed_check
from tests.gifts.pledging import make_pledge
from tests.gifts.pretend import check_constraints

pytestmark = pytest.mark.django_db
ONE = Decimal("1.00")


def refuses(name: str, act: Callable[[], object]) -> None:
    def act_and_end() -> None:
        with transaction.atomic():
            act()
            check_constraints()

    with pytest.raises(DatabaseError, match=name):
        act_and_end()


def posted(count: int = 2) -> Batch:
    batch = make_batch()
    batch.posted_at, batch.posted_by, batch.posted_count = MOMENT, batch.opened_by, count
    batch.save()
    return batch


def test_a_batch_says_what_it_expects_and_when() -> None:
    refuses("batch_expects_something", lambda: make_batch(0))
    refuses("batch_expects_an_amount", lambda: make_batch(1, "0.00"))
    early = TODAY - timedelta(days=1)
    refuses("batch_is_deposited_after_it_came", lambda: make_batch(deposited_on=early))
    refuses("batch_that_is_posted_says_by_whom", lambda: make_batch(posted_at=MOMENT))


def test_a_share_is_percent_or_amount_or_the_rest() -> None:
    batch, fund = make_batch(), make_fund()
    own = BatchShare.objects.get(batch=batch).fund
    refuses("batch_share_is_of_one_kind", lambda: batch.shares.create(fund=fund, percent=ONE, amount=ONE))
    refuses("batch_share_is_positive", lambda: batch.shares.create(fund=fund, percent=Decimal(101)))
    refuses("batch_share_is_positive", lambda: batch.shares.create(fund=fund, amount=-ONE))
    refuses("one_fund_has_the_rest", lambda: batch.shares.create(fund=fund))
    refuses("one_share_per_batch_and_fund", lambda: batch.shares.create(fund=own, percent=ONE))


def test_a_posted_batch_keeps_what_it_said_and_its_rows() -> None:
    batch = make_batch()
    row = make_row(batch)
    Batch.objects.filter(pk=batch.pk).update(posted_at=MOMENT, posted_by=batch.opened_by, posted_count=1)
    mine = Batch.objects.filter(pk=batch.pk)
    refuses("posted_batch_stays", mine.delete)
    refuses("posted_batch_says_what_it_said", lambda: mine.update(expected_total=ONE))
    refuses("posted_batch_says_what_it_said", lambda: mine.update(posted_at=None))
    refuses("row_of_posted_batch_stays", lambda: make_row(batch))
    refuses("row_of_posted_batch_stays", row.delete)
    refuses("row_of_posted_batch_stays", lambda: BatchRow.objects.update(amount=ONE))
    other = recorded(typed_check()).donor
    BatchRow.objects.update(donor=other)  # a merge of two records
    mine.update(deposited_on=TODAY)
    assert BatchRow.objects.get().donor == other


def test_a_batch_is_taken_back_once_with_a_reason_and_a_big_one_by_two() -> None:
    one, other = make_user(Role.FINANCE), make_user(Role.FINANCE)
    small, big = Batch.objects.filter(pk=posted(20).pk), Batch.objects.filter(pk=posted(21).pk)
    refuses(
        "batch_that_is_taken_back_was_posted_and_says_why",
        lambda: small.update(undone_at=MOMENT, undone_by=one),
    )
    gone = {"undone_at": MOMENT, "undone_by": one, "undo_reason": "wrong list"}
    refuses("big_batch_is_taken_back_by_two", lambda: big.update(**gone))
    refuses("big_batch_is_taken_back_by_two", lambda: big.update(**gone, undo_asked_by=one))
    big.update(**gone, undo_asked_by=other)
    small.update(**gone)
    refuses("batch_is_taken_back_once", lambda: small.update(undone_at=None, undone_by=None))
    fresh = Batch.objects.filter(pk=make_batch().pk)
    refuses("batch_that_is_taken_back_was_posted", lambda: fresh.update(**gone))


def test_a_row_names_one_donor_and_a_gift_of_it_keeps_no_words() -> None:
    batch = make_batch()
    donor = recorded(typed_check()).donor
    refuses("batch_row_names_one_donor", lambda: make_row(batch, donor, who="Maria"))
    refuses("batch_row_of_somebody_new_has_a_name", lambda: make_row(batch, donor, is_new=True))
    refuses("batch_row_of_somebody_new", lambda: make_row(batch, who="Jo", new_email="jo@example.org"))
    refuses("batch_row_amount_is_positive", lambda: make_row(batch, amount="0.00"))
    gift = recorded(typed_check())
    refuses("batch_row_that_became_a_gift", lambda: make_row(batch, donor, amount_words="x", gift=gift))
    refuses("batch_row_that_became_a_gift", lambda: make_row(batch, who="Jo", is_new=True, gift=gift))


def test_a_gift_of_a_batch_came_by_hand() -> None:
    batch, gift = make_batch(), make_gift()
    refuses("gift_of_a_batch_came_by_hand", lambda: Gift.objects.filter(pk=gift.pk).update(batch=batch))


def test_instalments_are_the_pledge_and_stay() -> None:
    pledge = make_pledge()
    check_constraints()
    parts = Instalment.objects.filter(pledge=pledge)
    refuses("instalments_sum_to_pledge", lambda: parts.filter(due_on=TODAY).update(replaced_at=MOMENT))
    again = {"pledge": pledge, "created_at": MOMENT}
    later = TODAY + timedelta(days=99)
    refuses("instalments_sum_to_pledge", lambda: Instalment.objects.create(due_on=later, amount=ONE, **again))
    refuses("instalment_is_positive", lambda: Instalment.objects.create(due_on=later, amount=-ONE, **again))
    refuses("one_instalment", lambda: Instalment.objects.create(due_on=TODAY, amount=ONE, **again))
    refuses("instalment_is_append_only", lambda: parts.update(amount=F("amount") + 1))
    refuses("instalment_is_append_only", lambda: parts.update(due_on=later))
    refuses("instalment_refuses_delete", parts.delete)


def test_a_pledge_stays_what_was_promised_and_has_a_schedule() -> None:
    pledge = make_pledge()
    mine = Pledge.objects.filter(pk=pledge.pk)
    refuses("pledge_stays_what_was_promised", lambda: mine.update(amount=ONE))
    refuses("pledge_is_positive", lambda: make_pledge(None, "-1.00"))
    bare = {"donor": pledge.donor, "fund": pledge.fund, "recorded_by": pledge.recorded_by}
    refuses(
        "pledge_has_a_schedule",
        lambda: Pledge.objects.create(
            amount=ONE, currency="usd", pledged_on=TODAY, rhythm="once", created_at=MOMENT, **bare
        ),
    )


def test_write_offs_stay_within_the_pledge_and_are_taken_back_whole() -> None:
    pledge = make_pledge()
    by = {"at": MOMENT, "by": pledge.recorded_by}
    rows = pledge.write_offs
    refuses("write_off_says_why", lambda: rows.create(amount=ONE, reason="", **by))
    refuses("write_off_takes_away", lambda: rows.create(amount=-ONE, reason="x", **by))
    refuses("write_offs_stay_within_pledge", lambda: rows.create(amount=Decimal(301), reason="x", **by))
    gone = rows.create(amount=Decimal(300), reason="moved away", **by)
    check_constraints()
    refuses("write_offs_stay_within_pledge", lambda: rows.create(amount=ONE, reason="x", **by))
    refuses("write_off_takes_away", lambda: rows.create(amount=ONE, reason="x", cancels=gone, **by))
    refuses("cancel_takes_back", lambda: rows.create(amount=-ONE, reason="x", cancels=gone, **by))
    rows.create(amount=Decimal(-300), reason="came back", cancels=gone, **by)
    check_constraints()
    refuses("one_cancel|cancels", lambda: rows.create(amount=Decimal(-300), reason="x", cancels=gone, **by))
    refuses("write_off_is_append_only", lambda: rows.update(amount=ONE))
    refuses("write_off_is_append_only", rows.filter(cancels__isnull=False).delete)
