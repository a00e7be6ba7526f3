"""An import of gifts is taken back: each is reversed by a line of its own, for the books only grow."""

from django.db.backends.utils import CursorWrapper

from core.rows import insert_select
from donors.kinds import Work, at_work
from gifts.models import LedgerLine

MINE = f"""(SELECT r.target::uuid AS gift FROM donors_importrow r WHERE {at_work("new")}
    UNION ALL SELECT (r.made->>'match')::uuid FROM donors_importrow r
    WHERE {at_work("new")} AND r.made ? 'match')"""


def keep(cursor: CursorWrapper, work: Work) -> None:
    """A row whose match changed since stays, as the engine keeps one whose own gift did."""
    cursor.execute(
        "UPDATE donors_importrow r SET outcome = 'kept' FROM donors_import i"
        f" WHERE {at_work('new')} AND i.id = r.import_id AND r.made ? 'match' AND NOT EXISTS ("
        " SELECT 1 FROM gifts_gift g WHERE g.id = (r.made->>'match')::uuid AND g.state = 'paid'"
        " AND g.stands = g.amount)",
        work.params,
    )


def remove(cursor: CursorWrapper, work: Work) -> None:
    """Take the money of these gifts out again, fee and all; their numbers are free for another file."""
    line = insert_select(
        LedgerLine,
        kind="'offline'",
        gift_id="g.id",
        amount="-g.stands",
        fee="-g.fees",
        net="-g.stands + g.fees",
        currency="g.currency",
        occurred_at="%(now)s",
        created_at="%(now)s",
    )
    cursor.execute(f"{line} FROM gifts_gift g JOIN {MINE} m ON m.gift = g.id", work.params)
    cursor.execute(
        f"UPDATE gifts_gift g SET state = 'reversed' FROM {MINE} m WHERE m.gift = g.id", work.params
    )
    for table in ("gifts_softcredit", "gifts_importedgift"):
        cursor.execute(f"DELETE FROM {table} t USING {MINE} m WHERE t.gift_id = m.gift", work.params)
