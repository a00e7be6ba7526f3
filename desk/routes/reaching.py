"""The rows of peer pages, the wish list, impact lines and stories."""

from desk.routes.rows import Row

REACHING: dict[str, Row] = {}
