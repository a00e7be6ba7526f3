"""Everything a paper says, frozen as JSON in its language when it is issued."""

from receipts.snapshot.contribution import contribution_of
from receipts.snapshot.plain import receipt_words, statement_words
from receipts.snapshot.receipt import (
    TEMPLATE_VERSION,
    Heading,
    Item,
    Snapshot,
    benefit_of,
    canonical,
    claim_of,
    digest,
    item_of,
    letterhead_of,
    payer_lines,
    take,
)
from receipts.snapshot.statement import StatedGift, StatedYear, state_year

__all__ = [
    "TEMPLATE_VERSION",
    "Heading",
    "Item",
    "Snapshot",
    "StatedGift",
    "StatedYear",
    "benefit_of",
    "canonical",
    "claim_of",
    "contribution_of",
    "digest",
    "item_of",
    "letterhead_of",
    "payer_lines",
    "receipt_words",
    "state_year",
    "statement_words",
    "take",
]
