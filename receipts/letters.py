"""The letters about receipts. A receipt usually travels with the thanks for its gift; these go otherwise."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from letters.actions import join_attachment, queue_letter
from letters.kinds import LetterKind, register
from receipts.models import Receipt

SAMPLE = {"name": "Maria Lopez", "number": "D-2026-000123", "amount": "$50.00", "replaces": ""}

RECEIPT = register(LetterKind(name="receipt", title=_("Receipt"), facts=SAMPLE))
REPLACED = register(
    LetterKind(
        name="receipt_replaced",
        title=_("A corrected receipt"),
        facts=SAMPLE | {"amount": "$30.00", "replaces": "D-2026-000122"},
    )
)
VOID = register(LetterKind(name="receipt_void", title=_("A receipt is no longer valid"), facts=SAMPLE))


def queue_receipt_letter(
    receipt: Receipt, *, kind: str, key: str, now: datetime, hold_until: datetime | None = None
) -> None:
    """Write a letter about a receipt to its donor; a held one waits for its paper. No address: no letter."""
    donor = receipt.donor
    if donor is None or not donor.email:
        return
    queue_letter(
        kind=kind,
        key=key,
        to_email=donor.email,
        language=receipt.language,
        facts={
            "name": donor.name,
            "number": str(receipt),
            "amount": receipt.snapshot["total"],
            "replaces": receipt.snapshot["replaces"],
        },
        about=("receipt", str(receipt.pk)),
        now=now,
        hold_until=hold_until,
    )


def enclose_paper(receipt: Receipt, *, key: str, content: bytes, now: datetime) -> bool:
    """Put a receipt's PDF into a letter and let it go. False: the letter left without it."""
    return join_attachment(
        key=key,
        filename=f"receipt-{receipt}.pdf",
        content_type="application/pdf",
        content=content,
        now=now,
    )
