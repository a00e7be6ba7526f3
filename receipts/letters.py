"""The letters about receipts and statements. A receipt usually travels with the thanks for its gift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from donors.models import Donor
from letters.actions import Enclosed, Wanted, join_attachment, queue_letter, queue_letters
from letters.kinds import LetterKind, register
from receipts.models import Receipt, Statement
from receipts.snapshot import receipt_words, statement_words

SAMPLE: dict[str, str | Promise] = {
    "name": "Maria Lopez",
    "number": "D-2026-000123",
    "amount": "$50.00",
    "replaces": "",
}
OF_A_VOLUNTEER = {"name": "Rosa Lind", "number": "R-2026-000124", "replaces": ""}
VOLUNTEERS_SIDE = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

RECEIPT = register(LetterKind(name="receipt", title=_("Receipt"), facts=SAMPLE))
REPLACED = register(
    LetterKind(
        name="receipt_replaced",
        title=_("A corrected receipt"),
        facts=SAMPLE | {"amount": "$30.00", "replaces": "D-2026-000122"},
    )
)
# why a paper ended, as its letter says it; a correction says so by its new paper
ENDS: dict[str, Promise] = {
    Receipt.VoidReason.REFUNDED: _("The money went back."),
    Receipt.VoidReason.DISPUTED: _("The payment was disputed with the bank."),
    Receipt.VoidReason.REVERSED: _("The gift was taken out of our books."),
    Receipt.VoidReason.MISTAKEN: _("We issued it by mistake."),
}
VOID = register(
    LetterKind(
        name="receipt_void",
        title=_("A receipt is no longer valid"),
        facts=SAMPLE | {"why": ENDS[Receipt.VoidReason.REFUNDED]},
    )
)
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


EXPENSES = register(
    LetterKind(
        name="expenses_letter",
        title=_("Letter about a volunteer's expenses"),
        facts=OF_A_VOLUNTEER,
        readers=VOLUNTEERS_SIDE,
    )
)
EXPENSES_VOID = register(
    LetterKind(
        name="expenses_letter_void",
        title=_("A letter about expenses is no longer valid"),
        facts=OF_A_VOLUNTEER,
        readers=VOLUNTEERS_SIDE,
    )
)
# what a volunteer gets in place of a letter about a gift's receipt
FOR_VOLUNTEERS = {"receipt": EXPENSES, "receipt_replaced": EXPENSES, "receipt_void": EXPENSES_VOID}


@dataclass(frozen=True)
class Reader:
    """Whom a paper reaches by mail."""

    name: str
    email: str


def reader_of(receipt: Receipt) -> Reader | None:
    """Return its donor, or the volunteer who has proven their address; None where no mail reaches them."""
    donor, volunteer = receipt.donor, receipt.volunteer
    if volunteer:
        return Reader(volunteer.name, volunteer.email) if volunteer.user_id else None
    return Reader(donor.name, donor.email) if donor and donor.email else None


def queue_receipt_letter(
    receipt: Receipt, *, kind: str, key: str, now: datetime, hold_until: datetime | None = None, why: str = ""
) -> None:
    """Write a letter about a receipt to whom it belongs; a held one waits for its paper.

    No address: no letter. A volunteer's says nothing of an amount. `why` is the reason of an end.
    """
    reader = reader_of(receipt)
    if reader is None:
        return
    facts = {"name": reader.name, "number": str(receipt), "replaces": receipt.snapshot["replaces"]}
    amount = {"amount": receipt.snapshot["total"]}
    if kind == VOID.name:
        with translation.override(receipt.language):
            amount["why"] = str(ENDS.get(why, ""))
    queue_letter(
        kind=FOR_VOLUNTEERS[kind].name if receipt.volunteer else kind,
        key=key,
        to_email=reader.email,
        language=receipt.language,
        facts=facts if receipt.volunteer else facts | amount,
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
        says=receipt_words(receipt.snapshot, receipt.language),
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
            enclosed=Enclosed(
                f"summary-{statement}.pdf",
                "application/pdf",
                bytes(statement.pdf),
                statement_words(statement.snapshot, statement.language),
            ),
        )
        for statement in wanted
    ]
    queue_letters(kind=STATEMENT.name, wanted=letters, now=now)
    return wanted
