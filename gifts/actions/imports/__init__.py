"""What a file of gifts does: the steps of its kind (see `donors.kinds`)."""

from gifts.actions.imports.matching import CURRENT, lock, match
from gifts.actions.imports.undoing import keep, remove
from gifts.actions.imports.writing import insert, unknown, without_fund, write

__all__ = ["CURRENT", "insert", "keep", "lock", "match", "remove", "unknown", "without_fund", "write"]
