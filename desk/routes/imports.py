"""The rows of imports and exports."""

from desk.routes.rows import GIVING_HANDS, TIME_HANDS, WRITE, Row

IMPORTS: dict[str, Row] = {
    "donors:donor_export": Row(WRITE, GIVING_HANDS),
    "volunteers:people_export": Row(WRITE, TIME_HANDS),
}
