"""What an import does to donors. Each function is a step of `donors.kinds.ImportKind`."""

from donors.actions.imports.donors.matching import CURRENT, check, doubt, match
from donors.actions.imports.donors.undoing import keep
from donors.actions.imports.donors.writing import insert, lock, remove, write

__all__ = ["CURRENT", "check", "doubt", "insert", "keep", "lock", "match", "remove", "write"]
