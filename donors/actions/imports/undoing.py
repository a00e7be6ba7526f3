"""An import is taken back: what was is again, to the letter. What somebody used since stays, and is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.imports.judging import by_sets, counted, differs, states, work_of
from donors.actions.imports.opening import ImportRefused
from donors.actions.imports.reading import ring
from donors.kinds import KINDS, ImportKind, Work
from donors.models import ALONE_UP_TO, Import, ImportRow

UNDO = "donors.import_undo"
# a record that is not as we left it, or is gone, merged or erased: somebody used it since
KEPT = """
    UPDATE donors_importrow r SET outcome = 'kept' FROM donors_importrow o
    LEFT JOIN {states} ON s.row = o.id
    WHERE r.id = o.id AND o.import_id = %(import)s AND o.outcome = 'done'
      AND (s.row IS NULL OR {differs})
"""
UNDONE = (
    "UPDATE donors_importrow r SET outcome = 'undone' WHERE r.import_id = %(import)s AND r.outcome = 'done'"
)
SHOWN = 200  # rows that stay, on the page that asks


@dataclass(frozen=True)
class Outlook:
    """What undoing would do: how many rows it takes back, how many stay, and the first of those."""

    can: int
    stay: int
    kept: list[ImportRow]


def foresee_undoing(*, import_id: int, now: datetime) -> Outlook:
    """Say how many rows can be taken back and which stay. Nothing is changed by asking.

    Raises: ImportRefused.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        run = _applied(import_id)
        by_sets(cursor, run)
        _sort(cursor, KINDS[run.kind], _work(run, now))
        found = counted(run, "outcome")
        kept = list(run.lines.filter(outcome=ImportRow.Outcome.KEPT).order_by("number")[:SHOWN])
        transaction.set_rollback(True)
    return Outlook(found.get("done", 0), found.get("kept", 0), kept)


def ask_to_undo(*, import_id: int, by: User, now: datetime) -> Import:
    """Undo up to twenty rows, or ask for the second person that more of them want. Twice is once.

    The second person asks for the same. Rows that somebody used since stay as they are.

    Raises: ImportRefused.
    """
    outlook = foresee_undoing(import_id=import_id, now=now)
    with transaction.atomic():
        run = _applied(import_id)
        run.undo_rows = outlook.can
        if not run.undo_rows:
            raise ImportRefused(_("Every record of this import was used since. Nothing can be taken back."))
        if run.undo_rows > ALONE_UP_TO and (run.undo_asked_by is None or run.undo_asked_by == by):
            run.undo_asked_by = by
            run.save(update_fields=["undo_asked_by", "undo_rows"])
            _note(run, "undo_asked", by=by, now=now)
            return run
        run.undone_by, run.state = by, Import.State.UNDOING
        run.turn, run.worked_at = run.turn + 1, now
        run.save(update_fields=["undo_rows", "undone_by", "state", "turn", "worked_at"])
        ring(run, UNDO, now=now)
        _note(run, "undo_started", by=by, now=now)
    return run


def undo_import(*, import_id: int, now: datetime) -> None:
    """Take the rows back in one transaction. Twice is once."""
    with transaction.atomic(), connection.cursor() as cursor:
        run = Import.objects.select_for_update(no_key=True).get(pk=import_id)
        if run.state != Import.State.UNDOING:
            return
        kind, work = KINDS[run.kind], _work(run, now)
        by_sets(cursor, run)
        _sort(cursor, kind, work)
        if _waits_for_second(run, now):
            return
        kind.write(cursor, work, "before")
        kind.remove(cursor, work)
        cursor.execute(UNDONE, work.params)
        run.state, run.undone_at, run.worked_at = Import.State.UNDONE, now, now
        run.counts = counted(run, "verdict") | counted(run, "outcome")
        run.save(update_fields=["state", "undone_at", "worked_at", "counts"])
        _note(run, "undone", by=run.undone_by, now=now)


def _waits_for_second(run: Import, now: datetime) -> bool:
    """Ask a second person after all: more rows can be taken back now than when they were counted."""
    count = run.lines.filter(outcome=ImportRow.Outcome.DONE).count()
    if count <= ALONE_UP_TO or run.undo_asked_by_id not in (None, run.undone_by_id):
        return False
    run.lines.filter(outcome=ImportRow.Outcome.KEPT).update(outcome=ImportRow.Outcome.DONE)
    run.state, run.undo_rows, run.worked_at = Import.State.APPLIED, count, now
    run.undo_asked_by, run.undone_by = run.undone_by, None
    run.save(update_fields=["state", "undo_rows", "worked_at", "undo_asked_by", "undone_by"])
    _note(run, "undo_asked", by=run.undo_asked_by, now=now)
    return True


def _sort(cursor: CursorWrapper, kind: ImportKind, work: Work) -> None:
    """Leave the outcome done on rows that can be taken back, kept on those that cannot."""
    kind.lock(cursor, work)
    cursor.execute(
        KEPT.format(states=states(kind, "r.outcome = 'done'"), differs=differs("after")), work.params
    )
    kind.keep(cursor, work)


def _work(run: Import, now: datetime) -> Work:
    return work_of(run, now=now, by_id=run.undone_by_id, outcome=ImportRow.Outcome.DONE)


def _applied(import_id: int) -> Import:
    run = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if run.state != Import.State.APPLIED:
        raise ImportRefused(_("Only an import that was written can be undone."))
    if run.emptied_at:
        raise ImportRefused(_("This import is so old that what was before is not kept any more."))
    return run


def _note(run: Import, what: str, *, by: User | None, now: datetime) -> None:
    facts = {name: run.counts[name] for name in ("done", "undone", "kept") if name in run.counts}
    record(actor=by, verb=f"import.{what}", about=("import", str(run.pk)), now=now, after=facts)
