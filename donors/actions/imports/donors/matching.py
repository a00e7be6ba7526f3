"""Which donor a row of a file is, as sets: rows are those of one import, alias r."""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from core.folding import ACCENTED
from core.folding import PLAIN as UNACCENTED
from donors.kinds import Work, refuse, refuse_second

# what names a row that has no number and no address of mail: all that it says
PRINT = "encode(sha256(convert_to(r.values::text, 'UTF8')), 'hex')"
PRINTED = "(NOT r.values ?| ARRAY['id', 'external_id', 'email'])"
BY_PRINT = "row"  # the source of such names
OPEN = "r.import_id = %(import)s AND r.verdict = 'read'"
STANDING = "merged_into_id IS NULL AND d.erased_at IS NULL"

# an opt-out belongs to an address of mail, not to a donor
MAIL = "coalesce(r.values->>'email', nullif(d.email, ''))"
# an address under which the donor is known besides: it says nothing new
KNOWN = """(EXISTS (
        SELECT 1 FROM donors_otheremail e WHERE e.donor_id = d.id AND e.email = r.values->>'email'
    ) OR EXISTS (
        SELECT 1 FROM donors_donor f WHERE f.merged_into_id = d.id AND f.email = r.values->>'email'
    ))"""
CURRENT = f"""
SELECT r.id AS row, jsonb_build_object(
    'id', r.values->'id', 'kind', d.kind, 'name', d.name,
    'email', CASE WHEN {KNOWN} THEN r.values->'email' ELSE to_jsonb(nullif(d.email, '')) END,
    'phone', nullif(d.phone, ''), 'language', d.language,
    'no_post', nullif(d.no_post, false), 'no_phone', nullif(d.no_phone, false),
    'no_email', CASE WHEN {MAIL} IS NULL THEN r.values->'no_email' ELSE to_jsonb(nullif(EXISTS (
        SELECT 1 FROM letters_optout o WHERE o.email = {MAIL} AND o.topic = 'all' AND o.withdrawn_at IS NULL
    ), false)) END,
    'external_id', x.key,
    'line1', nullif(a.line1, ''), 'line2', nullif(a.line2, ''), 'city', nullif(a.city, ''),
    'region', nullif(a.region, ''), 'postal_code', nullif(a.postal_code, ''), 'country', a.country
) AS state
FROM donors_importrow r
JOIN donors_donor d ON d.id = r.target::bigint AND d.{STANDING}
LEFT JOIN donors_address a ON a.donor_id = d.id AND a.is_primary
LEFT JOIN donors_externalid x
    ON x.source = %(source)s AND x.key = r.values->>'external_id' AND x.donor_id = d.id
WHERE r.import_id = %(import)s AND r.target <> ''
"""


def taken(change: str) -> str:
    """Return the condition that the address of mail to which a row would change is somebody's by now."""
    return (
        f"{change}->>'email' <> '' AND (EXISTS (SELECT 1 FROM donors_donor d"
        f" WHERE d.email = {change}->>'email' AND d.id <> r.target::bigint)"
        f" OR EXISTS (SELECT 1 FROM donors_otheremail e WHERE e.email = {change}->>'email'))"
    )


def match(cursor: CursorWrapper, work: Work) -> None:
    """Say which donor a row is: by our number, the other program's, the address of mail, or all that it says.

    Whom somebody merged is found under the record that stands. What cannot be so is refused.
    """
    cursor.execute(
        refuse(
            "r.values ? 'id' AND NOT EXISTS (SELECT 1 FROM donors_donor d"
            " WHERE d.id::text = r.values->>'id' AND d.erased_at IS NULL)",
            "unknown_id",
            field="id",
        ),
        work.params,
    )
    for name, key in (
        ("external_id", "r.values->>'external_id'"),
        ("email", "r.values->>'email'"),
        ("", f"CASE WHEN {PRINTED} THEN {PRINT} END"),
    ):
        cursor.execute(refuse_second(key, field=name), work.params)
    cursor.execute(
        f"""
        UPDATE donors_importrow r SET target = known.donor FROM (
            SELECT DISTINCT ON (named.row) named.row, coalesce(d.merged_into_id, d.id)::text AS donor
            FROM ({" UNION ALL ".join(_named())}) AS named (row, rank, donor)
            JOIN donors_donor d ON d.id = named.donor AND d.erased_at IS NULL
            ORDER BY named.row, named.rank
        ) AS known WHERE r.id = known.row
        """,
        work.params,
    )
    cursor.execute(
        refuse("r.target = '' AND NOT r.values ? 'name'", "name_missing", field="name"), work.params
    )
    check(cursor, work)


