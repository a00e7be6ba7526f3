"""What a file of volunteers does: the steps of its kind (see `donors.kinds`)."""

from volunteers.actions.imports.people import CURRENT, insert, keep, lock, match, remove, write

__all__ = ["CURRENT", "insert", "keep", "lock", "match", "remove", "write"]
