"""What each row would do: whom it is about, and what differs. Nothing but rows of the import is written."""

from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count

from donors.kinds import KINDS, ImportKind, Work, refuse_second
from donors.models import Import

# a value of the file against what stands: what differs; where the file only adds, what is missing
DIFFERING = """
    SELECT coalesce(jsonb_object_agg(v.key, coalesce(s.state->v.key, 'null')), '{{}}') AS before,
           coalesce(jsonb_object_agg(v.key, v.value), '{{}}') AS after
    FROM jsonb_each(r.values) v
    WHERE NOT s.state @> r.values AND coalesce(s.state->v.key, 'null') <> v.value
      AND NOT (%(only_adds)s AND coalesce(s.state->>v.key, '') <> '')
"""

FEW = 1_000  # rows


def work_of(run: Import, *, now: datetime, by_id: int | None = None, outcome: str = "") -> Work:
    """Return what the steps of its kind are told."""
    return Work(import_id=run.pk, source=run.source, by_id=by_id or run.by_id, now=now, outcome=outcome)


def states(kind: ImportKind, only: str) -> str:
    """Return the table `s` of how the targets of some rows (alias r) stand: one line a row, worked out once.

    Without its OFFSET the planner would put its words wherever one of its values is asked for.
    """
    return f"({kind.current} AND {only} OFFSET 0) s"


def differs(column: str) -> str:
    """Return the condition that a target stands otherwise than this column of its row (alias o) says.

    Most do not, and one look at the whole is quicker than one at each value.
    """
    return (
        f"NOT s.state @> o.{column} AND EXISTS (SELECT 1 FROM jsonb_each(o.{column}) v"
        " WHERE coalesce(s.state->v.key, 'null') <> v.value)"
    )


def by_sets(cursor: CursorWrapper, run: Import) -> None:
    """Let the planner join whole sets in this transaction: it cannot know yet how many rows came or changed.

    Taking them for few, it would look each of a hundred thousand rows up among as many. Few rows it may.
    """
    if run.rows > FEW:
        cursor.execute("SET LOCAL enable_nestloop = off")


def judge(*, import_id: int, now: datetime) -> None:
    """Say of each row that was read what it would do. Twice is once."""
    with transaction.atomic(), connection.cursor() as cursor:
        run = Import.objects.select_for_update(no_key=True).get(pk=import_id)
        if run.state != Import.State.READING:
            return
        by_sets(cursor, run)
        cursor.execute("ANALYZE donors_importrow (import_id, verdict, target, outcome)")
        kind, work = KINDS[run.kind], work_of(run, now=now)
        kind.match(cursor, work)
        # two rows that turned out to be one record, as by its number and by its address of mail
        cursor.execute(refuse_second("nullif(r.target, '')"), work.params)
        compare(cursor, kind, work, only_adds=run.only_adds)
        kind.doubt(cursor, work)
        cursor.execute(
            "UPDATE donors_importrow r SET verdict = CASE WHEN r.doubts = '[]' THEN 'new' ELSE 'maybe' END"
            " WHERE r.import_id = %(import)s AND r.verdict = 'read'",
            work.params,
        )
        run.state, run.worked_at, run.counts = Import.State.READY, now, counted(run, "verdict")
        run.save(update_fields=["state", "worked_at", "counts"])


def compare(cursor: CursorWrapper, kind: ImportKind, work: Work, *, only_adds: bool) -> None:
    """Set before, after and verdict of rows that have a target."""
    cursor.execute(
        f"""
        UPDATE donors_importrow r SET before = d.before, after = d.after,
            verdict = CASE WHEN d.after = '{{}}' THEN 'same' ELSE 'changed' END
        FROM donors_importrow o JOIN {states(kind, "r.verdict = 'read'")} ON s.row = o.id
        CROSS JOIN LATERAL ({DIFFERING.format().replace("r.values", "o.values")}) d
        WHERE r.id = o.id AND o.import_id = %(import)s AND o.verdict = 'read'
        """,
        {**work.params, "only_adds": only_adds},
    )


def counted(run: Import, column: str) -> dict[str, int]:
    """Return how many rows there are by verdict or outcome."""
    found = run.lines.order_by().values_list(column).annotate(Count("pk"))
    return {str(name): count for name, count in found if name}
