"""The rows of the tree of campaigns, challenges and embeddable buttons."""

from desk.routes.rows import Row

ASKS: dict[str, Row] = {}
