"""What is not kept: files after two weeks, the words of rows after three months, whom we forget at once."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.imports.applying import APPLY
from donors.actions.imports.opening import ImportRefused
from donors.actions.imports.reading import READ, ring
from donors.actions.imports.undoing import UNDO
from donors.models import Import, ImportPart, ImportRow
from donors.models.imports import ImportQuerySet

FILE_KEPT = timedelta(days=14)
UNDOABLE_FOR = timedelta(days=90)
STUCK = timedelta(seconds=90)  # longer than that without a step, its worker is likely gone
OPEN = (Import.State.MAPPING, Import.State.READING, Import.State.READY, Import.State.FAILED)
OVER = (Import.State.APPLIED, Import.State.UNDONE)
JOBS = {Import.State.READING: READ, Import.State.APPLYING: APPLY, Import.State.UNDOING: UNDO}
EMPTY = {"title": "", "values": {}, "problems": [], "doubts": [], "before": {}, "after": {}, "made": {}}


def cancel_import(*, import_id: int, by: User, now: datetime) -> Import:
    """Give a file up that was not written: it and its rows are deleted. Twice is once.

    Raises: ImportRefused once it is being written.
    """
    with transaction.atomic():
        run = Import.objects.select_for_update().get(pk=import_id)
        if run.state == Import.State.CANCELLED:
            return run
        if run.state not in OPEN:
            raise ImportRefused(_("It is written already, or about to be. It can be undone instead."))
        run.state, run.worked_at, run.samples = Import.State.CANCELLED, now, []
        run.emptied_at, run.counts = now, {}
        run.save()
        run.lines.all().delete()
        run.parts.all().delete()
        record(actor=by, verb="import.cancelled", about=("import", str(run.pk)), now=now)
    return run


def resume_import(*, import_id: int, by: User, now: datetime) -> Import:
    """Ring for work that seems to have stopped. It goes on from where it was; twice is harmless.

    Raises: ImportRefused while it gets on.
    """
    with transaction.atomic():
        run = Import.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=import_id).first()
        if run is None or run.state not in JOBS or now - run.worked_at < STUCK:
            raise ImportRefused(_("It is at work. Look again in a moment."))
        run.turn, run.worked_at = run.turn + 1, now
        run.save(update_fields=["turn", "worked_at"])
        ring(run, JOBS[Import.State(run.state)], now=now)
        record(actor=by, verb="import.resumed", about=("import", str(run.pk)), now=now)
    return run


def forget_old_files(*, now: datetime) -> None:
    """Delete files after two weeks, and give up what nobody wrote by then; empty rows after three months."""
    old = Import.objects.filter(created_at__lt=now - FILE_KEPT)
    ImportPart.objects.filter(run__in=old).delete()
    old.exclude(samples=[]).update(samples=[])
    for import_id in old.filter(state__in=OPEN).values_list("pk", flat=True):
        with _held(import_id, OPEN) as run:
            ImportRow.objects.filter(run__in=run).delete()
            run.update(state=Import.State.CANCELLED, emptied_at=now, counts={})
    beyond = Import.objects.filter(applied_at__lt=now - UNDOABLE_FOR, emptied_at=None, state__in=OVER)
    for import_id in beyond.values_list("pk", flat=True):
        with _held(import_id, OVER) as run:
            ImportRow.objects.filter(run__in=run).update(**EMPTY)
            run.update(emptied_at=now)


@contextmanager
def _held(import_id: int, states: Sequence[str]) -> Iterator[ImportQuerySet]:
    """Lock an import and yield it as rows; none where it left these states since somebody looked."""
    with transaction.atomic():
        rows = Import.objects.filter(pk=import_id, state__in=states)
        list(rows.select_for_update())
        yield rows


def forget_rows_of(*, kind: str, keys: Iterable[str]) -> None:
    """Empty rows about records whose person goes, and drop the files that named them.

    It is part of the caller's transaction.

    Such a row cannot be undone any more; the record's own erasure stands instead.
    """
    rows = ImportRow.objects.filter(run__kind=kind, target__in=list(keys))
    ImportPart.objects.filter(run__in=rows.values("run")).delete()
    Import.objects.filter(pk__in=rows.values("run")).exclude(samples=[]).update(samples=[])
    rows.update(**EMPTY, outcome=ImportRow.Outcome.NONE)
