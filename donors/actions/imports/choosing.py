"""Whom a row is that may be somebody known: a person says so, for one row or for all."""

from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction
from django.utils.translation import gettext as _

from donors.actions.imports.judging import compare, counted, work_of
from donors.actions.imports.opening import ImportRefused
from donors.kinds import KINDS
from donors.models import Import, ImportRow
from donors.sentences import SENTENCES


class ChoiceOf(StrEnum):
    """What may be said of a row besides the key of a record."""

    NEW = "new"
    SKIP = "skip"


DECIDED = {ChoiceOf.NEW: ImportRow.Verdict.NEW, ChoiceOf.SKIP: ImportRow.Verdict.LEFT_OUT}


def choose_row(*, import_id: int, number: int, chosen: str, now: datetime) -> ImportRow:
    """Say whom a row is: the key of one of those that it may be, `new`, or `skip`. It can be said again.

    Raises: ImportRefused, also when the record that was chosen cannot take what the row says.
    """
    with transaction.atomic():
        run = _ready(import_id)
        row = ImportRow.objects.select_for_update().get(run=run, number=number)
        if not row.doubts or chosen not in {*row.doubts, *ChoiceOf}:
            raise ImportRefused(_("Choose one of those that are shown."))
        is_key = chosen not in set(ChoiceOf)
        if is_key and run.lines.filter(target=chosen).exclude(pk=row.pk).exists():
            raise ImportRefused(_("Another row of this file is about the same record."))
        row.chosen, row.target = chosen, chosen if is_key else ""
        row.before, row.after = {}, {}
        row.verdict = ImportRow.Verdict.READ if is_key else DECIDED[ChoiceOf(chosen)]
        row.save()
        if is_key:
            _compare(run, row, now)
        run.counts = counted(run, "verdict")
        run.save(update_fields=["counts"])
    return row


def choose_all(*, import_id: int, chosen: ChoiceOf) -> Import:
    """Say of each row that may be somebody known, and of which nobody said more, that it is new or left out.

    Raises: ImportRefused.
    """
    with transaction.atomic():
        run = _ready(import_id)
        maybe = run.lines.filter(verdict=ImportRow.Verdict.MAYBE)
        maybe.update(chosen=chosen, verdict=DECIDED[chosen])
        run.counts = counted(run, "verdict")
        run.save(update_fields=["counts"])
    return run


def _compare(run: Import, row: ImportRow, now: datetime) -> None:
    kind, work = KINDS[run.kind], work_of(run, now=now)
    with connection.cursor() as cursor:
        kind.check(cursor, work)
        compare(cursor, kind, work, only_adds=run.only_adds)
    row.refresh_from_db()
    if row.verdict == ImportRow.Verdict.REFUSED:
        _field, code, facts = row.problems[-1]
        raise ImportRefused(str(SENTENCES[code]) % facts)
    if row.verdict == ImportRow.Verdict.READ:
        raise ImportRefused(_("This record is gone. Choose another one."))


def _ready(import_id: int) -> Import:
    run = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if run.state != Import.State.READY:
        raise ImportRefused(_("This import is not ready to be written."))
    return run
