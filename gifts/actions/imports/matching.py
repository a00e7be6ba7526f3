"""Which gift a row of a file is, as sets: rows are those of one import, alias r."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from accounts.organisation import the_zone
from core.folding import ACCENTED
from core.folding import PLAIN as UNACCENTED
from donors.kinds import Work, refuse, refuse_second, targets_at_work

# without a number a gift is known by all that its row says
PRINT = "encode(sha256(convert_to(r.values::text, 'UTF8')), 'hex')"
KEY = f"coalesce(r.values->>'external_id', {PRINT})"
SOURCE = "CASE WHEN r.values ? 'external_id' THEN %(source)s ELSE 'row' END"
OPEN = "r.import_id = %(import)s AND r.verdict = 'read'"
# a day as it stands; a moment in UTC is a day in the organisation's zone
DAY = (
    "CASE WHEN length(r.values->>'given_on') > 10"
    " THEN ((r.values->>'given_on')::timestamptz AT TIME ZONE %(zone)s)::date"
    " ELSE (r.values->>'given_on')::date END"
)
IN_CLOSED_MONTH = (
    "EXISTS (SELECT 1 FROM gifts_closedperiod c WHERE c.reopened_at IS NULL"
    f" AND {DAY} BETWEEN c.begins_on AND c.ends_on)"
)
NO_SUCH_DONOR = refuse(
    "r.target = '' AND r.values ? 'donor' AND NOT EXISTS (SELECT 1 FROM donors_donor d"
    " WHERE d.id::text = r.values->>'donor' AND d.erased_at IS NULL)",
    "unknown_id",
    field="donor",
)
IS_NUMBERED = f"EXISTS (SELECT 1 FROM gifts_importedgift m WHERE m.source = {SOURCE} AND m.key = {KEY})"
FUND_NAMES = ("f.name", "f.name_es")
# what a gift says besides its row: undoing leaves alone whose money or donor changed since
CURRENT = """
SELECT r.id AS row, r.values || jsonb_build_object(
    'stands', g.stands::text, 'state', g.state, 'terms', g.terms, 'of', g.donor_id
) AS state
FROM donors_importrow r JOIN gifts_gift g ON g.id = r.target::uuid
WHERE r.import_id = %(import)s AND r.target <> ''
"""


def folded(text: str) -> str:
    """SQL of a text in lower case and without its accents."""
    return f"translate(lower({text}), %(accented)s, %(plain)s)"


def facts(work: Work) -> dict[str, Any]:
    """Return what the statements of a file of gifts name."""
    return {
        **work.params,
        "zone": the_zone(),
        "currency": settings.CURRENCY,
        "accented": ACCENTED,
        "plain": UNACCENTED,
    }


def fund_of(row: str = "r") -> str:
    """SQL of the fund that a row names; without a name, of the first one that is bound to no purpose."""
    asked = folded(f"{row}.values->>'fund'")
    named = " OR ".join(
        [f"f.code = lower({row}.values->>'fund')", *(f"{folded(name)} = {asked}" for name in FUND_NAMES)]
    )
    return (
        "(SELECT f.id FROM campaigns_fund f WHERE f.is_open AND"
        f" CASE WHEN {row}.values ? 'fund' THEN ({named}) ELSE NOT f.is_restricted END"
        " ORDER BY f.position, f.id LIMIT 1)"
    )


def match(cursor: CursorWrapper, work: Work) -> None:
    """Find the gift by the program's number or Stripe's ids; refuse what cannot be written as it stands."""
    params = facts(work)
    cursor.execute(refuse_second(KEY, field="external_id"), params)
    cursor.execute(
        f"UPDATE donors_importrow r SET target = m.gift_id::text FROM gifts_importedgift m"
        f" WHERE {OPEN} AND m.source = {SOURCE} AND m.key = {KEY}",
        params,
    )
    for name in ("external_id", "charge"):
        cursor.execute(
            f"UPDATE donors_importrow r SET target = g.id::text FROM gifts_gift g WHERE {OPEN}"
            f" AND r.target = '' AND r.values->>'{name}' ~ '^(pi|ch|py)_'"
            f" AND (g.payment_id = r.values->>'{name}' OR g.charge_id = r.values->>'{name}')",
            params,
        )
    for statement in _refusals():
        cursor.execute(statement, params)


def _refusals() -> Iterator[str]:
    yield refuse(
        "r.target <> '' AND EXISTS (SELECT 1 FROM gifts_gift g JOIN gifts_importedgift m ON m.gift_id = g.id"
        " WHERE g.id = r.target::uuid AND g.amount <> (r.values->>'amount')::numeric)",
        "gift_differs",
        field="amount",
    )
    new = "r.target = '' AND"
    yield refuse(f"{new} {DAY} > (%(now)s AT TIME ZONE %(zone)s)::date", "day_to_come", field="given_on")
    yield refuse(f"{new} {IN_CLOSED_MONTH}", "month_closed", field="given_on")
    yield NO_SUCH_DONOR
    yield refuse(f"{new} {fund_of()} IS NULL AND r.values ? 'fund'", "fund_unknown", field="fund")
    yield refuse(f"{new} {fund_of()} IS NULL", "fund_missing", field="fund")


def lock(cursor: CursorWrapper, work: Work) -> None:
    """Let nobody refund, correct or receipt these gifts until this is done."""
    cursor.execute(
        f"SELECT 1 FROM gifts_gift g WHERE g.id IN ({targets_at_work('uuid')}) ORDER BY g.id FOR UPDATE",
        work.params,
    )
