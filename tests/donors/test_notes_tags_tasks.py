"""What staff keep in mind: notes that are not rewritten, tags that mark nobody, tasks that are ticked off."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, Role, User
from core.guard import guard_mark
from donors.actions import erase_donor
from donors.actions.notes import NoteRefused, withdraw_note, write_note
from donors.actions.tags import (
    TagRefused,
    delete_tag,
    merge_tags,
    rename_tag,
    tag_donor,
    tag_many,
    tag_named,
    untag_donor,
    untag_many,
)
from donors.actions.tasks import TaskRefused, Todo, add_task, change_task, finish_task
from donors.models import Donor, Note, Tag, Tagging, Task
from donors.reports.tasks import counts_of, pressing, tasks_of
from tests.factories import MOMENT, make_donor, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def by() -> User:
    return make_user(Role.FUNDRAISER)


def verbs(kind: str) -> list[str]:
    return list(AuditEntry.objects.filter(about_kind=kind).order_by("pk").values_list("verb", flat=True))


def test_a_correction_is_a_note_of_its_own(by: User) -> None:
    donor = make_donor()
    older = write_note(donor=donor, text="Prefers calls.", by=by, now=MOMENT)
    newer = write_note(donor=donor, text="Prefers letters.", by=by, now=MOMENT, corrects=older.pk)
    assert (newer.corrects, older.text) == (older, "Prefers calls.")
    with pytest.raises(NoteRefused, match="meantime"):
        write_note(donor=donor, text="Prefers neither.", by=by, now=MOMENT, corrects=older.pk)
    assert verbs("note") == ["note.written", "note.corrected"]


def test_withdrawing_drops_the_words_and_those_of_what_it_corrected(by: User) -> None:
    donor = make_donor()
    older = write_note(donor=donor, text="Prefers calls.", by=by, now=MOMENT)
    newer = write_note(donor=donor, text="Prefers letters.", by=by, now=MOMENT, corrects=older.pk)
    for _twice in range(2):
        withdraw_note(note_id=newer.pk, by=by, now=MOMENT)
    assert list(Note.objects.values_list("text", "withdrawn_by")) == [("", by.pk)] * 2
    assert verbs("note").count("note.withdrawn") == 2
    assert "Prefers" not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_a_note_of_another_donor_is_not_corrected_from_here(by: User) -> None:
    other = write_note(donor=make_donor(), text="Prefers calls.", by=by, now=MOMENT)
    with pytest.raises(NoteRefused):
        write_note(donor=make_donor(), text="Mine.", by=by, now=MOMENT, corrects=other.pk)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Survivor",
            "survivors",
            "FormerClient",
            "ex-clients",
            "Ex client",
            "resident",
            "VICTIM",
            "mentees",
        ),
        *("former program participant", "shelter guests", "our guests", "lived experience", "Sobreviviente"),
        *("ex_survivor", "S u r v i v o r s club of survivors", "rescued", "sobrevivientes", "Víctima"),
        *("program alumna", "house graduates", "trafficked", "patient", "clientes"),
    ],
)
def test_no_name_may_mark_whom_we_help(name: str) -> None:
    with pytest.raises(ValidationError):
        guard_mark("donors.Tag.name")(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Gala guests",
            "Choir",
            "Board",
            "Walk participants",
            "Survivor Fund",
            "Minor league",
            "Major gifts",
        ),
        *(
            "President's circle",
            "Invitados de la gala",
            "Graduates of 1999",
            "Clientele evening",
            "House party",
        ),
    ],
)
def test_ordinary_names_pass(name: str) -> None:
    guard_mark("donors.Tag.name")(name)


def test_a_tag_is_one_however_it_is_written(by: User) -> None:
    first = tag_named(name="Choir", by=by, now=MOMENT)
    assert tag_named(name="CHOIR", by=by, now=MOMENT) == first


@pytest.mark.django_db(transaction=True)
def test_two_who_name_a_tag_at_once_make_one() -> None:
    by = make_user(Role.FUNDRAISER)
    names = [lambda: tag_named(name="Choir", by=by, now=MOMENT)] * 2
    assert len({tag.pk for tag in at_once(*names)}) == 1


def test_given_or_taken_twice_it_is_once(by: User) -> None:
    donor, tag = make_donor(), tag_named(name="Choir", by=by, now=MOMENT)
    for _twice in range(2):
        tag_donor(donor=donor, tag=tag, by=by, now=MOMENT)
    assert Tagging.objects.count() == 1
    for _twice in range(2):
        untag_donor(donor=donor, tag_id=tag.pk, by=by, now=MOMENT)
    assert verbs("donor")[-1] == "donor.untagged"
    assert verbs("donor").count("donor.untagged") == 1


def test_many_are_tagged_but_not_who_was_erased_or_merged(by: User) -> None:
    tag = tag_named(name="Choir", by=by, now=MOMENT)
    donors = [make_donor() for _each in range(5)]
    tag_donor(donor=donors[0], tag=tag, by=by, now=MOMENT)
    Donor.objects.filter(pk=donors[1].pk).update(merged_into=donors[0])
    Donor.objects.filter(pk=donors[2].pk).update(erased_at=MOMENT, email="")
    chosen = Donor.objects.filter(pk__in=[donor.pk for donor in donors])
    assert tag_many(donors=chosen, tag=tag, by=by, now=MOMENT) == 2
    assert {row.donor_id for row in tag.taggings.all()} == {donors[0].pk, donors[3].pk, donors[4].pk}
    assert untag_many(donors=chosen, tag=tag, by=by, now=MOMENT) == 3
    entries = AuditEntry.objects.filter(verb__in=["tag.given", "tag.taken"]).order_by("pk")
    assert [entry.after for entry in entries] == [{"donors": 2}, {"donors": 3}]


def test_merging_tags_leaves_each_donor_one(by: User) -> None:
    choir, singers = (tag_named(name=name, by=by, now=MOMENT) for name in ("Choir", "Singers"))
    both, one = make_donor(), make_donor()
    for donor, tag in ((both, choir), (both, singers), (one, singers)):
        tag_donor(donor=donor, tag=tag, by=by, now=MOMENT)
    merge_tags(gone=singers, kept=choir, by=by, now=MOMENT)
    assert list(Tag.objects.all()) == [choir]
    assert {row.donor_id for row in choir.taggings.all()} == {both.pk, one.pk}
    with pytest.raises(TagRefused, match="different"):
        merge_tags(gone=choir, kept=choir, by=by, now=MOMENT)


def test_a_name_that_another_tag_has_is_refused(by: User) -> None:
    choir, singers = (tag_named(name=name, by=by, now=MOMENT) for name in ("Choir", "Singers"))
    with pytest.raises(TagRefused, match="Merge"):
        rename_tag(tag=singers, name="choir", by=by, now=MOMENT)
    rename_tag(tag=choir, name="CHOIR", by=by, now=MOMENT)
    delete_tag(tag=singers, by=by, now=MOMENT)
    assert list(Tag.objects.values_list("name", flat=True)) == ["CHOIR"]


def test_tasks_stand_where_they_belong(by: User) -> None:
    other = make_user(Role.FINANCE)
    tasks = [
        add_task(donor=None, todo=Todo(title, date(2026, 11, day), who.pk), by=by, now=MOMENT)
        for title, day, who in (("late", 20, by), ("today", 25, by), ("later", 30, by), ("theirs", 1, other))
    ]
    assert [task.title for task in tasks_of(by, "mine", TODAY)] == ["late", "today", "later"]
    assert [task.title for task in tasks_of(by, "late", TODAY)] == ["theirs", "late"]
    assert counts_of(by, TODAY) == {"mine": 3, "late": 2, "all": 4}
    assert pressing(by, TODAY).count() == 2
    finish_task(task_id=tasks[0].pk, is_done=True, by=by, now=MOMENT)
    assert pressing(by, TODAY).count() == 1
    assert list(tasks_of(other, "done", TODAY)) == [tasks[0]]


def test_who_ticked_it_off_first_did_it(by: User) -> None:
    task = add_task(donor=make_donor(), todo=Todo("Call", TODAY, by.pk), by=by, now=MOMENT)
    for who in (by, make_user(Role.FINANCE)):
        finish_task(task_id=task.pk, is_done=True, by=who, now=MOMENT)
    task.refresh_from_db()
    assert (task.done_by, verbs("task")) == (by, ["task.created", "task.done"])
    finish_task(task_id=task.pk, is_done=False, by=by, now=MOMENT)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)


def test_the_trail_says_which_part_of_a_task_changed_and_not_to_what(by: User) -> None:
    task = add_task(donor=None, todo=Todo("Call", TODAY, by.pk), by=by, now=MOMENT)
    for _twice in range(2):
        change_task(task_id=task.pk, todo=Todo("Write", TODAY, by.pk), by=by, now=MOMENT)
    assert [entry.after for entry in AuditEntry.objects.filter(verb="task.changed")] == [{"changed": "title"}]


def test_all_of_it_goes_with_the_person(by: User) -> None:
    user = make_user()
    donor = make_donor(user=user)
    write_note(donor=donor, text="Prefers letters.", by=by, now=MOMENT)
    tag_donor(donor=donor, tag=tag_named(name="Choir", by=by, now=MOMENT), by=by, now=MOMENT)
    add_task(donor=donor, todo=Todo("Call", TODAY, by.pk), by=by, now=MOMENT)
    erase_donor(user=user, now=MOMENT)
    assert (Note.objects.count(), Tagging.objects.count(), Task.objects.count()) == (0, 0, 0)
    with pytest.raises(NoteRefused, match="erased"):
        write_note(donor=donor, text="Again.", by=by, now=MOMENT)
    with pytest.raises(TagRefused, match="erased"):
        tag_donor(donor=donor, tag=Tag.objects.get(), by=by, now=MOMENT)
    with pytest.raises(TaskRefused, match="erased"):
        add_task(donor=donor, todo=Todo("Call back", TODAY, by.pk), by=by, now=MOMENT)
