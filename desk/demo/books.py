"""Finance at work: payouts ticked on the statement, money of funds spent, a month closed."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_OID, uuid5

from accounts.models import Role, User
from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from gifts.actions.closing import ClosingRefused, close_month, set_accounts
from gifts.actions.deposits import see_payout
from gifts.actions.fund_books import correct_spending, open_fund, spend
from gifts.actions.sweep import sweep
from gifts.models import ClosedPeriod, FundSpending, Payout
from gifts.reports.journal.accounts import month_of

LOOKED_BACK = 4
# code of the fund, days ago, amount, for what
SPENT = (
    ("housing", 150, "1840.00", "Rent of the family flat, two months"),
    ("housing", 96, "412.50", "Beds and bedding"),
    ("housing", 41, "920.00", "Rent of the family flat"),
    ("therapy", 120, "600.00", "Art therapy, spring group"),
    ("therapy", 33, "480.00", "Counselors' supervision"),
    ("education", 75, "365.00", "Course fees, autumn term"),
)


def keep_books(now: datetime) -> None:
    """Compare the books, spend, tick and close, as the finance officer of the demo would. Once."""
    by = User.objects.filter(grants__role=Role.FINANCE).order_by("pk").first()
    if by is None or FundSpending.objects.exists():
        return
    sweep(now=now)
    today = legal_day(now, the_zone())
    _spend(today, by=by, now=now)
    for payout in Payout.objects.filter(state=Payout.State.PAID, arrives_on__lt=today - timedelta(days=20)):
        see_payout(payout_id=payout.pk, seen_on=payout.arrives_on, by=by, now=now)
    _close(today, by=by, now=now)


def _spend(today: date, *, by: User, now: datetime) -> None:
    funds = {fund.code: fund for fund in Fund.objects.all()}
    for code, ago, amount, what in SPENT:
        if code in funds:
            spend(
                form_key=uuid5(NAMESPACE_OID, f"spent:{code}:{ago}"),
                fund_id=funds[code].pk,
                day=today - timedelta(days=ago),
                amount=Decimal(amount),
                what=what,
                by=by,
                now=now,
            )
    wrong = FundSpending.objects.filter(what__startswith="Beds").first()
    if wrong is not None:
        correct_spending(
            form_key=uuid5(NAMESPACE_OID, "spent:corrected"),
            spending_id=wrong.pk,
            day=wrong.day + timedelta(days=3),
            amount=Decimal("421.50"),
            what="Two figures were swapped",
            by=by,
            now=now,
        )
    if "housing" in funds:
        begins = today - timedelta(days=400)
        open_fund(fund_id=funds["housing"].pk, day=begins, amount=Decimal("2150.00"), by=by, now=now)


def _close(today: date, *, by: User, now: datetime) -> None:
    """Close the oldest of the last months in which nothing is left to do; the journal begins with it."""
    month = month_of(today)
    for _month in range(LOOKED_BACK):
        month = month_of(month - timedelta(days=1))
    while month < month_of(today) and not ClosedPeriod.objects.exists():
        set_accounts(begins_on=month, named={}, by=by, now=now)
        with suppress(ClosingRefused):  # a payment without its donor may wait there
            close_month(month=month, by=by, now=now)
        month = month_of(month + timedelta(days=32))
