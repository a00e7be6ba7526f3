"""The rows of duplicates, merges and their undoing."""

from desk.routes.rows import Row

DUPLICATES: dict[str, Row] = {}
