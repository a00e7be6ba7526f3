"""What a file of recurring gifts elsewhere does: the steps of its kind (see `donors.kinds`).

It writes rows for reference and the donors whom they name and nobody knew; no gift and no line of the books.
Undoing deletes both again, but for donors whom somebody used since.
"""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.actions.imports.donors.undoing import delete_made, used_since
from donors.kinds import Work, at_work, leave_out, refuse, refuse_second, targets_at_work
from gifts.actions.imports.matching import NO_SUCH_DONOR, facts
from gifts.actions.imports.parties import find_or_make
from gifts.models import UNNUMBERED, RecurringElsewhere

TABLE = RecurringElsewhere._meta.db_table
SOURCE = "coalesce(r.values->>'program', %(source)s)"
# without a number it is known by what does not change from one file to the next
PRINT = (
    f"'{UNNUMBERED}' || encode(sha256(convert_to("
    "(r.values - ARRAY['next_on', 'state', 'program'])::text, 'UTF8')), 'hex')"
)
KEY = f"coalesce(r.values->>'external_id', {PRINT})"
MOMENTS = ("started_on", "next_on")
WHO = "ARRAY['donor', 'donor_key', 'email', 'name', 'organisation']"
NAMED = "ARRAY['donor', 'email', 'name', 'organisation']"
COLUMNS = {
    "amount": "({}->>'amount')::numeric",
    "currency": "{}->>'currency'",
    "rhythm": "{}->>'rhythm'",
    "state": "coalesce({}->>'state', '')",
    "started_on": "({}->>'started_on')::date",
    "next_on": "({}->>'next_on')::date",
}
# whose it is, a file does not change: the donor may have been merged since, or is known by another address
CURRENT = f"""
SELECT r.id AS row, r.values || jsonb_build_object(
    'amount', e.amount::text, 'currency', e.currency, 'rhythm', e.rhythm, 'state', nullif(e.state, ''),
    'started_on', e.started_on, 'next_on', e.next_on
) AS state
FROM donors_importrow r JOIN {TABLE} e ON e.id = r.target::bigint
WHERE r.import_id = %(import)s AND r.target <> ''
"""


def match(cursor: CursorWrapper, work: Work) -> None:
    """Find it by the program's number, or by what its row says; leave out what is ours."""
    params = facts(work)
    for name in MOMENTS:
        cursor.execute(_as_day(name), params)
    cursor.execute(
        leave_out(
            "EXISTS (SELECT 1 FROM gifts_recurringgift g WHERE g.subscription_id = r.values->>'external_id')",
            "recurring_ours",
        ),
        params,
    )
    cursor.execute(refuse_second(f"{SOURCE} || '/' || {KEY}", field="external_id"), params)
    cursor.execute(
        f"UPDATE donors_importrow r SET target = e.id::text FROM {TABLE} e"
        " WHERE r.import_id = %(import)s AND r.verdict = 'read'"
        f" AND e.source = {SOURCE} AND e.key = {KEY}",
        params,
    )
    for statement in _refusals():
        cursor.execute(statement, params)


def _as_day(name: str) -> str:
    """A moment in UTC is a day in the organisation's zone."""
    day = f"((r.values->>'{name}')::timestamptz AT TIME ZONE %(zone)s)::date"
    return (
        f"UPDATE donors_importrow r SET values = r.values || jsonb_build_object('{name}', {day})"
        f" WHERE r.import_id = %(import)s AND r.verdict = 'read' AND length(r.values->>'{name}') > 10"
    )


def _refusals() -> Iterator[str]:
    new = "r.target = '' AND"
    yield refuse(f"{new} NOT r.values ? 'amount'", "recurring_amount", field="amount")
    yield refuse(f"{new} NOT r.values ? 'rhythm'", "rhythm_missing", field="rhythm")
    yield refuse(f"{new} NOT r.values ?| {WHO}", "giver_missing", field="name")
    yield NO_SUCH_DONOR
    # a donor without any name helps nobody: the one who is meant has to be in the book
    yield refuse(
        f"{new} r.values ? 'donor_key' AND NOT r.values ?| {NAMED} AND NOT EXISTS ("
        "SELECT 1 FROM donors_externalid x JOIN donors_donor d ON d.id = x.donor_id AND d.erased_at IS NULL"
        " WHERE x.source = %(source)s AND x.key = r.values->>'donor_key')",
        "giver_unknown",
        field="donor_key",
    )


