"""Imports on which two work at once: nothing is written twice, read twice, or cleared from under a hand."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from donors.actions import claim_donor, merge_donors
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.clearing import FILE_KEPT, UNDOABLE_FOR, forget_old_files, resume_import
from donors.actions.imports.reading import read_import
from donors.models import Donor, Import
from donors.reports.filed import rows_below_header
from tests.donors.imports.files import MARIA, applied, fresh, looked_at, opened, text_of
from tests.donors.imports.test_rules import row
from tests.factories import MOMENT, make_donor, make_user
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_old_import_that_begins_to_be_written_keeps_its_rows() -> None:
    run, by = looked_at(text_of([MARIA])), make_user()
    Import.objects.filter(pk=run.pk).update(samples=[])  # cleared the day before: nothing waits for them
    begun = Event()

    def begin() -> None:
        with transaction.atomic():
            start_applying(import_id=run.pk, by=by, now=MOMENT)
            begun.set()
            Event().wait(1)  # the commit comes late: whoever clears has looked by then

    def clear() -> None:
        begun.wait(10)
        forget_old_files(now=MOMENT + FILE_KEPT + timedelta(days=1))

    at_once(begin, clear)
    assert (fresh(run).state, run.lines.count()) == ("applying", 1)


def test_an_import_that_is_being_undone_keeps_what_was_before() -> None:
    run = applied(text_of([MARIA]))
    Import.objects.filter(pk=run.pk).update(state=Import.State.UNDOING)
    forget_old_files(now=MOMENT + UNDOABLE_FOR + timedelta(days=1))
    assert run.lines.get().values != {}
    Import.objects.filter(pk=run.pk).update(state=Import.State.APPLIED)
    forget_old_files(now=MOMENT + UNDOABLE_FOR + timedelta(days=1))
    assert run.lines.get().values == {}


def test_whoever_signs_in_while_their_record_is_folded_gets_the_one_that_stands() -> None:
    kept, folded, by = make_donor(), make_donor(email="ana@example.org"), make_user()
    user = make_user(email="ana@example.org")
    folding = Event()

    def merge() -> None:
        with transaction.atomic():
            merge_donors(kept_id=kept.pk, folded_id=folded.pk, by=by, now=MOMENT)
            folding.set()
            Event().wait(1)

    def claim() -> bool:
        folding.wait(10)
        return claim_donor(user=user, now=MOMENT)

    _none, has_claimed = at_once(merge, claim)
    kept.refresh_from_db()
    assert (has_claimed, kept.user) == (True, user)


def test_two_workers_who_write_one_import_write_it_once() -> None:
    run = looked_at(text_of([row(first_name="Ann", phone=f"518-555-01{n:02}") for n in range(10, 40)]))
    start_applying(import_id=run.pk, by=make_user(), now=MOMENT)
    at_once(*[lambda: apply_import(import_id=run.pk, now=MOMENT)] * 2)
    assert (Donor.objects.count(), fresh(run).counts["done"]) == (30, 30)


def test_a_reader_whose_work_was_taken_up_by_another_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at(text_of([MARIA]))
    run, by = (
        opened(text_of([row(first_name="Ann", email=f"a{n}@example.org") for n in range(5)])),
        make_user(),
    )

    def slow(of: Import) -> Iterator[tuple[int, list[str]]]:
        resume_import(import_id=of.pk, by=by, now=of.worked_at + timedelta(minutes=2))
        yield from rows_below_header(of)

    with monkeypatch.context() as patch:
        patch.setattr("donors.actions.imports.reading.rows_below_header", slow)
        read_import(import_id=run.pk, now=MOMENT)
    assert (fresh(run).state, run.lines.count()) == ("reading", 0)
    read_import(import_id=run.pk, now=MOMENT)
    assert (fresh(run).state, run.lines.count()) == ("ready", 5)
