"""The rows of reports, and the gifts behind each figure."""

from desk.routes.rows import GIVING, GIVING_HANDS, READ, WRITE, Row

FIGURES: dict[str, Row] = {
    "gifts:reports": Row(READ, GIVING),
    "gifts:report": Row(READ, GIVING),
    "gifts:report_export": Row(WRITE, GIVING_HANDS),
    "gifts:figure": Row(READ, GIVING),
    "gifts:figure_export": Row(WRITE, GIVING_HANDS),
}