def lock(cursor: CursorWrapper, work: Work) -> None:
    """Let no other file write or take back any of them until this is done; all are written by files alone."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [TABLE])
    cursor.execute(
        f"SELECT 1 FROM {TABLE} e WHERE e.id IN ({targets_at_work('bigint')}) ORDER BY e.id FOR UPDATE",
        work.params,
    )


def insert(cursor: CursorWrapper, work: Work) -> None:
    """Write new ones, with donors where nobody is like whom they name. One that came meanwhile stays out."""
    params = facts(work)
    cursor.execute(
        f"UPDATE donors_importrow r SET outcome = 'stale' FROM {TABLE} e"
        f" WHERE {at_work('new')} AND e.source = {SOURCE} AND e.key = {KEY}",
        params,
    )
    find_or_make(cursor, params)
    cursor.execute(
        f"""
        WITH w AS MATERIALIZED (
            SELECT r.id, nextval(pg_get_serial_sequence('{TABLE}', 'id')) AS elsewhere
            FROM (SELECT r.id FROM donors_importrow r WHERE {at_work("new")} ORDER BY r.number) r
        ), made AS (
            {_rows()} FROM donors_importrow r JOIN w ON w.id = r.id
            JOIN import_party p ON p.row = r.id AND p.part = 'giver'
        )
        UPDATE donors_importrow r SET target = w.elsewhere::text, made = r.made || jsonb_strip_nulls(
            jsonb_build_object('donor', n.donor, 'print', md5(d::text))
        ) FROM w LEFT JOIN import_party p ON p.row = w.id AND p.part = 'giver'
            LEFT JOIN import_donor n ON n.donor = p.donor LEFT JOIN donors_donor d ON d.id = n.donor
        WHERE w.id = r.id
        """,
        params,
    )


def _rows() -> str:
    return insert_select(
        RecurringElsewhere,
        id="w.elsewhere",
        donor_id="p.donor",
        source=SOURCE,
        key=KEY,
        amount="(r.values->>'amount')::numeric",
        currency="coalesce(r.values->>'currency', %(currency)s)",
        rhythm="r.values->>'rhythm'",
        state="coalesce(r.values->>'state', '')",
        started_on="(r.values->>'started_on')::date",
        next_on="(r.values->>'next_on')::date",
        told_at="%(now)s",
        created_at="%(now)s",
    )


def write(cursor: CursorWrapper, work: Work, column: str) -> None:
    """Bring known ones to what the file says now, or back; also when a file last said so."""
    if column == "after":
        cursor.execute(
            f"UPDATE donors_importrow r SET made = r.made || jsonb_build_object('told_at', e.told_at)"
            f" FROM {TABLE} e WHERE {at_work('changed')} AND e.id = r.target::bigint",
            work.params,
        )
    told_at = "%(now)s" if column == "after" else "(r.made->>'told_at')::timestamptz"
    changes = ", ".join(
        f"{name} = CASE WHEN r.{column} ? '{name}' THEN {value.format(f'r.{column}')} ELSE e.{name} END"
        for name, value in COLUMNS.items()
    )
    cursor.execute(
        f"UPDATE {TABLE} e SET told_at = {told_at}, {changes}"
        f" FROM donors_importrow r WHERE {at_work('changed')} AND e.id = r.target::bigint",
        work.params,
    )


def remove(cursor: CursorWrapper, work: Work) -> None:
    """Delete what the import wrote, and the donors whom it made and nobody used since."""
    cursor.execute(
        f"DELETE FROM {TABLE} e WHERE e.id IN"
        f" (SELECT r.target::bigint FROM donors_importrow r WHERE {at_work('new')})",
        work.params,
    )
    donor = "(r.made->>'donor')::bigint"
    cursor.execute("DROP TABLE IF EXISTS import_unused")
    cursor.execute(
        f"CREATE TEMPORARY TABLE import_unused ON COMMIT DROP AS SELECT DISTINCT d.id AS donor"
        f" FROM donors_importrow r JOIN donors_donor d ON d.id = {donor} AND md5(d::text) = r.made->>'print'"
        f" WHERE {at_work('new')} AND NOT {used_since(donor)} AND NOT EXISTS ("
        "SELECT 1 FROM donors_externalid x WHERE x.donor_id = d.id AND x.source NOT IN (%(source)s, 'name'))",
        work.params,
    )
    delete_made(cursor, work, "SELECT u.donor FROM import_unused u")
