"""What a file of volunteers does: the steps of its kind (see `donors.kinds`). Only new people are written.

Whoever is known keeps their record as they, and those who work with them, wrote it. A clearance, a check, a
training is never taken from a file: that somebody was cleared elsewhere is not for a file to say.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.kinds import Work, at_work, refuse, refuse_second, targets_at_work
from volunteers.models import Program, Volunteer

INTERESTS = Volunteer.interests.through._meta.db_table
# the programs that a row names, one by one
WISHES = "regexp_split_to_table(r.values->>'interests', '\\s*[;,|]\\s*')"
CURRENT = """
SELECT r.id AS row, r.values || jsonb_build_object('here', v.left_at IS NULL, 'user', v.user_id) AS state
FROM donors_importrow r JOIN volunteers_volunteer v ON v.id = r.target::bigint
WHERE r.import_id = %(import)s AND r.target <> ''
"""


def match(cursor: CursorWrapper, work: Work) -> None:
    """Find people by their address of mail; refuse whom nobody could write to."""
    cursor.execute(refuse("NOT r.values ? 'email'", "email_missing", field="email"), work.params)
    cursor.execute(refuse_second("r.values->>'email'", field="email"), work.params)
    cursor.execute(
        "UPDATE donors_importrow r SET target = v.id::text FROM volunteers_volunteer v"
        " WHERE r.import_id = %(import)s AND r.verdict = 'read' AND v.email = r.values->>'email'",
        work.params,
    )
    cursor.execute(
        refuse("r.target = '' AND NOT r.values ? 'name'", "person_nameless", field="name"), work.params
    )
    unknown = (
        f"EXISTS (SELECT 1 FROM {WISHES} AS wish (name) WHERE wish.name <> '' AND NOT EXISTS ("
        f" SELECT 1 FROM {Program._meta.db_table} p WHERE lower(p.name) = lower(wish.name)))"
    )
    cursor.execute(
        refuse(
            f"r.target = '' AND r.values ? 'interests' AND {unknown}", "program_unknown", field="interests"
        ),
        work.params,
    )


def lock(cursor: CursorWrapper, work: Work) -> None:
    """Let nobody sign them up or clear them until this is done."""
    cursor.execute(
        f"SELECT 1 FROM volunteers_volunteer v WHERE v.id IN ({targets_at_work('bigint')})"
        " ORDER BY v.id FOR UPDATE",
        work.params,
    )


def insert(cursor: CursorWrapper, work: Work) -> None:
    """Write new people with the programs that interest them. Whose address is taken by now stays out."""
    people = insert_select(
        Volunteer,
        id="w.volunteer",
        name="r.values->>'name'",
        email="r.values->>'email'",
        phone="coalesce(r.values->>'phone', '')",
        language="coalesce(r.values->>'language', 'en')",
        is_brought_over="true",
        created_at="%(now)s",
    )
    cursor.execute(
        f"""
        WITH w AS MATERIALIZED (
            SELECT r.id, nextval(pg_get_serial_sequence('volunteers_volunteer', 'id')) AS volunteer
            FROM donors_importrow r WHERE {at_work("new")}
        ), made AS (
            {people} FROM donors_importrow r JOIN w ON w.id = r.id ON CONFLICT DO NOTHING RETURNING id
        )
        UPDATE donors_importrow r SET target = coalesce(made.id::text, ''),
            outcome = CASE WHEN made.id IS NULL THEN 'stale' ELSE r.outcome END
        FROM w LEFT JOIN made ON made.id = w.volunteer WHERE w.id = r.id
        """,
        work.params,
    )
    cursor.execute(
        f"INSERT INTO {INTERESTS} (volunteer_id, program_id)"
        " SELECT DISTINCT r.target::bigint, p.id FROM donors_importrow r"
        f" CROSS JOIN LATERAL {WISHES} AS wish (name)"
        f" JOIN {Program._meta.db_table} p ON lower(p.name) = lower(wish.name)"
        f" WHERE {at_work('new')} AND r.target <> '' AND r.values ? 'interests' ON CONFLICT DO NOTHING",
        work.params,
    )


def write(_cursor: CursorWrapper, _work: Work, _column: str) -> None:
    """A file changes nobody who is known."""


def keep(cursor: CursorWrapper, work: Work) -> None:
    """Find who signed in, applied, signed up or was cleared since: they stay."""
    touched = " OR ".join(_traces())
    cursor.execute(
        f"UPDATE donors_importrow r SET outcome = 'kept' WHERE {at_work('new')} AND ({touched})", work.params
    )


def remove(cursor: CursorWrapper, work: Work) -> None:
    """Delete the people that the import made, with their interests."""
    mine = f"SELECT r.target::bigint FROM donors_importrow r WHERE {at_work('new')}"
    cursor.execute(f"DELETE FROM {INTERESTS} t WHERE t.volunteer_id IN ({mine})", work.params)
    cursor.execute(f"DELETE FROM volunteers_volunteer v WHERE v.id IN ({mine})", work.params)


def _traces() -> Iterator[str]:
    """Whether a row of any table leads to a person; read from the models, so that none is forgotten."""
    for relation in Volunteer._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        field: Any = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not getattr(field, "concrete", False):
            continue
        if field.many_to_many or model._meta.db_table == INTERESTS:
            continue
        yield f'EXISTS (SELECT 1 FROM "{model._meta.db_table}" t WHERE t."{field.column}" = r.target::bigint)'
