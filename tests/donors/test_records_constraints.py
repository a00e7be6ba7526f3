"""What must never be false of records, notes, tags and relationships: the database refuses it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Role, SavedView
from donors.models import Donor, Household, Note, OtherEmail, Relationship, Tag, Tagging, Task
from tests.factories import MOMENT, make_donor, make_user

pytestmark = pytest.mark.django_db


def refused(name: str) -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError, match=name)


def test_an_address_is_no_other_donor_s_own() -> None:
    make_donor(email="a@example.org")
    with refused("own"), transaction.atomic():
        OtherEmail.objects.create(donor=make_donor(), email="a@example.org")


def test_an_address_is_not_a_donor_s_own_and_another_of_theirs() -> None:
    donor = make_donor(email="a@example.org")
    with refused("own"), transaction.atomic():
        OtherEmail.objects.create(donor=donor, email="a@example.org")


def test_a_new_donor_takes_no_address_that_another_is_known_by() -> None:
    OtherEmail.objects.create(donor=make_donor(), email="a@example.org")
    with refused("known"), transaction.atomic():
        make_donor(email="a@example.org")
    other = make_donor()
    with refused("known"), transaction.atomic():
        Donor.objects.filter(pk=other.pk).update(email="a@example.org")


def test_another_address_stands_once_and_in_lower_case() -> None:
    OtherEmail.objects.create(donor=make_donor(), email="a@example.org")
    for email, name in [("a@example.org", "email"), ("B@example.org", "lower_case"), ("", "is_written")]:
        with refused(name), transaction.atomic():
            OtherEmail.objects.create(donor=make_donor(), email=email)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_one_address_at_once_do_not_both_get_it() -> None:
    holder = make_donor()
    began, outcome = threading.Event(), []

    def make_the_donor() -> None:
        began.wait(5)
        try:
            make_donor(email="both@example.org")
            outcome.append("made")
        except IntegrityError:
            outcome.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=make_the_donor)
    thread.start()
    with transaction.atomic():
        OtherEmail.objects.create(donor=holder, email="both@example.org")
        began.set()
        thread.join(0.5)  # it waits for this commit: what is not committed yet is not overlooked
        assert thread.is_alive()
    thread.join(5)
    assert outcome == ["refused"]


def test_a_donor_is_found_by_another_address_and_no_longer_once_it_is_gone() -> None:
    donor = make_donor(name="Maria Lopez")
    other = OtherEmail.objects.create(donor=donor, email="m.lopez@work.example")
    assert list(Donor.objects.containing("lopez@work")) == [donor]
    other.delete()
    assert list(Donor.objects.containing("lopez@work")) == []


def test_a_relationship_is_of_two_donors_and_stands_once() -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    facts = {"created_at": MOMENT, "kind": "employer"}
    with refused("relationship_is_of_two_donors"), transaction.atomic():
        Relationship.objects.create(first=ana, second=ana, **facts)
    Relationship.objects.create(first=ana, second=ben, **facts)
    with refused("relationship_stands_once"), transaction.atomic():
        Relationship.objects.create(first=ana, second=ben, **facts)
    with refused("kind_is_known"), transaction.atomic():
        Relationship.objects.create(first=ana, second=ben, kind="rival", created_at=MOMENT)


@pytest.mark.parametrize("kind", Relationship.MUTUAL)
def test_what_is_the_same_from_both_sides_stands_once(kind: str) -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    Relationship.objects.create(first=ana, second=ben, kind=kind, created_at=MOMENT)
    with refused("mutual_relationship_stands_once"), transaction.atomic():
        Relationship.objects.create(first=ben, second=ana, kind=kind, created_at=MOMENT)


def test_every_kind_that_is_not_mutual_has_a_word_for_the_other_side() -> None:
    assert set(Relationship.BACK) | set(Relationship.MUTUAL) == set(Relationship.Kind)
    assert not set(Relationship.BACK) & set(Relationship.MUTUAL)


def make_note(text: str = "Prefers letters.") -> Note:
    return Note.objects.create(donor=make_donor(), text=text, at=MOMENT, by=make_user(Role.FUNDRAISER))


def test_a_note_has_words_until_it_is_withdrawn() -> None:
    with refused("note_has_words"), transaction.atomic():
        make_note("")
    note = make_note()
    for values in ({"text": ""}, {"withdrawn_at": MOMENT, "withdrawn_by": note.by}):
        with refused("note_has_words"), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(**values)


def test_a_note_is_not_rewritten_nor_taken_back() -> None:
    note = make_note()
    for values in ({"text": "Something else."}, {"at": MOMENT + timedelta(days=1)}, {"by": make_user()}):
        with pytest.raises(DatabaseError, match="note_is_not_rewritten"), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(**values)
    Note.objects.filter(pk=note.pk).update(text="", withdrawn_at=MOMENT, withdrawn_by=note.by)
    with pytest.raises(DatabaseError, match="note_is_not_rewritten"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Back.", withdrawn_at=None, withdrawn_by=None)


def test_a_merge_may_say_whose_a_note_is() -> None:
    note, other = make_note(), make_donor()
    Note.objects.filter(pk=note.pk).update(donor=other)
    assert list(other.notes.all()) == [note]


def test_a_tag_has_a_name_of_its_own_however_it_is_written() -> None:
    Tag.objects.create(name="Choir", created_at=MOMENT)
    with refused("tag_name_stands_once"), transaction.atomic():
        Tag.objects.create(name="CHOIR", created_at=MOMENT)
    with refused("tag_has_a_name"), transaction.atomic():
        Tag.objects.create(name="", created_at=MOMENT)


def test_a_donor_carries_a_tag_once() -> None:
    tag, donor = Tag.objects.create(name="Choir", created_at=MOMENT), make_donor()
    Tagging.objects.create(tag=tag, donor=donor, at=MOMENT)
    with refused("donor_carries_a_tag_once"), transaction.atomic():
        Tagging.objects.create(tag=tag, donor=donor, at=MOMENT)


def test_a_task_says_what_to_do_and_who_did_it() -> None:
    user = make_user(Role.FUNDRAISER)
    facts = {
        "assigned_to": user,
        "created_by": user,
        "created_at": MOMENT,
        "due_on": date(2026, 12, 1),
        "title": "Call back",
    }
    with refused("task_says_what_to_do"), transaction.atomic():
        Task.objects.create(**{**facts, "title": ""})
    for values in ({"done_at": MOMENT}, {"done_by": user}):
        with refused("task_that_is_done_says_by_whom"), transaction.atomic():
            Task.objects.create(**facts, **values)


def test_a_household_has_both_greetings() -> None:
    for greetings in (("", "Maria"), ("Maria Lopez", "")):
        with refused("household_has_both_greetings"), transaction.atomic():
            Household.objects.create(formal_greeting=greetings[0], informal_greeting=greetings[1])


def test_a_saved_view_has_one_name_for_its_owner_and_list() -> None:
    user = make_user(Role.FUNDRAISER)
    facts = {"route": "donors:donor_list", "created_at": MOMENT}
    SavedView.objects.create(owner=user, name="Lapsed", **facts)
    SavedView.objects.create(owner=make_user(), name="Lapsed", **facts)
    with refused("saved_view_name_stands_once_per_owner"), transaction.atomic():
        SavedView.objects.create(owner=user, name="lapsed", **facts)
    with refused("saved_view_has_a_name"), transaction.atomic():
        SavedView.objects.create(owner=user, name="", **facts)
