"""What an import writes to donors, set by set: new ones, and changes of those that are known."""

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.actions.imports.donors.matching import BY_PRINT, PRINT, PRINTED, taken
from donors.actions.imports.donors.undoing import delete_made
from donors.actions.search_doubles import look_among_arrivals
from donors.kinds import Work, at_work
from donors.models import Address, Donor, ExternalId, ImportRow
from letters.models import OptOut

PLAIN = ("kind", "name", "email", "phone", "language", "no_post", "no_phone")
POSTAL = ("line1", "line2", "city", "region", "postal_code", "country")
EMPTY = {"no_post": "false", "no_phone": "false", "kind": "'person'", "language": "'en'", "country": "'US'"}


def lock(cursor: CursorWrapper, work: Work) -> None:
    """Let nobody change these donors, or give as one of them, until this is done.

    Nor may somebody note an address of theirs as another donor's: see `donors.models.emails`.
    """
    cursor.execute("SELECT pg_advisory_xact_lock_shared(4026112)")
    cursor.execute(
        "SELECT 1 FROM donors_donor d WHERE d.id IN (SELECT r.target::bigint FROM donors_importrow r"
        " WHERE r.import_id = %(import)s AND r.outcome IN ('doing', 'undoing') AND r.target <> '')"
        " ORDER BY d.id FOR UPDATE",
        work.params,
    )


def insert(cursor: CursorWrapper, work: Work) -> None:
    """Write new donors with what belongs to them. One whose address of mail is taken by now stays out."""
    text = {name: f"coalesce(r.values->>'{name}', '')" for name in ("name", "email", "phone")}
    donors = insert_select(
        Donor,
        id="w.donor",
        kind="coalesce(r.values->>'kind', 'person')",
        language="coalesce(r.values->>'language', 'en')",
        no_post="coalesce((r.values->>'no_post')::boolean, false)",
        no_phone="coalesce((r.values->>'no_phone')::boolean, false)",
        created_at="%(now)s",
        **text,
    )
    cursor.execute(
        f"""
        WITH w AS MATERIALIZED (
            SELECT r.id, nextval(pg_get_serial_sequence('donors_donor', 'id')) AS donor
            FROM (SELECT r.id FROM donors_importrow r WHERE {at_work("new")} ORDER BY r.number) r
        ), made AS (
            {donors} FROM donors_importrow r JOIN w ON w.id = r.id WHERE NOT EXISTS (
                SELECT 1 FROM donors_otheremail e WHERE e.email = r.values->>'email'
            ) ON CONFLICT DO NOTHING RETURNING id
        )
        UPDATE donors_importrow r SET
            target = coalesce(made.id::text, ''),
            outcome = CASE WHEN made.id IS NULL THEN 'stale' ELSE r.outcome END
        FROM w LEFT JOIN made ON made.id = w.donor WHERE w.id = r.id
        """,
        work.params,
    )
    for statement in (_addresses("new", "values"), _numbers("new", "values"), _refusals("new", "values")):
        cursor.execute(statement, work.params)
    cursor.execute(
        f"INSERT INTO donors_externalid (source, key, donor_id)"
        f" SELECT '{BY_PRINT}', {PRINT}, r.target::bigint FROM donors_importrow r"
        f" WHERE {at_work('new')} AND {PRINTED} ON CONFLICT DO NOTHING",
        work.params,
    )
    _let_compare(work)


def write(cursor: CursorWrapper, work: Work, column: str) -> None:
    """Bring known donors to what the file says (`after`), or back to what they were (`before`)."""
    change = "r.after" if column == "after" else "r.before"
    if column == "after":
        cursor.execute(
            f"UPDATE donors_importrow r SET outcome = 'stale' WHERE {at_work('changed')} AND {taken(change)}",
            work.params,
        )
    plain = ", ".join(f"{name} = {_changed(change, name, 'd')}" for name in PLAIN)
    postal = ", ".join(f"{name} = {_changed(change, name, 'a')}" for name in POSTAL)
    cursor.execute(
        f"UPDATE donors_donor d SET {plain} FROM donors_importrow r WHERE {at_work('changed')}"
        f" AND d.id = r.target::bigint AND {change} ?| %(plain)s",
        {**work.params, "plain": list(PLAIN)},
    )
    cursor.execute(
        f"UPDATE donors_address a SET {postal} FROM donors_importrow r WHERE {at_work('changed')}"
        f" AND a.donor_id = r.target::bigint AND a.is_primary AND {change} ?| %(postal)s",
        {**work.params, "postal": list(POSTAL)},
    )
    if column == "after":
        for statement in (
            _addresses("changed", "after"),
            _numbers("changed", "after"),
            _refusals("changed", "after"),
        ):
            cursor.execute(statement, work.params)
    else:
        _take_back(cursor, work, "changed")


