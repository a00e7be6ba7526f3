"""A batch as a whole: posted by few statements, thrown away, and what pledges its rows pay."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gifts.actions.batches import BatchRefused, discard_batch, post_batch, undo_batch
from gifts.actions.offline import OfflineRefused, Party, record_gifts, reverse_gift
from gifts.forms.batches import RowForm
from gifts.models import Batch, Gift
from letters.models import Letter
from tests.factories import MOMENT, make_donor, make_user
from tests.gifts.bundling import TODAY, make_batch, make_row
from tests.gifts.offline import recorded, typed_check
from tests.gifts.pledging import make_pledge
from tests.gifts.pretend import check_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def posted(batch: Batch) -> Batch:
    done = post_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    check_constraints()
    return done


def test_many_rows_are_posted_and_taken_back_by_as_many_statements_as_few() -> None:
    counts = []
    for size in (2, 12):
        batch = make_batch(size, f"{size * 100}.00")
        for _ in range(size):
            make_row(batch)
        with CaptureQueriesContext(connection) as posting:
            posted(batch)
        with CaptureQueriesContext(connection) as undoing:
            undo_batch(batch_id=batch.pk, reason="Not ours", by=batch.opened_by, now=MOMENT)
        counts.append((len(posting), len(undoing)))
    assert counts[0] == counts[1]
    thanks = Letter.objects.filter(kind="gift_thanks", state="held")
    assert thanks.count() == Gift.objects.filter(state="reversed").count() == 14


def test_the_form_that_was_entered_before_is_one_gift_among_many() -> None:
    known, new = typed_check(), typed_check()
    before = recorded(known)
    gifts = record_gifts(typed=[new, known], by=make_user(), now=MOMENT)
    assert [gift.form_key for gift in gifts] == [new.form_key, known.form_key]
    assert gifts[1] == before
    assert Gift.objects.count() == 2


def test_of_many_gifts_the_refusal_says_which() -> None:
    gone = replace(typed_check(), donor=Party(donor_id=10**9))
    with pytest.raises(OfflineRefused, match="erased meanwhile") as refused:
        record_gifts(typed=[typed_check(), gone], by=make_user(), now=MOMENT)
    assert refused.value.place == 1
    assert not Gift.objects.exists()


def test_payments_of_one_pledge_in_one_batch_count_together() -> None:
    batch = make_batch(2, "240.00")
    pledge = make_pledge(make_donor(), "150.00")
    rows = [make_row(batch, pledge.donor, amount="120.00", pledge=pledge) for _ in range(2)]
    with pytest.raises(BatchRefused, match="Row 2: Of this pledge"):
        posted(batch)
    rows[1].delete()
    Batch.objects.filter(pk=batch.pk).update(expected_count=1, expected_total=Decimal("120.00"))
    assert posted(batch).posted_count == 1


def test_a_row_that_is_given_another_donor_does_not_pay_the_pledge_of_the_one_before() -> None:
    row = make_row(make_batch())
    theirs = make_pledge(row.donor)
    for donor, pledge in ((row.donor, theirs.pk), (make_donor(), None)):
        assert donor is not None
        sent = {"pick": f"{donor.pk}", "amount": "100", "pledge": f"{theirs.pk}"}
        form = RowForm(sent, row=row)
        assert form.is_valid(), form.errors
        assert form.typed(until=TODAY).pledge_id == pledge


def test_a_batch_whose_only_gift_was_reversed_is_thrown_away_and_the_gift_stays() -> None:
    batch = make_batch()
    gift = recorded(typed_check(batch_id=batch.pk))
    reverse_gift(gift_id=gift.pk, cause="mistaken", reason="Twice", by=batch.opened_by, now=MOMENT)
    discard_batch(batch_id=batch.pk, by=batch.opened_by, now=MOMENT)
    gift.refresh_from_db()
    assert (gift.batch, gift.state) == (None, "reversed")
