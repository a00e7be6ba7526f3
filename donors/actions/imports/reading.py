"""A file is read into rows, some thousand to a transaction: a worker that dies loses one stretch of it."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from core.incoming import FileRefused
from donors.actions.imports.cleaning import Cleaner, Line, reader
from donors.actions.imports.judging import judge
from donors.kinds import FORMATS, KINDS
from donors.models import Import
from donors.reports.filed import rows_below_header
from jobs.actions import enqueue

READ = "donors.import_read"
STRETCH = 5_000  # rows to a transaction: some tenths of a second, and what has to fit into memory
PATIENCE = 20.0  # seconds for one job, well within its lease; the next one goes on
COPIED = (
    *("import_id", "number", "verdict", "outcome", "title", "values", "problems"),
    *("target", "chosen", "doubts", "before", "after", "made"),
)


def ring(run: Import, kind: str, *, now: datetime) -> None:
    """Let a worker go on. The turn is part of the key, so that work whose job died has another chance."""
    key = f"{kind}:{run.pk}:{run.turn}:{run.rows_read}"
    enqueue(kind=kind, about=str(run.pk), key=key, now=now)


def read_import(*, import_id: int, now: datetime) -> None:
    """Read on from where the rows end; when all are there, compare them. Twice is once."""
    run = Import.objects.get(pk=import_id)
    if run.state != Import.State.READING:
        return
    began = time.monotonic()
    stretches = _stretches(run)
    try:
        for rows, is_last in stretches:
            if not _keep(run, rows, is_last=is_last):
                return
            if not is_last and time.monotonic() - began > PATIENCE:
                ring(run, READ, now=timezone.now())
                return
    except FileRefused as refusal:
        _fail(run, refusal)
        return
    judge(import_id=import_id, now=now)


def _stretches(run: Import) -> Iterator[tuple[list[Line], bool]]:
    """Yield cleaned rows from the first one that is not kept yet, and whether they are the last."""
    known = FORMATS.get(run.format)
    cleaner = Cleaner(KINDS[run.kind], reader(run.header, run.mapping, known), len(run.header))
    rows = rows_below_header(run)
    for _turn in range(run.rows_read):
        next(rows, None)
    is_last = False
    while not is_last:
        some = list(islice(rows, STRETCH))
        is_last = len(some) < STRETCH
        yield cleaner.clean(some), is_last


def _keep(run: Import, lines: Sequence[Line], *, is_last: bool) -> bool:
    """Write rows and how far it got, in one transaction; False when somebody stopped it or took it over."""
    with transaction.atomic():
        before = run.rows_read
        locked = Import.objects.select_for_update(no_key=True).get(pk=run.pk)
        if locked.state != Import.State.READING or (locked.rows_read, locked.turn) != (before, run.turn):
            return False
        _copy(run.pk, lines)
        run.rows_read = before + len(lines)
        run.worked_at = timezone.now()
        run.rows = run.rows_read if is_last else max(run.rows, run.rows_read)
        run.save(update_fields=["rows_read", "worked_at", "rows"])
    return True


def _copy(import_id: int, lines: Sequence[Line]) -> None:
    """COPY is several times as quick as INSERT."""
    columns = ", ".join(f'"{name}"' for name in COPIED)
    with connection.cursor() as cursor, cursor.copy(f"COPY donors_importrow ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(
                (
                    *(import_id, line.number, line.verdict, "", line.title),
                    *(_json(line.values), _json(line.problems) if line.problems else "[]"),
                    *("", "", "[]", "{}", "{}", "{}"),
                )
            )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fail(run: Import, refusal: FileRefused) -> None:
    """The file cannot be read to its end: say why, and keep no row of it."""
    with transaction.atomic():
        if Import.objects.filter(pk=run.pk, state=Import.State.READING).update(
            state=Import.State.FAILED, failure=[refusal.code, dict(refusal.facts)], worked_at=timezone.now()
        ):
            run.lines.all().delete()
