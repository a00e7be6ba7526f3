"""The receipts that took each other's place, all the way."""

from django.db import connection

from receipts.models import Receipt
from receipts.models.receipt import ReceiptQuerySet

BEFORE = """
WITH RECURSIVE chain AS (
    SELECT id, replaces_id FROM receipts_receipt WHERE id = %s
    UNION ALL
    SELECT older.id, older.replaces_id FROM receipts_receipt older JOIN chain ON older.id = chain.replaces_id
) SELECT id FROM chain
"""
AFTER = """
WITH RECURSIVE chain AS (
    SELECT id FROM receipts_receipt WHERE id = %s
    UNION ALL
    SELECT newer.id FROM receipts_receipt newer JOIN chain ON newer.replaces_id = chain.id
) SELECT id FROM chain
"""


def up_to(receipt: Receipt) -> ReceiptQuerySet:
    """Return a receipt and those that it replaced, directly or not, the newest first."""
    return _named(_ids(BEFORE, receipt)).order_by("-pk")


def chain_of(receipt: Receipt) -> ReceiptQuerySet:
    """Return all receipts that took each other's place around one, itself too, the oldest first."""
    return _named(_ids(BEFORE, receipt) | _ids(AFTER, receipt)).order_by("pk")


def _ids(query: str, receipt: Receipt) -> set[int]:
    """A chain is as long as its paper was corrected: a handful."""
    with connection.cursor() as cursor:
        cursor.execute(query, [receipt.pk])
        return {row[0] for row in cursor.fetchall()}


def _named(ids: set[int]) -> ReceiptQuerySet:
    return (
        Receipt.objects.filter(pk__in=ids)
        .select_related("series", "donor", "volunteer", "voided_by")
        .defer("pdf", "snapshot")
    )
