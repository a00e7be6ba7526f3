"""Lines of the ledger: inserted once per movement, linked as soon as we know to what."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.db import connection

from gifts.gateway.facts import TransactionFacts

COLUMNS = (
    "txn_id, kind, stripe_type, source_id, amount, fee, net, currency, occurred_at, available_on, created_at"
)


def record_lines(
    transactions: Iterable[TransactionFacts],
    *,
    now: datetime,
    link: Literal["gift_id", "payout_id"],
    to: UUID | int | None,
) -> None:
    """Insert what the ledger lacks; fill the link of lines that stand there without it. Twice is once.

    Only one kind of link is written at a time: naming `gift_id` wakes the trigger that touches the gift's
    row, and a payout that did so would wait for payments in another order than they wait for it. For the
    same reason lines go in by the order of their ids.
    """
    rows = sorted(transactions, key=lambda line: line.txn_id)
    if not rows:
        return
    values: list[str | Decimal | datetime | date | UUID | int | None] = []
    for row in rows:
        values += (row.txn_id, row.kind.value, row.stripe_type, row.source_id, row.amount, row.fee, row.net)
        values += (row.currency, row.occurred_at, row.available_on, now, to)
    places = ", ".join(["(" + ", ".join(["%s"] * 12) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO gifts_ledgerline AS line ({COLUMNS}, {link}) VALUES {places}"  # noqa: S608 - our own words
            f" ON CONFLICT (txn_id) DO UPDATE SET {link} = excluded.{link}"
            f" WHERE line.{link} IS NULL AND excluded.{link} IS NOT NULL",
            values,
        )
