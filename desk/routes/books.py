"""The rows of payouts' lines, fund balances, journal and closed periods."""

from desk.routes.rows import BOTH, GIVING, MONEY, MONEY_READERS, READ, WRITE, Row

BOOKS: dict[str, Row] = {
    "gifts:payout_list": Row(READ, MONEY_READERS),
    "gifts:payout_export": Row(WRITE, MONEY),
    "gifts:payout": Row(READ, MONEY_READERS),
    "gifts:payout_seen": Row(WRITE, MONEY),
    "gifts:payout_not_seen": Row(WRITE, MONEY),
    "gifts:payout_read": Row(WRITE, MONEY),
    "gifts:difference_list": Row(READ, MONEY_READERS),
    "gifts:difference_explain": Row(BOTH, MONEY),
    "gifts:difference_read": Row(WRITE, MONEY),
    "gifts:fees": Row(READ, MONEY_READERS),
    "gifts:fund_balances": Row(READ, GIVING),
    "gifts:fund_statement": Row(READ, GIVING),
    "gifts:fund_export": Row(WRITE, MONEY),
    "gifts:fund_spend": Row(BOTH, MONEY),
    "gifts:fund_opening": Row(BOTH, MONEY),
    "gifts:spending_correct": Row(BOTH, MONEY),
    "gifts:journal": Row(READ, MONEY_READERS),
    "gifts:journal_export": Row(WRITE, MONEY),
    "gifts:accounts": Row(BOTH, MONEY),
    "gifts:month_close": Row(BOTH, MONEY),
    "gifts:month_reopen": Row(BOTH, MONEY),
}
