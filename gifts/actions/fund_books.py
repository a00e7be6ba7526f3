"""What finance types about a fund: what it began with, what was spent of it, and what of that was wrong."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from core.money import ZERO
from gifts.actions.periods import PeriodClosed, hold_open
from gifts.models import FundOpening, FundSpending


class FundBooksRefused(Exception):
    """A sentence for the person who asked."""


def spend(
    *, form_key: UUID, fund_id: int, day: date, amount: Decimal, what: str, by: User, now: datetime
) -> FundSpending:
    """Write down what was spent of a fund. More than it holds is taken: that is shown, not hidden.

    The same form twice is one spending. Raises: FundBooksRefused with a sentence.
    """
    fund = Fund.objects.get(pk=fund_id)
    row = FundSpending(
        form_key=form_key,
        fund=fund,
        day=day,
        amount=amount,
        what=what,
        releases=fund.is_restricted,
        by=by,
        created_at=now,
    )
    return _write(row, verb="fund.spent", by=by, now=now)


def correct_spending(
    *,
    form_key: UUID,
    spending_id: int,
    day: date,
    amount: Decimal,
    what: str,
    by: User,
    now: datetime,
) -> FundSpending:
    """Write a row that makes a spending come to another amount; zero takes it back.

    Raises: FundBooksRefused with a sentence, also where it comes to that already.
    """
    with transaction.atomic():
        spending = FundSpending.objects.select_for_update().get(pk=spending_id)
        before = FundSpending.objects.filter(form_key=form_key).first()
        if before is not None:
            return before
        if spending.corrects_id is not None:
            raise FundBooksRefused(_("That row is a correction itself. Correct the spending that it names."))
        if amount < 0:
            raise FundBooksRefused(_("A spending is not below zero."))
        stands = spending.amount + (spending.corrections.aggregate(sum=Sum("amount"))["sum"] or ZERO)
        if amount == stands:
            raise FundBooksRefused(_("It comes to that already."))
        row = FundSpending(
            form_key=form_key,
            fund_id=spending.fund_id,
            day=day,
            amount=amount - stands,
            what=what,
            releases=spending.releases,
            corrects=spending,
            by=by,
            created_at=now,
        )
        return _write(row, verb="fund.spending_corrected", by=by, now=now)


def open_fund(*, fund_id: int, day: date, amount: Decimal, by: User, now: datetime) -> FundOpening:
    """Write down what a fund held when its story here begins; it takes the place of what was said before.

    Raises: FundBooksRefused with a sentence.
    """
    with transaction.atomic():
        _hold(day, now)
        row = FundOpening.objects.create(fund_id=fund_id, day=day, amount=amount, by=by, created_at=now)
        record(
            actor=by,
            verb="fund.opened",
            about=("fund", str(fund_id)),
            now=now,
            after={"day": day.isoformat(), "amount": str(amount)},
        )
    return row


def _write(row: FundSpending, *, verb: str, by: User, now: datetime) -> FundSpending:
    with transaction.atomic():
        _hold(row.day, now)
        FundSpending.objects.bulk_create([row], ignore_conflicts=True)
        written = FundSpending.objects.get(form_key=row.form_key)
        if written.created_at == now:
            record(
                actor=by,
                verb=verb,
                about=("fund", str(row.fund_id)),
                now=now,
                after={
                    "spending": written.pk,
                    "day": row.day.isoformat(),
                    "amount": str(row.amount),
                    "corrects": row.corrects_id,
                },
            )
    return written


def _hold(day: date, now: datetime) -> None:
    if day > legal_day(now, the_zone()):
        raise FundBooksRefused(_("That day is still to come."))
    try:
        hold_open(day)
    except PeriodClosed as closed:
        raise FundBooksRefused(str(closed)) from closed
