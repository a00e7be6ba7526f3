"""Doubles are found as records arrive and in the whole base; what people told apart stays so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Role
from donors.actions import erase_donor, merge_donors
from donors.actions.doubles import COMPARE, PairRefused, compare_record, dismiss_pair, propose_again
from donors.actions.search_doubles import SearchRefused, begin_search, search_on, search_step, stop_search
from donors.likeness import Facts
from donors.models import Address, Donor, DuplicateKey, DuplicatePair, DuplicateRun
from donors.reports import doubles
from donors.reports.doubles import doubles_of
from donors.reports.why import why
from gifts.actions.givers import find_or_make_donor
from jobs.models import Job
from tests.factories import MOMENT, make_donor, make_user

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=1)


def compared(*donors: Donor) -> int:
    return sum(compare_record(donor_id=donor.pk, now=MOMENT) for donor in donors)


def phoned(name: str, phone: str = "518-555-0100") -> Donor:
    donor = make_donor(name=name)
    Donor.objects.filter(pk=donor.pk).update(phone=phone)
    return donor


def test_a_newcomer_is_compared_and_the_reasons_are_said() -> None:
    one, other = phoned("Bill Okafor"), phoned("William Okafor", "(518) 555 0100")
    make_donor(name="Somebody Else")
    assert compared(one, other) == 1
    pair = DuplicatePair.objects.get()
    assert (pair.left, pair.right, pair.score, pair.state) == (one, other, 80, "open")
    assert why(pair.reasons) == "same name; same phone"


def test_a_gift_of_somebody_new_asks_for_the_comparison_in_its_own_transaction() -> None:
    donor = find_or_make_donor(name="Maria Lopez", email="new@example.org")
    assert Job.objects.get(kind=COMPARE).about == str(donor.pk)
    find_or_make_donor(name="Maria Lopez", email="new@example.org")
    assert Job.objects.filter(kind=COMPARE).count() == 1


def test_comparing_twice_is_once_and_a_pair_that_is_alike_no_more_goes() -> None:
    one, other = phoned("Maria Lopez"), phoned("Maria Lopez")
    compared(one, other)
    assert compared(one, other) == 0
    Donor.objects.filter(pk=other.pk).update(name="Kofi Mensah")
    compared(other)
    assert not DuplicatePair.objects.exists()


def test_two_people_stay_two_until_one_of_them_changes() -> None:
    one, other, by = phoned("Maria Lopez"), phoned("Maria Lopez"), make_user(Role.FUNDRAISER)
    compared(one, other)
    pair = DuplicatePair.objects.get()
    dismiss_pair(pair_id=pair.pk, by=by, now=MOMENT)
    dismiss_pair(pair_id=pair.pk, by=by, now=LATER)
    Donor.objects.filter(pk=other.pk).update(name="maria  LÓPEZ", language="es")
    compared(one, other)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_at) == ("dismissed", by, MOMENT)
    assert AuditEntry.objects.filter(verb="duplicate.dismissed").count() == 1
    Address.objects.create(donor=other, line1="12 Elm St", postal_code="12201")
    compared(other)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("open", None)


def test_what_was_told_apart_of_a_folded_record_holds_for_the_one_that_stands() -> None:
    one, other, third = phoned("Maria Lopez"), phoned("Maria Lopez"), phoned("Maria Lopez")
    by = make_user(Role.FUNDRAISER)
    compared(one, other)
    dismiss_pair(pair_id=DuplicatePair.objects.get().pk, by=by, now=MOMENT)
    merge_donors(kept_id=third.pk, folded_id=one.pk, by=by, now=MOMENT)
    assert compared(third, other) == 0


def test_a_dismissed_pair_can_be_proposed_again_and_a_merged_one_cannot() -> None:
    one, other, by = phoned("Maria Lopez"), phoned("Maria Lopez"), make_user(Role.FUNDRAISER)
    compared(one, other)
    pair = DuplicatePair.objects.get()
    dismiss_pair(pair_id=pair.pk, by=by, now=MOMENT)
    assert propose_again(pair_id=pair.pk, by=by, now=MOMENT).state == "open"
    merge_donors(kept_id=one.pk, folded_id=other.pk, by=by, now=MOMENT)
    for act in (dismiss_pair, propose_again):
        with pytest.raises(PairRefused):
            act(pair_id=pair.pk, by=by, now=MOMENT)
    assert not DuplicatePair.objects.to_decide().exists()


def test_a_record_that_was_folded_or_erased_is_nobodys_double() -> None:
    one, other, third = phoned("Maria Lopez"), phoned("Maria Lopez"), phoned("Maria Lopez")
    merge_donors(kept_id=third.pk, folded_id=other.pk, by=make_user(), now=MOMENT)
    user = make_user(email="x@example.org")
    Donor.objects.filter(pk=third.pk).update(user=user)
    compared(one, other, third)
    assert DuplicatePair.objects.to_decide().count() == 1
    erase_donor(user=user, now=MOMENT)
    assert not DuplicatePair.objects.exists()
    assert set(DuplicateKey.objects.values_list("donor", flat=True)) == {one.pk}


def test_somebody_new_can_be_told_whom_they_may_be_before_anything_is_written() -> None:
    maria = phoned("Maria Lopez")
    compared(maria)
    found = doubles_of(Facts("María López", phones=("5185550100",)))
    assert [(row.donor, row.likeness.score) for row in found] == [(maria, 80)]
    assert doubles_of(Facts("Kofi Mensah")) == []


def test_the_whole_base_is_searched_in_steps_that_go_on_where_they_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("donors.actions.search_doubles.STEP", 2)
    monkeypatch.setattr("donors.actions.search_doubles.STEPS", 2)
    for name in ("Maria Lopez", "Kofi Mensah", "Maria Lopez", "Ana Reyes", "Kofi Mensah"):
        phoned(name)
    run = begin_search(by=None, now=MOMENT)
    with pytest.raises(SearchRefused), transaction.atomic():
        begin_search(by=None, now=MOMENT)
    search_on(run_id=run.pk, now=MOMENT)
    run.refresh_from_db()
    assert (run.phase, run.done) == ("keys", 4)
    assert Job.objects.filter(kind="donors.search_doubles").count() == 2
    for _turn in range(4):
        search_on(run_id=run.pk, now=MOMENT)
    run.refresh_from_db()
    assert (run.phase, run.total, run.done, run.found, run.finished_at) == ("done", 5, 5, 2, MOMENT)
    assert DuplicatePair.objects.count() == 2


def test_a_search_that_is_stopped_keeps_what_it_found() -> None:
    run = begin_search(by=make_user(Role.FUNDRAISER), now=MOMENT)
    stop_search(run_id=run.pk, by=make_user(), now=LATER)
    assert search_step(run_id=run.pk, now=LATER) is False
    assert DuplicateRun.objects.get().phase == "stopped"
    begin_search(by=None, now=LATER)


def test_a_key_that_too_many_share_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """One common name cannot make the search quadratic; who shares something narrower is found still."""
    monkeypatch.setattr(doubles, "WIDEST", 3)
    crowd = [phoned("Maria Lopez", f"518555{number:04}") for number in range(5)]
    twin = phoned("Maria Lopez", "5185550000")
    compared(*crowd, twin)
    DuplicatePair.objects.all().delete()
    assert compared(twin) == 1
    assert (DuplicatePair.objects.get().left, DuplicatePair.objects.get().right) == (crowd[0], twin)


def test_comparing_asks_as_many_questions_of_one_double_as_of_five() -> None:
    counts = []
    for number in (1, 5):
        donors = [phoned(f"Name{number} Lopez", f"518555{number:04}") for _double in range(number + 1)]
        for donor in donors:
            compare_record(donor_id=donor.pk, now=MOMENT)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            compare_record(donor_id=donors[0].pk, now=MOMENT)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"score": 101}, "pair_score_of_a_hundred"),
        ({"state": "dismissed"}, "pair_decided_by_somebody"),
        ({"swap": True}, "pair_left_before_right"),
        ({"twice": True}, "one_pair_of_two_donors"),
    ],
)
def test_the_database_keeps_pairs_straight(values: dict[str, object], name: str) -> None:
    one, other = make_donor(), make_donor()
    facts: dict[str, object] = {"left": one, "right": other, "score": 50, "mark": "x", "found_at": MOMENT}
    if values.pop("twice", None):
        DuplicatePair.objects.create(**facts)
    if values.pop("swap", None):
        facts |= {"left": other, "right": one}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DuplicatePair.objects.create(**{**facts, **values})


def test_one_search_runs_at_a_time() -> None:
    DuplicateRun.objects.create(total=1, started_at=MOMENT)
    with pytest.raises(IntegrityError, match="one_search_at_a_time"), transaction.atomic():
        DuplicateRun.objects.create(total=1, started_at=MOMENT)
    with pytest.raises(IntegrityError, match="search_finished_has_time"), transaction.atomic():
        DuplicateRun.objects.create(total=1, started_at=MOMENT, phase="done")
