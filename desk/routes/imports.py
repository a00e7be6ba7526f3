"""The rows of imports and exports."""

from desk.routes.rows import BOTH, COORDINATORS, GIVING_HANDS, READ, TIME_HANDS, WRITE, Row

IMPORTERS = GIVING_HANDS | COORDINATORS

IMPORTS: dict[str, Row] = {
    "donors:import_list": Row(READ, IMPORTERS),
    "donors:import_new": Row(BOTH, IMPORTERS),
    "donors:import_page": Row(READ, IMPORTERS),
    "donors:import_columns": Row(BOTH, IMPORTERS),
    "donors:import_row": Row(BOTH, IMPORTERS),
    "donors:import_doubts": Row(WRITE, IMPORTERS),
    "donors:import_apply": Row(WRITE, IMPORTERS),
    "donors:import_cancel": Row(WRITE, IMPORTERS),
    "donors:import_resume": Row(WRITE, IMPORTERS),
    "donors:import_undo": Row(BOTH, IMPORTERS),
    "donors:import_refused": Row(WRITE, IMPORTERS),
    "donors:donor_export": Row(WRITE, GIVING_HANDS),
    "volunteers:people_export": Row(WRITE, TIME_HANDS),
}
