"""The rows of donors' records, notes, tags, tasks and segments."""

from desk.routes.rows import Row

RECORDS: dict[str, Row] = {}
