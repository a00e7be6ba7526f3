"""What an import writes to the books, set by set: gifts with their shares, lines and thanks."""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from campaigns.models import Fund
from core.folding import ACCENTED, PLAIN
from core.rows import insert_select
from donors.kinds import Work, at_work
from donors.models import ImportRow
from gifts.actions.imports.matching import (
    DAY,
    IN_CLOSED_MONTH,
    IS_NUMBERED,
    KEY,
    SOURCE,
    facts,
    folded,
    fund_of,
)
from gifts.actions.imports.parties import NAMELESS, find_or_make
from gifts.actions.periods import hold_open
from gifts.models import Allocation, Gift, ImportedGift, LedgerLine, SoftCredit

CODES = {"campaign": "slug", "appeal": "code"}
# noon of a day, as a gift that is typed here has it; a moment stays what it is
MOMENT = (
    "CASE WHEN length(r.values->>'given_on') > 10 THEN (r.values->>'given_on')::timestamptz"
    " ELSE ((r.values->>'given_on')::date + time '12:00') AT TIME ZONE %(zone)s END"
)
# a row is one gift, or two: the employee's and the match
GIFTS = f"""
CREATE TEMPORARY TABLE import_gift ON COMMIT DROP AS
SELECT gen_random_uuid() AS gift, r.id AS row, r.number, part.part, giver.donor,
       part.amount, part.fee, part.payer, part.way, part.basis, part.suffix,
       {{given_at}} AS given_at, {{given_on}} AS given_on, {{fund}} AS fund,
       {{campaign}} AS campaign, {{appeal}} AS appeal,
       coalesce(r.values->>'check_number', '') AS check_number,
       {{source}} AS source, {{key}} AS key,
       NOT coalesce((r.values->>'receipt')::boolean, false) AS is_receipted
FROM donors_importrow r CROSS JOIN LATERAL (
    SELECT 'giver' AS part, (r.values->>'amount')::numeric AS amount,
           coalesce(r.values->>'fee', '0')::numeric AS fee, coalesce(r.values->>'payer', 'donor') AS payer,
           coalesce(r.values->>'way', 'elsewhere') AS way,
           coalesce(r.values->>'basis', 'received') AS basis, '' AS suffix
    UNION ALL SELECT 'company', (r.values->>'match')::numeric, 0, 'match', 'elsewhere', 'received', '/match'
    WHERE r.values ? 'match' AND r.values ? 'matched_by'
) AS part JOIN import_party giver ON giver.row = r.id AND giver.part = part.part
WHERE {at_work("new")}
"""


def insert(cursor: CursorWrapper, work: Work) -> None:
    """Write new gifts. No thanks go out and no receipt: whoever took them has done that.

    Not those that another file wrote since a person looked, nor where the month or the fund was closed.
    """
    params = facts(work)
    hold_open()
    for overtaken in (IS_NUMBERED, IN_CLOSED_MONTH, f"{fund_of()} IS NULL"):
        cursor.execute(
            f"UPDATE donors_importrow r SET outcome = 'stale' WHERE {at_work('new')} AND {overtaken}", params
        )
    find_or_make(cursor, params)
    cursor.execute("DROP TABLE IF EXISTS import_gift")
    campaign, appeal = _named("campaign"), _named("appeal")
    cursor.execute(
        GIFTS.format(
            given_at=MOMENT,
            given_on=DAY,
            fund=fund_of(),
            campaign=campaign,
            appeal=appeal,
            source=SOURCE,
            key=KEY,
        ),
        params,
    )
    for statement in (_gifts(), _shares(), _lines(), _numbers(), _thanked(), NOTED):
        cursor.execute(statement, params)


def write(cursor: CursorWrapper, work: Work, column: str) -> None:
    """A file changes no gift that the books hold: what differs is refused, and corrected on its page."""


