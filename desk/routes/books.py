"""The rows of payouts' lines, fund balances, journal and closed periods."""

from desk.routes.rows import Row

BOOKS: dict[str, Row] = {}
