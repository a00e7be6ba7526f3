"""The rows of batches of gifts by hand, and pledges."""

from desk.routes.rows import BOTH, GIVING, GIVING_HANDS, READ, WRITE, Row

BATCHES: dict[str, Row] = {
    "gifts:batch_list": Row(READ, GIVING),
    "gifts:batch_new": Row(BOTH, GIVING_HANDS),
    "gifts:batch_donors": Row(READ, GIVING_HANDS),
    "gifts:batch": Row(READ, GIVING),
    "gifts:batch_change": Row(BOTH, GIVING_HANDS),
    "gifts:batch_discard": Row(BOTH, GIVING_HANDS),
    "gifts:batch_row_add": Row(WRITE, GIVING_HANDS),
    "gifts:batch_row": Row(BOTH, GIVING_HANDS),
    "gifts:batch_row_remove": Row(WRITE, GIVING_HANDS),
    "gifts:batch_post": Row(BOTH, GIVING_HANDS),
    "gifts:batch_undo": Row(BOTH, GIVING_HANDS),
    "gifts:batch_deposit": Row(READ, GIVING),
    "gifts:batch_deposited": Row(WRITE, GIVING_HANDS),
    "gifts:batch_csv": Row(WRITE, GIVING_HANDS),
    "gifts:pledge_list": Row(READ, GIVING),
    "gifts:pledge_export": Row(WRITE, GIVING_HANDS),
    "gifts:pledge_new": Row(BOTH, GIVING_HANDS),
    "gifts:pledge": Row(READ, GIVING),
    "gifts:pledge_schedule": Row(BOTH, GIVING_HANDS),
    "gifts:pledge_write_off": Row(WRITE, GIVING_HANDS),
    "gifts:pledge_wait_again": Row(WRITE, GIVING_HANDS),
    "gifts:pledge_pay": Row(WRITE, GIVING_HANDS),
    "gifts:pledge_release": Row(WRITE, GIVING_HANDS),
    "desk:batch_report": Row(READ, GIVING),
}
