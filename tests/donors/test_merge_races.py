"""Two merges at once, a gift during a merge, an undoing during a payment: nothing is lost or waits."""

from threading import Event

import pytest
from django.db import connection, transaction

from accounts.models import Role
from donors.actions import MergeRefused, ask_to_merge, merge_donors, undo_merge
from donors.actions.merging import fold_again, unfold_again
from donors.models import Donor, DonorMerge
from gifts.models import Gift
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_merges_that_cross_end_in_one() -> None:
    one, other, by = make_donor(), make_donor(), make_user(Role.FUNDRAISER)
    for _round in range(5):
        results = at_once(
            lambda: merge_donors(kept_id=one.pk, folded_id=other.pk, by=by, now=MOMENT),
            lambda: merge_donors(kept_id=other.pk, folded_id=one.pk, by=by, now=MOMENT),
            refusals=(MergeRefused,),
        )
        assert sorted(type(result).__name__ for result in results) == ["DonorMerge", "MergeRefused"]
        merge = DonorMerge.objects.standing().get()
        undo_merge(merge_id=merge.pk, by=by, now=MOMENT)


def test_a_chain_made_at_once_leads_to_one_standing_record() -> None:
    first, second, third, by = make_donor(), make_donor(), make_donor(), make_user(Role.FUNDRAISER)
    at_once(
        lambda: merge_donors(kept_id=second.pk, folded_id=first.pk, by=by, now=MOMENT),
        lambda: merge_donors(kept_id=third.pk, folded_id=second.pk, by=by, now=MOMENT),
        refusals=(MergeRefused,),
    )
    for donor in Donor.objects.exclude(merged_into=None).select_related("merged_into"):
        assert donor.merged_into is not None
        assert donor.merged_into.merged_into_id is None


def test_a_merge_undone_twice_at_once_is_undone_once() -> None:
    one, other, by = make_donor(), make_donor(), make_user(Role.FUNDRAISER)
    merge = merge_donors(kept_id=one.pk, folded_id=other.pk, by=by, now=MOMENT)
    results = at_once(
        *[lambda: undo_merge(merge_id=merge.pk, by=by, now=MOMENT)] * 2, refusals=(MergeRefused,)
    )
    assert sorted(type(result).__name__ for result in results) == ["DonorMerge", "MergeRefused"]


def test_two_people_who_ask_at_once_ask_once() -> None:
    one, other, by = make_donor(), make_donor(), make_user(Role.FUNDRAISER)
    campaign = make_campaign()
    for _gift in range(21):
        make_gift(other, campaign=campaign)
    results = at_once(
        *[lambda: ask_to_merge(kept_id=one.pk, folded_id=other.pk, choices={}, by=by, now=MOMENT)] * 2,
        refusals=(MergeRefused,),
    )
    assert sorted(type(result).__name__ for result in results) == ["MergeRefused", "MergeRequest"]


def test_a_gift_that_is_written_during_a_merge_comes_along() -> None:
    kept, folded, by = make_donor(), make_donor(), make_user(Role.FUNDRAISER)
    campaign = make_campaign()
    written, go_on = Event(), Event()

    def pay() -> None:
        """A payment that has its row and not yet its commit."""
        with transaction.atomic():
            make_gift(folded, campaign=campaign)
            written.set()
            go_on.wait(10)

    def merge() -> DonorMerge:
        written.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")
        go_on.set()
        return merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)

    _none, made = at_once(pay, merge)
    late = make_gift(folded, campaign=campaign)  # it read the record before the merge and was written after
    fold_again(merge_id=made.pk)
    assert set(Gift.objects.filter(donor=kept)) == set(Gift.objects.all())
    undo_merge(merge_id=made.pk, by=by, now=MOMENT)
    assert late in Gift.objects.filter(donor=folded)
    assert Gift.objects.filter(donor=folded).count() == 2


def test_a_payment_that_is_written_while_its_merge_is_undone_goes_back() -> None:
    kept, folded, by = make_donor(), make_donor(email="b@example.org"), make_user(Role.FUNDRAISER)
    campaign = make_campaign()
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)

    def pay() -> None:
        gift = make_gift(kept, campaign=campaign)
        Gift.objects.filter(pk=gift.pk).update(payer_email="b@example.org")

    at_once(pay, lambda: undo_merge(merge_id=merge.pk, by=by, now=MOMENT))
    unfold_again(merge_id=merge.pk)
    assert Gift.objects.get().donor == folded
