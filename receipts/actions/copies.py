"""Copies that leave the house are written down."""

from datetime import datetime

from accounts.models import User
from receipts.models import Receipt, ReceiptCopy


def record_copy(*, receipt: Receipt, by: User | None, channel: str, now: datetime) -> ReceiptCopy:
    """Return the note that somebody took the paper or was sent it."""
    return ReceiptCopy.objects.create(receipt=receipt, made_at=now, made_by=by, channel=channel)
