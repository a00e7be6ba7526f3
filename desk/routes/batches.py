"""The rows of batches of gifts by hand, and pledges."""

from desk.routes.rows import Row

BATCHES: dict[str, Row] = {}