def unknown(import_id: int, field: str) -> list[tuple[str, int]]:
    """Return names of campaigns or appeals that new rows carry and nobody here knows, with how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.values->>'{field}', count(*) FROM donors_importrow r WHERE r.import_id = %(import)s"
            f" AND r.verdict IN ('new', 'maybe') AND r.values ? '{field}' AND {_named(field)} IS NULL"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
            {"import": import_id, "accented": ACCENTED, "plain": PLAIN},
        )
        return list(cursor.fetchall())


def without_fund(import_id: int) -> tuple[Fund, int] | None:
    """Return the fund that new rows take which name none, and how many; nothing where all do."""
    rows = ImportRow.objects.filter(run=import_id, verdict__in=["new", "maybe"])
    count = rows.exclude(values__has_key="fund").count()
    fund = Fund.objects.filter(is_open=True, is_restricted=False).order_by("position", "pk").first()
    return (fund, count) if fund and count else None


def _named(field: str) -> str:
    """SQL of the campaign or appeal that a row names, by its name or code."""
    code = CODES[field]
    asked = folded(f"r.values->>'{field}'")
    return (
        f"(SELECT t.id FROM campaigns_{field} t WHERE {folded('t.name')} = {asked}"
        f" OR lower(t.{code}) = lower(r.values->>'{field}') ORDER BY t.id LIMIT 1)"
    )


def _gifts() -> str:
    columns = {
        "id": "g.gift",
        "kind": "'money'",
        "source": "g.way",
        "state": "'paid'",
        "payer": "g.payer",
        "donor_id": "g.donor",
        "campaign_id": "g.campaign",
        "appeal_id": "g.appeal",
        "amount": "g.amount",
        "currency": "%(currency)s",
        "given_at": "g.given_at",
        "given_on": "g.given_on",
        "date_basis": "g.basis",
        "check_number": "left(g.check_number, 20)",
        "recorded_by_id": "%(by)s",
        "created_at": "%(now)s",
        "changed_at": "clock_timestamp()",
    }
    return f"{insert_select(Gift, **columns)} FROM import_gift g ORDER BY g.number, g.suffix"


def _shares() -> str:
    rows = insert_select(Allocation, gift_id="g.gift", fund_id="g.fund", amount="g.amount")
    return f"{rows} FROM import_gift g ORDER BY g.number, g.suffix"


def _lines() -> str:
    columns = {
        "kind": "'offline'",
        "gift_id": "g.gift",
        "amount": "g.amount",
        "fee": "g.fee",
        "net": "g.amount - g.fee",
        "currency": "%(currency)s",
        "occurred_at": "g.given_at",
        "created_at": "%(now)s",
    }
    return f"{insert_select(LedgerLine, **columns)} FROM import_gift g ORDER BY g.number, g.suffix"


def _numbers() -> str:
    rows = insert_select(
        ImportedGift,
        gift_id="g.gift",
        source="g.source",
        key="g.key || g.suffix",
        is_receipted="g.is_receipted",
    )
    return f"{rows} FROM import_gift g ORDER BY g.number, g.suffix"


def _thanked() -> str:
    """Who advised a fund, and whose gift or time a company matched."""
    rows = insert_select(
        SoftCredit,
        gift_id="g.gift",
        donor_id="p.donor",
        role="CASE WHEN g.payer = 'daf' THEN 'adviser' ELSE 'employee' END",
        amount="g.amount",
        created_at="%(now)s",
    )
    return (
        f"{rows} FROM import_gift g JOIN import_party p ON p.row = g.row AND p.donor <> g.donor"
        " AND p.part = CASE WHEN g.part = 'company' THEN 'giver' ELSE 'credit' END"
        f" WHERE g.payer IN ('daf', 'match') AND p.name <> {NAMELESS}"
    )


NOTED = f"""
UPDATE donors_importrow r SET target = g.gift::text, made = r.made || jsonb_strip_nulls(
    jsonb_build_object('match', (SELECT m.gift FROM import_gift m WHERE m.row = r.id AND m.part = 'company'))
) FROM import_gift g WHERE g.row = r.id AND g.part = 'giver' AND {at_work("new")}
"""
