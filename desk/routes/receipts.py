"""The rows of receipts, of the summaries of a year, and of the year end on the desk."""

from desk.routes.rows import GIVING, GIVING_HANDS, MONEY, READ, WRITE, Row

RECEIPTS = {
    "receipts:list": Row(READ, GIVING),
    "receipts:page": Row(READ, GIVING),
    "receipts:paper": Row(READ, GIVING),
    "receipts:copy": Row(WRITE, GIVING_HANDS),
    "receipts:audit": Row(READ, MONEY),
    "receipts:audit_export": Row(WRITE, MONEY),
    "receipts:statement_list": Row(READ, GIVING),
    "receipts:statement_page": Row(READ, GIVING),
    "receipts:statement_paper": Row(READ, GIVING),
    "receipts:statement_send": Row(WRITE, GIVING_HANDS),
    "receipts:statement_renew": Row(WRITE, GIVING_HANDS),
    "receipts:statement_draw": Row(WRITE, GIVING_HANDS),
    "receipts:year_ends": Row(READ, GIVING),
    "receipts:year_end": Row(READ, GIVING),
    "receipts:year_end_missing": Row(READ, GIVING),
    "receipts:year_end_start": Row(WRITE, GIVING_HANDS),
    "receipts:year_end_stop": Row(WRITE, GIVING_HANDS),
    "receipts:year_end_resume": Row(WRITE, GIVING_HANDS),
    "receipts:year_end_post": Row(WRITE, GIVING_HANDS),
    "receipts:posting": Row(READ, GIVING_HANDS),
}
