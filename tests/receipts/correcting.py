"""Gifts withheld from pay, and work of receipts that is done at once, in tests."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from donors.models import Donor
from gifts.models import Allocation, Gift, LedgerLine
from jobs.models import Job
from jobs.worker import run_job
from receipts.actions import settle
from tests.factories import make_campaign, make_line, make_user
from tests.receipts.stating import IN_YEAR


def make_withheld(donor: Donor, *amounts: str, at: datetime = IN_YEAR, by: User | None = None) -> list[Gift]:
    """Gifts withheld from a donor's pay, settled: none has a receipt of its own."""
    by = by or make_user()
    campaign = make_campaign()
    gifts = []
    for amount in amounts:
        gift = Gift.objects.create(
            source=Gift.Source.PAYROLL,
            state=Gift.State.PAID,
            donor=donor,
            campaign=campaign,
            amount=Decimal(amount),
            currency="usd",
            given_at=at,
            given_on=at.date(),
            date_basis=Gift.Basis.WITHHELD,
            recorded_by=by,
            created_at=at,
        )
        Allocation.objects.create(gift=gift, fund=campaign.funds.get(), amount=gift.amount)
        make_line(gift, kind=LedgerLine.Kind.CHARGE, amount=gift.amount, at=at)
        settle(gift_id=gift.pk, now=at)
        gifts.append(gift)
    return gifts


def do_jobs(*kinds: str, now: datetime) -> None:
    """Run the waiting jobs of some kinds; none may fail."""
    waiting = Job.objects.filter(kind__in=kinds, state="waiting").order_by("pk")
    for job_id in list(waiting.values_list("pk", flat=True)):
        run_job(job_id=job_id, clock=lambda: now)
        assert Job.objects.get(pk=job_id).error == ""
