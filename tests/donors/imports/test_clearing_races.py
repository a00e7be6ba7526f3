"""What is not kept any longer goes, and takes nothing along on which somebody works in that moment."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from donors.actions import claim_donor, merge_donors
from donors.actions.imports.applying import start_applying
from donors.actions.imports.clearing import FILE_KEPT, UNDOABLE_FOR, forget_old_files
from donors.models import Import
from tests.donors.imports.files import MARIA, applied, fresh, looked_at, text_of
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
