"""What an import writes to donors, set by set: new ones, and changes of those that are known."""

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.actions.imports.donors.matching import BY_PRINT, PRINT, PRINTED, taken
from donors.actions.imports.donors.undoing import delete_made
from donors.actions.search_doubles import look_among_arrivals
from donors.kinds import Work, at_work, targets_at_work
from donors.models import Address, Donor, ExternalId, ImportRow
from letters.models import OptOut

PLAIN = ("kind", "name", "email", "phone", "language", "no_post", "no_phone")
POSTAL = ("line1", "line2", "city", "region", "postal_code", "country")
EMPTY = {"no_post": "false", "no_phone": "false", "kind": "'person'", "language": "'en'", "country": "'US'"}

# the ids of what came along: undoing takes away these and no other
NOTED = (
    "jsonb_strip_nulls(jsonb_build_object('address', address.id, 'number', number.id, 'refusal', refusal.id))"
)


def lock(cursor: CursorWrapper, work: Work) -> None:
    """Let nobody change these donors, or give as one of them, until this is done.

    Nor may somebody note an address of theirs as another donor's: see `donors.models.emails`.
    """
    cursor.execute("SELECT pg_advisory_xact_lock_shared(4026112)")
    cursor.execute(
        f"SELECT 1 FROM donors_donor d WHERE d.id IN ({targets_at_work('bigint')}) ORDER BY d.id FOR UPDATE",
        work.params,
    )


def insert(cursor: CursorWrapper, work: Work) -> None:
    """Write new donors with what belongs to them. One whose address of mail is taken by now stays out."""
    text = {name: f"coalesce(w.said->>'{name}', '')" for name in ("name", "email", "phone")}
    donors = insert_select(
        Donor,
        id="w.donor",
        kind="coalesce(w.said->>'kind', 'person')",
        language="coalesce(w.said->>'language', 'en')",
        no_post="coalesce((w.said->>'no_post')::boolean, false)",
        no_phone="coalesce((w.said->>'no_phone')::boolean, false)",
        created_at="%(now)s",
        **text,
    )
    cursor.execute(
        f"""
        WITH w AS MATERIALIZED (
            SELECT r.id, nextval(pg_get_serial_sequence('donors_donor', 'id')) AS donor, r.values AS said
            FROM (SELECT r.id, r.values FROM donors_importrow r WHERE {at_work("new")} ORDER BY r.number) r
        ), made AS (
            {donors} FROM w WHERE NOT EXISTS (
                SELECT 1 FROM donors_otheremail e WHERE e.email = w.said->>'email'
            ) ON CONFLICT DO NOTHING RETURNING id
        ), come AS (
            SELECT w.donor, coalesce(w.said->>'email', '') AS email, w.said
            FROM w JOIN made ON made.id = w.donor
        ), {_along()}
        UPDATE donors_importrow r SET target = coalesce(made.id::text, ''), made = {NOTED},
            outcome = CASE WHEN made.id IS NULL THEN 'stale' ELSE r.outcome END
        FROM w LEFT JOIN made ON made.id = w.donor {_joined("w.donor")} WHERE w.id = r.id
        """,
        work.params,
    )
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
        cursor.execute(
            f"""
            WITH come AS MATERIALIZED (
                SELECT d.id AS donor, d.email, r.after AS said
                FROM donors_importrow r JOIN donors_donor d ON d.id = r.target::bigint
                WHERE {at_work("changed")} AND r.after ?| %(along)s
            ), {_along()}
            UPDATE donors_importrow r SET made = {NOTED}
            FROM come {_joined("come.donor")} WHERE {at_work("changed")} AND r.target::bigint = come.donor
            """,
            {**work.params, "along": ["line1", "external_id", "no_email"]},
        )
    else:
        _take_back(cursor, work, "changed")


def remove(cursor: CursorWrapper, work: Work) -> None:
    """Delete donors that the import made, with all that it made along with them."""
    _take_back(cursor, work, "new")
    mine = f"SELECT r.target::bigint FROM donors_importrow r WHERE {at_work('new')}"
    delete_made(cursor, work, mine)


def _let_compare(work: Work) -> None:
    """Look for doubles of whoever is new: a name may resemble another that the rows were not asked about."""
    new = ImportRow.objects.filter(run=work.import_id, outcome=work.outcome, verdict="new")
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


def _along() -> str:
    """Write the first address of whoever has none, the other program's number, and that one wants no letters
    but those we owe: for the donors of `come` (donor, email, said).
    """
    line = {name: f"coalesce(said->>'{name}', '')" for name in POSTAL}
    line["country"] = "coalesce(said->>'country', 'US')"
    address = insert_select(Address, donor_id="donor", is_primary="true", created_at="%(now)s", **line)
    number = insert_select(ExternalId, source="%(source)s", key="said->>'external_id'", donor_id="donor")
    refusal = insert_select(OptOut, email="email", topic="'all'", created_at="%(now)s")
    return f"""
        address AS (
            {address} FROM come WHERE said ? 'line1' AND NOT EXISTS (
                SELECT 1 FROM donors_address a WHERE a.donor_id = donor AND a.is_primary
            ) RETURNING id, donor_id
        ), number AS (
            {number} FROM come WHERE said->>'external_id' <> '' ON CONFLICT DO NOTHING RETURNING id, donor_id
        ), refusal AS (
            {refusal} FROM come WHERE (said->>'no_email')::boolean AND email <> ''
            ON CONFLICT DO NOTHING RETURNING id, email
        )
    """


def _joined(donor: str) -> str:
    """Join the ids of what came along with a donor."""
    return (
        f"LEFT JOIN address ON address.donor_id = {donor} LEFT JOIN number ON number.donor_id = {donor}"
        f" LEFT JOIN (SELECT come.donor, refusal.id FROM come JOIN refusal ON refusal.email = come.email)"
        f" AS refusal ON refusal.donor = {donor}"
    )


def _changed(change: str, name: str, table: str) -> str:
    """The new value of a column where the row names it, its own otherwise."""
    cast = "::boolean" if name in ("no_post", "no_phone") else ""
    value = f"coalesce(({change}->>'{name}'){cast}, {EMPTY.get(name, repr(''))})"
    return f"CASE WHEN {change} ? '{name}' THEN {value} ELSE {table}.{name} END"
