"""The rows of duplicates, merges and their undoing."""

from desk.routes.rows import BOTH, GIVING_HANDS, READ, WRITE, Row

DUPLICATES: dict[str, Row] = {
    "donors:duplicate_list": Row(READ, GIVING_HANDS),
    "donors:duplicate_search": Row(WRITE, GIVING_HANDS),
    "donors:duplicate_search_stop": Row(WRITE, GIVING_HANDS),
    "donors:duplicate_dismiss": Row(WRITE, GIVING_HANDS),
    "donors:duplicate_reopen": Row(WRITE, GIVING_HANDS),
    "desk:merge_undo": Row(BOTH, GIVING_HANDS),
    "desk:merge_requests": Row(READ, GIVING_HANDS),
    "desk:merge_request": Row(READ, GIVING_HANDS),
    "desk:merge_request_answer": Row(WRITE, GIVING_HANDS),
}
