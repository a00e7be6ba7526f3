"""The rows of gifts and campaigns on the desk."""

from desk.routes.rows import BOTH, FUNDRAISERS, GIVING, GIVING_HANDS, MONEY, MONEY_READERS, READ, WRITE, Row

GIFTS = {
    "gifts:gift_list": Row(READ, GIVING),
    "gifts:giver_list": Row(READ, GIVING),
    "gifts:gift_export": Row(WRITE, GIVING_HANDS),
    "gifts:refund": Row(WRITE, MONEY),
    "gifts:match": Row(WRITE, GIVING_HANDS),
    "gifts:read_again": Row(WRITE, MONEY),
    "gifts:recurring_list": Row(READ, GIVING),
    "gifts:recurring_export": Row(WRITE, GIVING_HANDS),
    "gifts:recurring_line": Row(READ, GIVING),
    "gifts:recurring_changes": Row(READ, GIVING),
    "gifts:recurring_counted": Row(READ, GIVING),
    "gifts:recurring_cohorts": Row(READ, GIVING),
    "gifts:recurring_cohort": Row(READ, GIVING),
    "gifts:recurring_coming": Row(READ, GIVING),
    "gifts:recurring": Row(READ, GIVING),
    "gifts:recurring_act": Row(BOTH, GIVING_HANDS),
    "gifts:ask_for_more": Row(BOTH, FUNDRAISERS),
    "gifts:card_link": Row(WRITE, GIVING_HANDS),
    "gifts:checkout_list": Row(READ, GIVING),
    "gifts:event_list": Row(READ, MONEY_READERS),
    "gifts:event_replay": Row(WRITE, MONEY),
}

CAMPAIGNS = {
    "gifts:campaign_list": Row(READ, GIVING),
    "gifts:campaign": Row(READ, GIVING),
    "gifts:preview": Row(READ, GIVING),
    "gifts:policy": Row(BOTH, MONEY),
    "gifts:pause": Row(WRITE, MONEY),
    "gifts:resume": Row(WRITE, MONEY),
    "campaigns:new": Row(BOTH, FUNDRAISERS),
    "campaigns:edit": Row(BOTH, FUNDRAISERS),
    "campaigns:publish": Row(WRITE, FUNDRAISERS),
    "campaigns:close": Row(WRITE, FUNDRAISERS),
    "campaigns:reopen": Row(WRITE, FUNDRAISERS),
    "campaigns:appeals": Row(READ, GIVING),
    "campaigns:appeal_new": Row(BOTH, FUNDRAISERS),
    "campaigns:appeal_edit": Row(BOTH, FUNDRAISERS),
    "campaigns:funds": Row(READ, GIVING),
    "campaigns:fund_new": Row(BOTH, FUNDRAISERS),
    "campaigns:fund_edit": Row(BOTH, FUNDRAISERS),
}
