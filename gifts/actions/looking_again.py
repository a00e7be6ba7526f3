"""One difference, looked at again at once and not in the night."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from gifts.actions.comparing import Books
from gifts.gateway.client import NotAtStripe, StripeRefused
from gifts.gateway.transactions import read_transaction
from gifts.models import Difference, LedgerLine, Payout
from gifts.reports.agreement import balance_difference


def look_again(*, difference_id: int, now: datetime) -> Difference:
    """Read what a difference is about from Stripe, let our rows follow, and close it if both agree now.

    Raises: DoorShut, with nothing closed.
    """
    row = Difference.objects.get(pk=difference_id)
    agrees = _agrees(row, now)
    with transaction.atomic():
        row = Difference.objects.select_for_update().get(pk=difference_id)
        row.last_seen_at = row.last_seen_at if agrees else now
        row.resolved_at = now if agrees and row.resolved_at is None else row.resolved_at
        row.save(update_fields=["last_seen_at", "resolved_at"])
    return row


def _agrees(row: Difference, now: datetime) -> bool:
    if row.kind == "balance":
        return row.object_id not in balance_difference({})
    books, again = Books(covered=now), Books(covered=now)
    root = row.root or (row.object_id if row.object_id.startswith(("pi_", "po_", "sub_", "cs_")) else "")
    is_read = False
    with suppress(NotAtStripe, StripeRefused):
        if root:
            books.read(root, now=now)
            again.read(root, now=now)
        is_read = True
    if row.kind == "line":
        return _line_agrees(row.object_id, again)
    if row.kind == "stray_line":
        return LedgerLine.objects.filter(txn_id=row.object_id).exclude(gift=None).exists()
    if row.kind == "payout":
        return is_read and not Payout.objects.filter(payout_id=row.object_id, needs_attention=True).exists()
    if row.kind == "subscription":
        return False
    return is_read and (row.kind, row.object_id) not in again.found


def _line_agrees(txn_id: str, books: Books) -> bool:
    try:
        books.look_at([read_transaction(txn_id)])
    except (NotAtStripe, StripeRefused):
        return not LedgerLine.objects.filter(txn_id=txn_id).exists()
    return ("line", txn_id) not in books.found and LedgerLine.objects.filter(txn_id=txn_id).exists()
