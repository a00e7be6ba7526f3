"""The letters about receipts and statements. A receipt usually travels with the thanks for its gift."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from donors.models import Donor
from letters.actions import Enclosed, Wanted, join_attachment, queue_letter, queue_letters
from letters.kinds import LetterKind, register
from receipts.models import Receipt, Statement

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
STATEMENT = register(
    LetterKind(
        name="statement",
        title=_("Summary of a year's gifts"),
        facts={
            "name": "Maria Lopez",
            "year": "2025",
            "number": "S-2025-000417",
            "count": "12 gifts",
            "amount": "$600.00",
            "replaces": "",
        },
    )
)


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


def may_be_mailed(donor: Donor) -> bool:
    """Whether a statement goes to a donor by mail: what we owe also goes to those who want quiet.

    What no letter can be addressed to, as an import may have brought it, is as good as no address.
    """
    if donor.erased_at is not None or donor.contact == Donor.Contact.PORTAL:
        return False
    try:
        validate_email(donor.email)
    except ValidationError:
        return False
    return True


def queue_statements(statements: Iterable[Statement], *, now: datetime, again: str = "") -> list[Statement]:
    """Write the letters that bring statements to their donors, paper attached; return whom one was written.

    Each with a key of its own, so that twice is once; `again` makes the key another.
    """
    wanted = [statement for statement in statements if may_be_mailed(statement.donor)]
    letters = [
        Wanted(
            key=f"statement:{statement.pk}{again}",
            to_email=statement.donor.email,
            language=statement.language,
            facts={
                "name": statement.donor.name,
                "year": str(statement.year),
                "number": str(statement),
                "count": statement.snapshot["count"],
                "amount": statement.snapshot["total"],
                "replaces": statement.snapshot["replaces"],
            },
            about=("statement", str(statement.pk)),
            enclosed=Enclosed(f"summary-{statement}.pdf", "application/pdf", bytes(statement.pdf)),
        )
        for statement in wanted
    ]
    queue_letters(kind=STATEMENT.name, wanted=letters, now=now)
    return wanted
