"""Finance saw a payout on the bank statement, or takes that back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.models import Payout


class DepositRefused(Exception):
    """A sentence for the person who asked."""


def see_payout(*, payout_id: int, seen_on: date, by: User, now: datetime) -> Payout:
    """Write down the day on which the bank statement shows a payout.

    Raises: DepositRefused for a day to come, one before the payout was made, and a payout that is not paid.
    """
    with transaction.atomic():
        payout = Payout.objects.select_for_update().get(pk=payout_id)
        if payout.state != Payout.State.PAID:
            raise DepositRefused(_("Stripe does not say that this payout reached the bank."))
        if seen_on > legal_day(now, the_zone()):
            raise DepositRefused(_("That day is still to come."))
        if seen_on < legal_day(payout.created_at, the_zone()):
            raise DepositRefused(_("The payout was made after that day."))
        return _write(payout, seen_on, by=by, now=now)


def take_back(*, payout_id: int, by: User, now: datetime) -> Payout:
    """Take the tick on the bank statement back. Twice is once."""
    with transaction.atomic():
        payout = Payout.objects.select_for_update().get(pk=payout_id)
        return _write(payout, None, by=by, now=now) if payout.seen_on else payout


def _write(payout: Payout, seen_on: date | None, *, by: User, now: datetime) -> Payout:
    before = payout.seen_on
    payout.seen_on = seen_on
    payout.seen_by, payout.seen_at = (by, now) if seen_on else (None, None)
    payout.save(update_fields=["seen_on", "seen_by", "seen_at"])
    record(
        actor=by,
        verb="payout.seen" if seen_on else "payout.seen_taken_back",
        about=("payout", str(payout.pk)),
        now=now,
        before={"seen_on": before.isoformat() if before else None},
        after={"seen_on": seen_on.isoformat() if seen_on else None},
    )
    return payout
