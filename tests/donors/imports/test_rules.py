"""Whom a row is, what it may not change, and what of it somebody else's hand keeps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Role
from donors.actions import erase_donor, merge_donors
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.clearing import (
    FILE_KEPT,
    UNDOABLE_FOR,
    cancel_import,
    forget_old_files,
    resume_import,
)
from donors.actions.imports.opening import ImportRefused
from donors.actions.imports.reading import read_import
from donors.actions.imports.undoing import ask_to_undo
from donors.models import Donor, ExternalId, Import, ImportPart, ImportRow, OtherEmail
from jobs.models import Job
from letters.models import Letter, OptOut
from tests.accounts.makers import browser_of, make_staff
from tests.donors.imports.files import (
    HEADER,
    JAMES,
    MARIA,
    applied,
    fresh,
    looked_at,
    opened,
    problems,
    text_of,
    undone,
    verdicts,
)
from tests.donors.imports.test_import import state
from tests.factories import MOMENT, make_donor, make_organisation, make_user

pytestmark = pytest.mark.django_db

NOTHING = ("",) * 10


def row(**cells: str) -> tuple[str, ...]:
    """A row that says only this, by the names of its columns."""
    named = {name.replace(" ", "_").lower(): name for name in HEADER}
    found = dict(zip(HEADER, NOTHING, strict=True)) | {named[key]: value for key, value in cells.items()}
    return tuple(found.values())


def test_a_merged_donor_is_found_by_the_old_address_and_number() -> None:
    kept, folded = (
        make_donor(name="Maria Lopez", email="maria@example.org"),
        make_donor(email="old@example.org"),
    )
    ExternalId.objects.create(donor=folded, source="crm", key="C-9")
    merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=make_user(), now=MOMENT)
    run = looked_at(text_of([row(email="OLD@example.org", first_name="Maria", last_name="Lopez")]))
    assert (verdicts(run), run.lines.get().target) == (["same"], str(kept.pk))
    run = looked_at(text_of([row(contact_id="C-9", first_name="Maria", last_name="Lopez")]))
    assert (verdicts(run), run.lines.get().target) == (["same"], str(kept.pk))


def test_another_address_of_a_donor_finds_them_and_changes_nothing() -> None:
    known = make_donor(name="Maria Lopez", email="maria@example.org")
    OtherEmail.objects.create(donor=known, email="work@example.org")
    run = looked_at(text_of([row(email="work@example.org", first_name="Maria", last_name="Lopez")]))
    assert (verdicts(run), run.lines.get().target) == (["same"], str(known.pk))


def test_the_number_of_the_other_program_goes_before_the_address() -> None:
    by_number, by_mail = make_donor(name="A"), make_donor(name="B", email="b@example.org")
    ExternalId.objects.create(donor=by_number, source="crm", key="C-1")
    run = looked_at(text_of([row(contact_id="C-1", first_name="A", email="b@example.org")]))
    assert problems(run) == [(2, "email", "email_taken")]
    assert by_mail.external_ids.count() == 0


def test_whoever_signs_in_keeps_their_address() -> None:
    user = make_user(email="maria@example.org")
    donor = make_donor(name="Maria Lopez", email="maria@example.org", user=user)
    ExternalId.objects.create(donor=donor, source="crm", key="C-1")
    run = looked_at(text_of([row(contact_id="C-1", email="else@example.org")]))
    assert problems(run) == [(2, "email", "signs_in")]


def test_two_rows_about_one_record_are_told() -> None:
    donor = make_donor(email="maria@example.org")
    ExternalId.objects.create(donor=donor, source="crm", key="C-1")
    run = looked_at(text_of([row(contact_id="C-1"), row(email="maria@example.org", first_name="M")]))
    assert problems(run) == [(3, "", "same_record")]


def test_a_wish_is_added_and_never_taken_back() -> None:
    donor = make_donor(name="Maria Lopez", email="maria@example.org")
    Donor.objects.filter(pk=donor.pk).update(no_post=True)
    OptOut.objects.create(email="maria@example.org", topic="all", created_at=MOMENT)
    header = (*HEADER, "Do not email")
    run = looked_at(text_of([(*MARIA[:4], *[""] * 5, "no", "no")], header))
    row_ = run.lines.get()
    assert not {"no_post", "no_email"} & row_.after.keys()
    applied(text_of([(*JAMES[:9], "yes", "yes")], header))
    james = Donor.objects.get(name="James Okafor")
    assert (james.no_post, james.wants_news) == (True, False)
    assert OptOut.objects.declining("james@example.org", "news").exists()


def test_no_letter_leaves_because_of_an_import() -> None:
    before = set(Job.objects.values_list("kind", flat=True))
    applied(text_of([MARIA, JAMES]))
    assert not Letter.objects.exists()
    assert set(Job.objects.values_list("kind", flat=True)) - before <= {
        *("donors.import_read", "donors.import_apply", "donors.compare"),
    }


def test_whoever_is_written_as_new_is_looked_at() -> None:
    known = make_donor(name="Maria Lopez", email="old@example.org")
    Donor.objects.filter(pk=known.pk).update(phone="518-555-0101")
    applied(text_of([MARIA, JAMES]))
    new = Donor.objects.exclude(pk=known.pk).values_list("pk", flat=True)
    asked = Job.objects.filter(kind="donors.compare").values_list("about", flat=True)
    assert set(asked) == set(map(str, new))


def test_what_somebody_changed_after_the_look_is_left_alone() -> None:
    known = make_donor(name="Maria L.", email="maria@example.org")
    run = looked_at(text_of([MARIA, JAMES]))
    Donor.objects.filter(pk=known.pk).update(name="Maria Lopez-Reyes")
    make_donor(name="Another James", email="james@example.org")
    before = state()
    start_applying(import_id=run.pk, by=make_user(), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    assert fresh(run).counts["stale"] == 2
    assert state() == before


def test_applying_twice_is_once_and_the_second_worker_finds_it_done() -> None:
    run = applied(text_of([MARIA]))
    start_applying(import_id=run.pk, by=make_user(), now=MOMENT)
    apply_import(import_id=run.pk, now=MOMENT)
    assert Donor.objects.count() == 1


def test_a_file_that_only_adds_leaves_what_is_said() -> None:
    known = make_donor(name="Maria L.", email="maria@example.org")
    run = looked_at(text_of([MARIA]), only_adds=True)
    assert "name" not in run.lines.get().after
    assert run.lines.get().after["phone"] == "518-555-0101"
    assert known.name == "Maria L."


def test_a_changed_donor_is_not_taken_back_over_somebody_s_hand() -> None:
    known = make_donor(name="Maria L.", email="maria@example.org")
    run = applied(text_of([MARIA]))
    Donor.objects.filter(pk=known.pk).update(phone="518-555-0000")
    with pytest.raises(ImportRefused):
        ask_to_undo(import_id=run.pk, by=make_user(), now=MOMENT)
    assert fresh(run).state == "applied"


def test_a_refusal_that_the_donor_repeated_stays_when_the_import_is_undone() -> None:
    donor = make_donor(name="Maria Lopez", email="maria@example.org")
    header = (*HEADER, "Do not email")
    run = applied(text_of([(*MARIA, "yes")], header))
    donor.consents.create(topic="all", is_given=False, source="link", at=MOMENT + timedelta(hours=1))
    with pytest.raises(ImportRefused):
        ask_to_undo(import_id=run.pk, by=make_user(), now=MOMENT)
    assert OptOut.objects.filter(email="maria@example.org").exists()


def test_reading_stops_when_it_is_given_up_and_goes_on_when_a_worker_died(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("donors.actions.imports.reading.STRETCH", 2)
    monkeypatch.setattr("donors.actions.imports.reading.PATIENCE", 0)
    looked_at(text_of([MARIA]))
    rows = [row(contact_id=f"C-{n}", first_name=f"Ann {n}", email=f"a{n}@example.org") for n in range(5)]
    run = opened(text_of(rows))
    read_import(import_id=run.pk, now=MOMENT)
    assert (fresh(run).rows_read, fresh(run).state) == (2, "reading")
    with pytest.raises(ImportRefused):
        resume_import(import_id=run.pk, by=make_user(), now=MOMENT)
    resume_import(import_id=run.pk, by=make_user(), now=fresh(run).worked_at + timedelta(minutes=2))
    for _turn in range(3):
        read_import(import_id=run.pk, now=MOMENT)
    assert (fresh(run).state, fresh(run).counts) == ("ready", {"new": 5})
    assert list(run.lines.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 5, 6]
    other = opened(text_of(rows))
    read_import(import_id=other.pk, now=MOMENT)
    cancel_import(import_id=other.pk, by=make_user(), now=MOMENT)
    read_import(import_id=other.pk, now=MOMENT)
    assert (fresh(other).state, other.lines.count()) == ("cancelled", 0)


def test_no_row_is_lost_between_two_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("donors.actions.imports.reading.STRETCH", 2)
    run = looked_at(text_of([row(first_name=f"Ann {n}", email=f"a{n}@example.org") for n in range(5)]))
    assert list(run.lines.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 5, 6]


def test_a_file_with_an_open_quote_is_not_kept_by_half() -> None:
    looked_at(text_of([MARIA]))
    run = opened(text_of([MARIA] * 5) + '"' + "x" * 140_000)
    read_import(import_id=run.pk, now=MOMENT)
    run = fresh(run)
    assert (run.state, run.failure, run.lines.count()) == ("failed", ["quote_open", {"row": 7}], 0)


def test_our_own_export_comes_back_without_a_change() -> None:
    make_organisation()
    for name in ("=1+1", "O'Brien, “Pat”", "'quoted", "+Plus", "María López"):
        make_donor(name=name)
    applied(text_of([MARIA]))
    desk = browser_of(make_staff(Role.FUNDRAISER))
    answer = desk.post("/desk/donors/export/", {"reason": "to mend it"})
    content = b"".join(answer).decode()
    run = looked_at(content)
    assert (run.format, run.counts) == ("safe-harbor-donors", {"same": 6})


def test_whoever_is_forgotten_stands_in_no_row_and_no_file() -> None:
    user = make_user(email="maria@example.org")
    make_donor(name="Maria L.", email="maria@example.org", user=user)
    run = applied(text_of([MARIA]))
    erase_donor(user=user, now=MOMENT)
    assert not ImportPart.objects.exists()
    assert not ExternalId.objects.exists()
    left = ImportRow.objects.filter(run=run).values("title", "values", "before", "after").get()
    assert left == {"title": "", "values": {}, "before": {}, "after": {}}
    assert fresh(run).samples == []


def test_files_and_words_go_by_their_periods() -> None:
    run, waiting = applied(text_of([MARIA])), looked_at(text_of([JAMES]))
    forget_old_files(now=MOMENT + FILE_KEPT + timedelta(days=1))
    assert (ImportPart.objects.count(), fresh(waiting).state, waiting.lines.count()) == (0, "cancelled", 0)
    assert run.lines.get().values
    forget_old_files(now=MOMENT + UNDOABLE_FOR + timedelta(days=1))
    assert (run.lines.get().values, run.lines.get().after) == ({}, {})
    with pytest.raises(ImportRefused):
        ask_to_undo(import_id=run.pk, by=make_user(), now=MOMENT)


def test_the_trail_says_who_did_what_and_no_name() -> None:
    undone(applied(text_of([MARIA])))
    verbs = list(AuditEntry.objects.filter(verb__startswith="import.").values_list("verb", flat=True))
    assert {"import.opened", "import.applied", "import.undone"} <= set(verbs)
    assert "Maria" not in str(list(AuditEntry.objects.values("before", "after", "reason")))


def test_the_database_keeps_what_must_hold() -> None:
    run = looked_at(text_of([MARIA]))
    rows, donor = Import.objects.filter(pk=run.pk), make_donor()
    attempts: dict[str, Callable[[], object]] = {
        "import_state_is_known": lambda: rows.update(state="lost"),
        "applied_import_has_time": lambda: rows.update(state="applied"),
        "undone_import_has_time": lambda: rows.update(state="undone", applied_at=MOMENT),
        "undoing_many_rows_takes_two_people": lambda: rows.update(
            undo_rows=21, undo_asked_by=run.by, undone_by=run.by
        ),
        "import_row_verdict_is_known": lambda: run.lines.update(verdict="lost"),
        "import_row_outcome_is_known": lambda: run.lines.update(outcome="lost"),
        "one_import_row_per_number": lambda: ImportRow.objects.create(run=run, number=2),
        "one_import_part_per_number": lambda: ImportPart.objects.create(run=run, number=0, content=b""),
        "external_id_says_something": lambda: ExternalId.objects.create(donor=donor, source="", key="1"),
        "one_donor_per_external_id": lambda: ExternalId.objects.bulk_create(
            ExternalId(donor=donor, source="crm", key="1") for _turn in range(2)
        ),
    }
    for name, attempt in attempts.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            attempt()
