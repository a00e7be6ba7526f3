"""The letters about receipts. A receipt usually travels with the thanks for its gift; these go otherwise."""

from django.utils.translation import gettext_lazy as _

from letters.kinds import LetterKind, register

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
