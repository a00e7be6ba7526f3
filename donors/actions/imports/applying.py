"""What a person looked at is done: all of it in one transaction. Killed midway, nothing was written."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.actions.imports.judging import by_sets, counted, differs, states, work_of
from donors.actions.imports.opening import ImportRefused
from donors.actions.imports.reading import ring
from donors.kinds import KINDS, at_work
from donors.models import Import

APPLY = "donors.import_apply"
# of whom nobody said more is new
DECIDED = (
    "UPDATE donors_importrow r SET verdict = 'new' WHERE r.import_id = %(import)s AND r.verdict = 'maybe'"
)
# somebody changed what the person saw, or the record is gone: their change stands
STALE = """
    UPDATE donors_importrow r SET outcome = 'stale' FROM donors_importrow o
    LEFT JOIN {states} ON s.row = o.id
    WHERE r.id = o.id AND o.import_id = %(import)s AND o.outcome = '' AND o.verdict = 'changed'
      AND (s.row IS NULL OR {differs})
"""
# how a new record stands after it was written: undoing it wants it unchanged
MADE = """
    UPDATE donors_importrow r SET after = s.state, outcome = 'done' FROM {states} WHERE r.id = s.row
"""
DONE = (
    "UPDATE donors_importrow r SET outcome = 'done'"
    " WHERE r.import_id = %(import)s AND r.outcome = '' AND r.verdict IN ('new', 'changed')"
)


def start_applying(*, import_id: int, by: User, now: datetime) -> Import:
    """Let a worker write what was looked at. Twice is once.

    Raises: ImportRefused when it is not ready, or would change nothing.
    """
    with transaction.atomic():
        run = Import.objects.select_for_update().get(pk=import_id)
        if run.state in (Import.State.APPLYING, Import.State.APPLIED):
            return run
        if run.state != Import.State.READY:
            raise ImportRefused(_("This import is not ready to be written."))
        if not any(run.counts.get(name) for name in ("new", "changed", "maybe")):
            raise ImportRefused(_("Nothing in this file differs from the book."))
        run.state, run.turn, run.worked_at = Import.State.APPLYING, run.turn + 1, now
        run.applied_by = by
        run.save(update_fields=["state", "turn", "worked_at", "applied_by"])
        ring(run, APPLY, now=now)
        _note(run, "started", by=by, now=now)
    return run


def apply_import(*, import_id: int, now: datetime) -> None:
    """Write the rows in one transaction. Twice is once; a second worker waits, and finds it done."""
    with transaction.atomic(), connection.cursor() as cursor:
        run = Import.objects.select_for_update(no_key=True).get(pk=import_id)
        if run.state != Import.State.APPLYING:
            return
        kind, work = KINDS[run.kind], work_of(run, now=now, by_id=run.applied_by_id)
        by_sets(cursor, run)
        cursor.execute(DECIDED, work.params)
        kind.lock(cursor, work)
        cursor.execute(
            STALE.format(states=states(kind, at_work("changed")), differs=differs("before")), work.params
        )
        kind.write(cursor, work, "after")
        kind.insert(cursor, work)
        cursor.execute(MADE.format(states=states(kind, at_work("new"))), work.params)
        cursor.execute(DONE, work.params)
        run.state, run.applied_at, run.worked_at = Import.State.APPLIED, now, now
        run.counts = counted(run, "verdict") | counted(run, "outcome")
        run.save(update_fields=["state", "applied_at", "worked_at", "counts"])
        _note(run, "applied", by=run.applied_by, now=now)


def _note(run: Import, what: str, *, by: User | None, now: datetime) -> None:
    facts = {name: run.counts[name] for name in ("new", "changed", "done", "stale") if name in run.counts}
    record(actor=by, verb=f"import.{what}", about=("import", str(run.pk)), now=now, after=facts)
