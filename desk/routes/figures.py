"""The rows of reports, and the gifts behind each figure."""

from desk.routes.rows import Row

FIGURES: dict[str, Row] = {}
