"""Who gives, matches or is thanked in the rows at work: donors found, and made where nobody is like them.

By our number; by the number that the program gave them; by their address of mail; an organisation by its
name; a person of whom a file says nothing but a name, by that name in files of the same program only: two
people of one name are not one donor because a file says so.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.actions.search_doubles import look_among_arrivals
from donors.kinds import at_work
from donors.models import Donor
from gifts.actions.imports.matching import folded

NAMELESS = "'Anonymous'"
TABLE = """
CREATE TEMPORARY TABLE import_party ON COMMIT DROP AS
SELECT r.id AS row, 'giver' AS part,
       coalesce(r.values->>'organisation', r.values->>'name', r.values->>'email', {nameless}) AS name,
       CASE WHEN r.values ? 'organisation' THEN 'organisation' ELSE 'person' END AS kind,
       coalesce(r.values->>'email', '') AS email, coalesce(r.values->>'donor_key', '') AS key,
       (r.values->>'donor')::bigint AS known, NULL::bigint AS donor
FROM donors_importrow r WHERE {work}
UNION ALL
SELECT r.id, 'company', r.values->>'matched_by', 'organisation', '', '', NULL, NULL
FROM donors_importrow r WHERE {work} AND r.values ? 'matched_by'
UNION ALL
SELECT r.id, 'credit', coalesce(r.values->>'credit', r.values->>'credit_email'), 'person',
       coalesce(r.values->>'credit_email', ''), '', NULL, NULL
FROM donors_importrow r WHERE {work} AND (r.values ? 'credit' OR r.values ? 'credit_email')
"""
BY_NAME = "'name'"


def name_key() -> str:
    """SQL of what a nameless number would be: program, kind and name. Short enough for the column."""
    return f"left(%(source)s || ':' || p.kind || ':' || {folded('p.name')}, 100)"


def same_party() -> str:
    """SQL of what makes two rows of one file the same party."""
    by_name = f"'n' || {name_key()}"
    return (
        f"CASE WHEN p.key <> '' THEN 'k' || p.key WHEN p.email <> '' THEN 'e' || p.email ELSE {by_name} END"
    )


def find_or_make(cursor: CursorWrapper, params: dict[str, Any]) -> None:
    """Fill `import_party.donor` of each row; whoever is new is compared with all others soon."""
    cursor.execute("DROP TABLE IF EXISTS import_party")
    cursor.execute(TABLE.format(work=at_work("new"), nameless=NAMELESS), params)
    for statement in _found():
        cursor.execute(statement, params)
    made = insert_select(
        Donor, id="w.donor", kind="w.kind", name="w.name", email="w.email", created_at="%(now)s"
    )
    cursor.execute("DROP TABLE IF EXISTS import_donor")
    cursor.execute(
        "CREATE TEMPORARY TABLE import_donor ON COMMIT DROP AS"
        f" SELECT nextval(pg_get_serial_sequence('donors_donor', 'id')) AS donor, n.* FROM ("
        f" SELECT DISTINCT ON (party) * FROM (SELECT {same_party()} AS party, p.* FROM import_party p"
        "  WHERE p.donor IS NULL) AS new ORDER BY party, row) AS n"
        " (party, row, part, name, kind, email, key, known, was)",
        params,
    )
    cursor.execute(f"{made} FROM import_donor w ON CONFLICT DO NOTHING", params)
    cursor.execute(
        "INSERT INTO donors_externalid (source, key, donor_id) SELECT"
        f" CASE WHEN p.key <> '' THEN %(source)s ELSE {BY_NAME} END,"
        f" CASE WHEN p.key <> '' THEN p.key ELSE {name_key()} END, p.donor"
        " FROM import_donor p JOIN donors_donor d ON d.id = p.donor WHERE p.key <> '' OR p.email = ''"
        " ON CONFLICT DO NOTHING",
        params,
    )
    cursor.execute(
        f"UPDATE import_party p SET donor = d.donor FROM import_donor d JOIN donors_donor m ON m.id = d.donor"
        f" WHERE p.donor IS NULL AND d.party = {same_party()}",
        params,
    )
    for statement in _found():  # whose address somebody else took a moment ago
        cursor.execute(statement, params)
    cursor.execute("SELECT n.donor FROM import_donor n JOIN donors_donor d ON d.id = n.donor ORDER BY 1")
    new = [row[0] for row in cursor.fetchall()]
    look_among_arrivals(count=len(new), donor_ids=new, now=params["now"])


def _found() -> Iterator[str]:
    standing = "SELECT coalesce(d.merged_into_id, d.id) FROM donors_donor d WHERE d.erased_at IS NULL AND"
    yield f"UPDATE import_party p SET donor = ({standing} d.id = p.known) WHERE p.known IS NOT NULL"
    yield (
        "UPDATE import_party p SET donor = coalesce(d.merged_into_id, d.id)"
        " FROM donors_externalid x JOIN donors_donor d ON d.id = x.donor_id AND d.erased_at IS NULL"
        " WHERE p.donor IS NULL AND p.key <> '' AND x.source = %(source)s AND x.key = p.key"
    )
    yield (
        "UPDATE import_party p SET donor = coalesce(d.merged_into_id, d.id) FROM donors_donor d"
        " WHERE p.donor IS NULL AND p.email <> '' AND d.email = p.email AND d.erased_at IS NULL"
    )
    yield (
        "UPDATE import_party p SET donor = e.donor_id FROM donors_otheremail e"
        " WHERE p.donor IS NULL AND p.email <> '' AND e.email = p.email"
    )
    yield (
        "UPDATE import_party p SET donor = s.donor FROM ("
        f" SELECT {folded('d.name')} AS name, min(d.id) AS donor FROM donors_donor d"
        " WHERE d.kind = 'organisation' AND d.merged_into_id IS NULL AND d.erased_at IS NULL GROUP BY 1) s"
        f" WHERE p.donor IS NULL AND p.kind = 'organisation' AND s.name = {folded('p.name')}"
    )
    yield (
        "UPDATE import_party p SET donor = coalesce(d.merged_into_id, d.id)"
        " FROM donors_externalid x JOIN donors_donor d ON d.id = x.donor_id AND d.erased_at IS NULL"
        f" WHERE p.donor IS NULL AND p.key = '' AND p.email = ''"
        f" AND x.source = {BY_NAME} AND x.key = {name_key()}"
    )
