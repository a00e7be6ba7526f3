"""What we certify: receipts, and the statements that sum them up for a year."""

from receipts.models.receipt import Receipt, ReceiptCopy, ReceiptKind, ReceiptLine, Series
from receipts.models.run import StatementChunk, StatementProblem, StatementRun
from receipts.models.signature import PaperSignature
from receipts.models.statement import Statement, StatementCopy, StatementLine
from receipts.models.unreceipted import Unreceipted
from receipts.models.wording import ReceiptWording

__all__ = [
    "PaperSignature",
    "Receipt",
    "ReceiptCopy",
    "ReceiptKind",
    "ReceiptLine",
    "ReceiptWording",
    "Series",
    "Statement",
    "StatementChunk",
    "StatementCopy",
    "StatementLine",
    "StatementProblem",
    "StatementRun",
    "Unreceipted",
]