def check(cursor: CursorWrapper, work: Work) -> None:
    """Refuse what a known donor's row may not change."""
    for statement in _conflicts():
        cursor.execute(statement, work.params)


def doubt(cursor: CursorWrapper, work: Work) -> None:
    """Name the donors whom a new row may be: of the same name, and of the same phone or postal code.

    A row that says nothing but a name may be each of them.
    """
    cursor.execute(
        f"""
        WITH row AS MATERIALIZED (
            SELECT r.id, {_folded("r.values->>'name'")} AS name, {_digits("r.values->>'phone'")} AS phone,
                   coalesce(r.values->>'postal_code', '') AS postal_code,
                   NOT r.values ?| ARRAY['email', 'phone', 'line1', 'external_id'] AS is_bare
            FROM donors_importrow r WHERE {OPEN} AND r.target = ''
        ), near AS (
            SELECT row.id, jsonb_agg(DISTINCT d.id::text) AS donors
            FROM row JOIN donors_donor d ON {_folded("d.name")} = row.name AND d.{STANDING}
            LEFT JOIN donors_address a ON a.donor_id = d.id AND a.is_primary
            WHERE row.is_bare OR (row.phone <> '' AND {_digits("d.phone")} = row.phone)
               OR (row.postal_code <> '' AND a.postal_code = row.postal_code)
            GROUP BY row.id
        )
        UPDATE donors_importrow r SET doubts = near.donors FROM near WHERE near.id = r.id
        """,
        {**work.params, "accented": ACCENTED, "plain": UNACCENTED},
    )


def _folded(text: str) -> str:
    return f"translate(lower({text}), %(accented)s, %(plain)s)"


def _digits(text: str) -> str:
    """The last ten digits: with or without the country's code it is one phone."""
    return rf"right(regexp_replace(coalesce({text}, ''), '\D', '', 'g'), 10)"


def _named() -> Iterator[str]:
    """By what a donor is known, the surest first."""
    yield (
        f"SELECT r.id, 1, d.id FROM donors_importrow r JOIN donors_donor d ON d.id::text = r.values->>'id'"
        f" WHERE {OPEN} AND r.values ? 'id'"
    )
    yield (
        f"SELECT r.id, 2, x.donor_id FROM donors_importrow r JOIN donors_externalid x"
        f" ON x.source = %(source)s AND x.key = r.values->>'external_id' WHERE {OPEN}"
    )
    yield (
        f"SELECT r.id, 3, d.id FROM donors_importrow r JOIN donors_donor d"
        f" ON d.email = r.values->>'email' WHERE {OPEN} AND d.email <> ''"
    )
    yield (
        f"SELECT r.id, 3, e.donor_id FROM donors_importrow r JOIN donors_otheremail e"
        f" ON e.email = r.values->>'email' WHERE {OPEN}"
    )
    yield (
        f"SELECT r.id, 4, x.donor_id FROM donors_importrow r JOIN donors_externalid x"
        f" ON x.source = '{BY_PRINT}' AND x.key = {PRINT} WHERE {OPEN} AND {PRINTED}"
    )


def _conflicts() -> Iterator[str]:
    """What a known donor's row may not change."""
    known = "r.target <> '' AND EXISTS (SELECT 1 FROM donors_donor d WHERE d.id = r.target::bigint AND"
    other = "r.target <> '' AND EXISTS (SELECT 1 FROM donors_donor d WHERE d.email = r.values->>'email'"
    yield refuse(
        f"{known} d.user_id IS NOT NULL AND r.values ? 'email' AND d.email <> r.values->>'email'"
        f" AND NOT {KNOWN})",
        "signs_in",
        field="email",
    )
    # also that of a record folded into another donor, but not of one folded into this
    yield refuse(
        f"{other} AND d.id <> r.target::bigint AND d.merged_into_id IS DISTINCT FROM r.target::bigint)",
        "email_taken",
        field="email",
    )
    yield refuse(
        "r.target <> '' AND EXISTS (SELECT 1 FROM donors_otheremail e"
        " WHERE e.email = r.values->>'email' AND e.donor_id <> r.target::bigint)",
        "email_taken",
        field="email",
    )
    yield refuse(
        "r.target <> '' AND EXISTS (SELECT 1 FROM donors_externalid x WHERE x.source = %(source)s"
        " AND x.key = r.values->>'external_id' AND x.donor_id <> r.target::bigint)",
        "id_taken",
        field="external_id",
    )
