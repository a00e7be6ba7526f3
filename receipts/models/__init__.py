"""What we certify: receipts, and the statements that sum them up for a year."""

from receipts.models.receipt import Receipt, ReceiptCopy, ReceiptLine, Series
from receipts.models.run import StatementChunk, StatementProblem, StatementRun
from receipts.models.statement import Statement, StatementCopy, StatementLine

__all__ = [
    "Receipt",
    "ReceiptCopy",
    "ReceiptLine",
    "Series",
    "Statement",
    "StatementChunk",
    "StatementCopy",
    "StatementLine",
    "StatementProblem",
    "StatementRun",
]
