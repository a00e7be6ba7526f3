"""Journals, months that are closed, and payouts in them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.money import ZERO
from gifts.actions.closing import close_month, set_accounts
from gifts.models import (
    Payout,
)
from gifts.reports.journal.month import Journal, journal_of
from tests.factories import (
    MOMENT,
    ZONE,
    make_user,
)

NOVEMBER = date(2026, 11, 1)
LATER = MOMENT + timedelta(days=10)
TODAY = date(2026, 12, 5)


def journal(month: date = NOVEMBER) -> Journal:
    return journal_of(month, zone=ZONE, today=TODAY)


def sides(of_month: Journal) -> dict[str, Decimal]:
    """What each account moved."""
    found: dict[str, Decimal] = {}
    for row in of_month.rows:
        found[row.purpose] = found.get(row.purpose, ZERO) + row.amount
    return {name: amount for name, amount in found.items() if amount}


def close(month: date = NOVEMBER, **more: Any) -> Any:
    return close_month(**{"month": month, "by": make_user(), "now": LATER, **more})


def confirmed(begins_on: date = NOVEMBER) -> None:
    set_accounts(begins_on=begins_on, named={}, by=make_user(), now=MOMENT)


def a_payout(*, arrives_on: date, state: str = "paid") -> Payout:
    return Payout.objects.create(
        payout_id=f"po_{Payout.objects.count()}",
        amount=Decimal("48.25"),
        currency="usd",
        state=state,
        created_at=MOMENT,
        arrives_on=arrives_on,
    )
