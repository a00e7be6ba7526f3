"""Addresses of the finance officer's pages; `gifts.urls` mounts them."""

from django.urls import path

from gifts.views.books import closing, fees, funds, journal, parity, payouts, spending

urlpatterns = [
    path("desk/payouts/", payouts.payout_list, name="payout_list"),
    path("desk/payouts/export/", payouts.payout_export, name="payout_export"),
    path("desk/payouts/<int:payout_id>/", payouts.payout_page, name="payout"),
    path("desk/payouts/<int:payout_id>/seen/", payouts.payout_seen, name="payout_seen"),
    path("desk/payouts/<int:payout_id>/not-seen/", payouts.payout_not_seen, name="payout_not_seen"),
    path("desk/payouts/<int:payout_id>/read-again/", payouts.payout_read, name="payout_read"),
    path("desk/differences/", parity.difference_list, name="difference_list"),
    path(
        "desk/differences/<int:difference_id>/explain/", parity.difference_explain, name="difference_explain"
    ),
    path("desk/differences/<int:difference_id>/read-again/", parity.difference_read, name="difference_read"),
    path("desk/fees/", fees.fees, name="fees"),
    path("desk/fund-balances/", funds.fund_balances, name="fund_balances"),
    path("desk/fund-balances/<int:fund_id>/", funds.fund_statement, name="fund_statement"),
    path("desk/fund-balances/<int:fund_id>/export/", funds.fund_export, name="fund_export"),
    path("desk/fund-balances/<int:fund_id>/spend/", spending.fund_spend, name="fund_spend"),
    path("desk/fund-balances/<int:fund_id>/opening/", spending.fund_opening, name="fund_opening"),
    path(
        "desk/fund-balances/spendings/<int:spending_id>/", spending.spending_correct, name="spending_correct"
    ),
    path("desk/journal/", journal.journal, name="journal"),
    path("desk/journal/export/", journal.journal_export, name="journal_export"),
    path("desk/journal/accounts/", journal.accounts, name="accounts"),
    path("desk/journal/close/", closing.month_close, name="month_close"),
    path("desk/journal/reopen/<int:period_id>/", closing.month_reopen, name="month_reopen"),
]
