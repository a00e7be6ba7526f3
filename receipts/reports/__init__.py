"""What is asked of receipts and statements across tables."""

from receipts.reports.ledger import differing, unsettled
from receipts.reports.statements import statements_of

__all__ = ["differing", "statements_of", "unsettled"]
