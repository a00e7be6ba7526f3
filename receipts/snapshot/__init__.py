"""Everything a paper says, frozen as JSON in its language when it is issued."""

from receipts.snapshot.receipt import TEMPLATE_VERSION, digest, take
from receipts.snapshot.statement import StatedGift, StatedYear, state_year

__all__ = ["TEMPLATE_VERSION", "StatedGift", "StatedYear", "digest", "state_year", "take"]
