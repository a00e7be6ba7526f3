"""Above twenty rows a second person decides, never whoever asked, and only while nothing has changed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Role, User
from donors.actions import (
    MergeRefused,
    SecondPersonNeeded,
    approve_request,
    ask_to_merge,
    ask_to_undo,
    decline_request,
    erase_donor,
    merge_donors,
    undo_merge,
    withdraw_request,
)
from donors.actions.merging import fold_again, unfold_again
from donors.models import Address, Consent, Donor, DonorMerge, MergeRequest
from gifts.models import Gift, RecurringGift
from receipts.actions import settle
from receipts.models import Receipt
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_recurring, make_user

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(hours=1)


@pytest.fixture
def staff() -> tuple[User, User]:
    return make_user(Role.FUNDRAISER), make_user(Role.FINANCE)


def rich(rows: int = 21) -> Donor:
    donor = make_donor(name="Maria Lopez")
    Consent.objects.bulk_create(
        Consent(donor=donor, topic=f"t{number}", is_given=True, source="staff", at=MOMENT)
        for number in range(rows)
    )
    return donor


def asked(kept: Donor, folded: Donor, by: User) -> MergeRequest:
    made = ask_to_merge(kept_id=kept.pk, folded_id=folded.pk, choices={"name": "folded"}, by=by, now=MOMENT)
    assert isinstance(made, MergeRequest)
    return made


def test_twenty_rows_one_person_twenty_one_two(staff: tuple[User, User]) -> None:
    by, _other = staff
    made = ask_to_merge(kept_id=make_donor().pk, folded_id=rich(20).pk, choices={}, by=by, now=MOMENT)
    assert isinstance(made, DonorMerge)
    kept, folded = make_donor(), rich(21)
    with pytest.raises(SecondPersonNeeded):
        merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    assert asked(kept, folded, by).rows == 21
    assert kept.consents.count() == 0


def test_the_second_person_does_it_with_the_choices_of_the_first_and_undoing_wants_two_again(
    staff: tuple[User, User],
) -> None:
    by, other = staff
    kept, folded = make_donor(name="M. Lopez"), rich()
    request = asked(kept, folded, by)
    with pytest.raises(MergeRefused):
        approve_request(request_id=request.pk, by=by, now=LATER)
    merge = approve_request(request_id=request.pk, by=other, now=LATER)
    kept.refresh_from_db()
    assert (kept.name, kept.consents.count(), merge.by) == ("Maria Lopez", 21, other)
    with pytest.raises(MergeRefused):
        approve_request(request_id=request.pk, by=other, now=LATER)
    with pytest.raises(SecondPersonNeeded):
        undo_merge(merge_id=merge.pk, by=by, now=LATER)
    back = ask_to_undo(merge_id=merge.pk, by=by, now=LATER)
    assert approve_request(request_id=back.pk, by=other, now=LATER).undone_by == other
    kept.refresh_from_db()
    assert (kept.name, folded.consents.count()) == ("M. Lopez", 21)
    verbs = AuditEntry.objects.filter(verb__startswith="merge_request").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["merge_request.asked", "merge_request.approved"] * 2


@pytest.mark.parametrize("side", ["kept", "folded"])
@pytest.mark.parametrize("what", ["name", "address", "row"])
def test_a_request_is_over_when_a_record_changes(staff: tuple[User, User], side: str, what: str) -> None:
    by, other = staff
    kept, folded = make_donor(), rich()
    request = asked(kept, folded, by)
    whose = kept if side == "kept" else folded
    if what == "name":
        Donor.objects.filter(pk=whose.pk).update(name="Somebody")
    elif what == "address":
        Address.objects.create(donor=whose, line1="PO Box 1")
    else:
        make_gift(folded)
    with pytest.raises(MergeRefused):
        approve_request(request_id=request.pk, by=other, now=LATER)
    request.refresh_from_db()
    assert (request.state, DonorMerge.objects.count()) == ("expired", 0)
    asked(kept, folded, by)


def test_gifts_of_the_record_that_stays_do_not_end_a_request(staff: tuple[User, User]) -> None:
    by, other = staff
    kept, folded = make_donor(), rich()
    request = asked(kept, folded, by)
    make_gift(kept)
    Donor.objects.filter(pk=kept.pk).update(customer_id="cus_new")
    assert approve_request(request_id=request.pk, by=other, now=LATER).kept == kept


def test_declined_withdrawn_and_asked_twice(staff: tuple[User, User]) -> None:
    by, other = staff
    kept, folded = make_donor(), rich()
    request = asked(kept, folded, by)
    with pytest.raises(MergeRefused):
        asked(kept, folded, other)
    with pytest.raises(MergeRefused):
        withdraw_request(request_id=request.pk, by=other, now=LATER)
    with pytest.raises(MergeRefused):
        decline_request(request_id=request.pk, by=by, now=LATER)
    decline_request(request_id=request.pk, by=other, now=LATER)
    second = asked(kept, folded, by)
    withdraw_request(request_id=second.pk, by=by, now=LATER)
    states = MergeRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn"]
    assert not MergeRequest.objects.waiting().exists()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "approved", "decided": "same"}, "merge_request_is_decided_by_another"),
        ({"state": "declined", "decided": "nobody"}, "merge_request_is_decided_by_another"),
        ({"state": "expired"}, "merge_request_ended_has_time"),
        ({"kind": "undo"}, "merge_request_to_undo_says_which"),
        ({"same": True}, "merge_request_is_of_two_donors"),
        ({"twice": True}, "one_waiting_request_per_two_donors"),
    ],
)
def test_the_database_wants_another_person(
    staff: tuple[User, User], values: dict[str, object], name: str
) -> None:
    one, other, by = make_donor(), make_donor(), staff[0]
    facts: dict[str, object] = {"kind": "merge", "kept": one, "folded": other, "rows": 21, "mark": "x"}
    facts |= {"asked_by": by, "asked_at": MOMENT}
    if values.pop("twice", None):
        MergeRequest.objects.create(**facts)
    if values.pop("same", None):
        facts["folded"] = one
    decided = values.pop("decided", None)
    if decided:
        facts |= {"decided_at": LATER, "decided_by": by if decided == "same" else None}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MergeRequest.objects.create(**{**facts, **values})


def test_a_chain_is_undone_from_its_end(staff: tuple[User, User]) -> None:
    first, second, third, by = make_donor(), make_donor(), make_donor(), staff[0]
    gift = make_gift(first)
    into_second = merge_donors(kept_id=second.pk, folded_id=first.pk, by=by, now=MOMENT)
    into_third = merge_donors(kept_id=third.pk, folded_id=second.pk, by=by, now=MOMENT)
    late = make_gift(first)
    fold_again(merge_id=into_second.pk)
    assert Gift.objects.filter(donor=third).count() == 2
    with pytest.raises(MergeRefused, match=f"no. {second.pk} into no. {third.pk}"):
        undo_merge(merge_id=into_second.pk, by=by, now=LATER)
    undo_merge(merge_id=into_third.pk, by=by, now=LATER)
    assert set(Gift.objects.filter(donor=second)) == {gift, late}
    undo_merge(merge_id=into_second.pk, by=by, now=LATER)
    assert set(Gift.objects.filter(donor=first)) == {gift, late}
    with pytest.raises(MergeRefused):
        undo_merge(merge_id=into_second.pk, by=by, now=LATER)
    fold_again(merge_id=into_second.pk)
    assert set(Gift.objects.filter(donor=first)) == {gift, late}


def test_what_came_since_goes_where_it_belongs(staff: tuple[User, User]) -> None:
    make_organisation()
    kept, folded, by = make_donor(email="a@example.org"), make_donor(email="b@example.org"), staff[0]
    Donor.objects.filter(pk=folded.pk).update(customer_id="cus_b")
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
    theirs, mine = make_gift(kept, given_at=LATER), make_gift(kept, given_at=LATER)
    Gift.objects.filter(pk=theirs.pk).update(payer_email="B@example.org")
    receipt = settle(gift_id=theirs.pk, now=LATER)
    settle(gift_id=mine.pk, now=LATER)
    recurring = make_recurring(kept, customer_id="cus_b", started_at=LATER)
    Donor.objects.filter(pk=kept.pk).update(name="Written since")
    undo_merge(merge_id=merge.pk, by=by, now=LATER + timedelta(days=1))
    assert Gift.objects.get(donor=folded) == theirs
    assert Receipt.objects.get(donor=folded) == receipt
    assert RecurringGift.objects.get(donor=folded) == recurring
    assert Gift.objects.get(donor=kept) == mine
    assert Donor.objects.get(pk=kept.pk).name == "Written since"
    late = make_gift(kept, given_at=LATER)
    Gift.objects.filter(pk=late.pk).update(payer_email="b@example.org")
    unfold_again(merge_id=merge.pk)
    assert set(Gift.objects.filter(donor=folded)) == {theirs, late}


def test_whoever_came_in_by_the_folded_address_since_gets_that_record(staff: tuple[User, User]) -> None:
    kept, folded = make_donor(email="a@example.org"), make_donor(email="b@example.org")
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=staff[0], now=MOMENT)
    user = make_user(email="b@example.org")
    Donor.objects.filter(pk=kept.pk).update(user=user)
    undo_merge(merge_id=merge.pk, by=staff[0], now=LATER)
    assert (Donor.objects.get(pk=kept.pk).user, Donor.objects.get(pk=folded.pk).user) == (None, user)


def test_erasure_empties_what_a_merge_remembers_and_nobody_undoes_it(staff: tuple[User, User]) -> None:
    user = make_user(email="a@example.org")
    kept, folded = make_donor(email="a@example.org", user=user), make_donor(name="Secret Name")
    merge = merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=staff[0], now=MOMENT)
    erase_donor(user=user, now=LATER)
    merge.refresh_from_db()
    assert (merge.before, merge.after) == ({}, {})
    with pytest.raises(MergeRefused, match="erased"):
        undo_merge(merge_id=merge.pk, by=staff[0], now=LATER)
