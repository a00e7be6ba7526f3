"""The rows of imports and exports."""

from desk.routes.rows import Row

IMPORTS: dict[str, Row] = {}