def remove(cursor: CursorWrapper, work: Work) -> None:
    """Delete donors that the import made, with all that it made along with them."""
    _take_back(cursor, work, "new")
    mine = f"SELECT r.target::bigint FROM donors_importrow r WHERE {at_work('new')}"
    delete_made(cursor, work, mine)


def _let_compare(work: Work) -> None:
    """Look for doubles of whoever is new: a name may resemble another that the rows were not asked about."""
    new = ImportRow.objects.filter(run=work.import_id, outcome="doing", verdict="new")
    ids = new.values_list("target", flat=True).iterator()
    look_among_arrivals(count=new.count(), donor_ids=map(int, ids), now=work.now)


def _take_back(cursor: CursorWrapper, work: Work, verdict: str) -> None:
    """Delete the rows that came along with a donor, by the ids that were noted."""
    for table, name in (("donors_address", "address"), ("letters_optout", "refusal")):
        cursor.execute(
            f"DELETE FROM {table} t USING donors_importrow r WHERE {at_work(verdict)}"
            f" AND t.id = (r.made->>'{name}')::bigint",
            work.params,
        )
    cursor.execute(
        f"DELETE FROM donors_externalid x USING donors_importrow r WHERE {at_work(verdict)}"
        " AND x.id = (r.made->>'number')::bigint",
        work.params,
    )


def _addresses(verdict: str, column: str) -> str:
    """Write the first address of donors who have none."""
    line = {name: f"coalesce(r.{column}->>'{name}', '')" for name in POSTAL}
    line["country"] = f"coalesce(r.{column}->>'country', 'US')"
    insert = insert_select(
        Address, donor_id="r.target::bigint", is_primary="true", created_at="%(now)s", **line
    )
    made = (
        f"{insert} FROM donors_importrow r WHERE {at_work(verdict)} AND r.{column} ? 'line1' AND NOT EXISTS ("
        " SELECT 1 FROM donors_address a WHERE a.donor_id = r.target::bigint AND a.is_primary)"
    )
    return _noted("address", made, "donor_id", "m.donor_id = r.target::bigint", verdict)


def _numbers(verdict: str, column: str) -> str:
    """Write the other program's numbers."""
    insert = insert_select(
        ExternalId, source="%(source)s", key=f"r.{column}->>'external_id'", donor_id="r.target::bigint"
    )
    made = (
        f"{insert} FROM donors_importrow r WHERE {at_work(verdict)} AND r.{column}->>'external_id' <> ''"
        " ON CONFLICT DO NOTHING"
    )
    return _noted("number", made, "donor_id", "m.donor_id = r.target::bigint", verdict)


def _refusals(verdict: str, column: str) -> str:
    """Write that a donor wants no letters but those we owe."""
    insert = insert_select(OptOut, email="d.email", topic="'all'", created_at="%(now)s")
    made = (
        f"{insert} FROM donors_importrow r JOIN donors_donor d ON d.id = r.target::bigint"
        f" WHERE {at_work(verdict)} AND (r.{column}->>'no_email')::boolean AND d.email <> ''"
        " ON CONFLICT DO NOTHING"
    )
    same = "m.email = (SELECT d.email FROM donors_donor d WHERE d.id = r.target::bigint)"
    return _noted("refusal", made, "email", f"r.{column} ? 'no_email' AND {same}", verdict)


def _noted(name: str, insert: str, by: str, same: str, verdict: str) -> str:
    """Write rows, and note their ids: undoing takes away these and no other."""
    return (
        f"WITH m AS ({insert} RETURNING id, {by}) UPDATE donors_importrow r"
        f" SET made = r.made || jsonb_build_object('{name}', m.id) FROM m WHERE {at_work(verdict)} AND {same}"
    )


def _changed(change: str, name: str, table: str) -> str:
    """The new value of a column where the row names it, its own otherwise."""
    cast = "::boolean" if name in ("no_post", "no_phone") else ""
    value = f"coalesce(({change}->>'{name}'){cast}, {EMPTY.get(name, repr(''))})"
    return f"CASE WHEN {change} ? '{name}' THEN {value} ELSE {table}.{name} END"
