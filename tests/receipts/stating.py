"""Donors with gifts of a year that is over, their receipts, and the run that draws their statements."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count

from accounts.models import Role, User
from donors.models import Address, Donor
from gifts.models import Gift
from jobs.models import Job
from jobs.worker import run_job
from letters.models import Attachment, Letter
from receipts.actions import settle, statement_runs
from receipts.actions.statement_runs import KIND, start_run
from receipts.models import StatementRun
from tests.factories import make_donor, make_gift, make_line, make_organisation, make_user

YEAR = 2025
IN_YEAR = datetime(2025, 6, 1, 16, 0, tzinfo=UTC)
JANUARY = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


def make_giver(*amounts: str, at: datetime = IN_YEAR, **values: Any) -> Donor:
    """A donor with settled gifts of the year; gifts of $50.00 unless told."""
    donor = make_donor(name=values.pop("name", "Maria Lopez"))
    if values:
        Donor.objects.filter(pk=donor.pk).update(**values)
        donor.refresh_from_db()
    for amount in amounts or ("50.00",):
        make_settled(donor, amount, at=at)
    return donor


def make_settled(donor: Donor, amount: str = "50.00", *, at: datetime = IN_YEAR) -> Gift:
    """A gift with its receipt."""
    gift = make_gift(donor, amount=amount, given_at=at)
    settle(gift_id=gift.pk, now=at)
    return gift


def give_back(gift: Gift, amount: str, *, now: datetime = JANUARY, state: str = "partly_refunded") -> None:
    """Refund a part or all of a gift, and let its receipt follow."""
    make_line(gift, kind="refund", amount=-Decimal(amount), at=now)
    Gift.objects.filter(pk=gift.pk).update(state=state)
    settle(gift_id=gift.pk, now=now)


def make_address(donor: Donor, *, line1: str = "1209 Bayshore Boulevard") -> Address:
    """Where post reaches a donor."""
    return Address.objects.create(
        donor=donor, line1=line1, city="Tampa", region="FL", postal_code="33606", is_primary=True
    )


def make_bookkeeper() -> User:
    """Somebody of finance."""
    return make_user(Role.FINANCE)


def run_year(*, year: int = YEAR, by: User | None = None, now: datetime = JANUARY) -> StatementRun:
    """Start a year's statements and let every job of it run to its end."""
    run = start_run(year=year, by=by or make_bookkeeper(), now=now)
    work_off(now)
    run.refresh_from_db()
    return run


def work_off(now: datetime = JANUARY) -> None:
    """Run the jobs that draw chunks, once each; none may fail."""
    for job_id in Job.objects.filter(kind=KIND, state="waiting").order_by("pk").values_list("pk", flat=True):
        run_job(job_id=job_id, clock=lambda: now)
        assert Job.objects.get(pk=job_id).error == ""


def each_has_exactly_one() -> bool:
    """Whether every donor has one statement, one letter with one paper, and one note of it."""
    counts = Donor.objects.annotate(
        held=Count("statements", distinct=True), left=Count("statements__copies", distinct=True)
    ).values_list("held", "left")
    donors = Donor.objects.count()
    letters = Letter.objects.filter(kind="statement").values("about_id").distinct().count()
    return (
        set(counts) == {(1, 1)}
        and letters == Letter.objects.filter(kind="statement").count() == donors
        and Attachment.objects.count() == donors
        and Job.objects.filter(kind="letters.deliver").count() == donors
    )


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two donors to a chunk."""
    make_organisation()
    monkeypatch.setattr(statement_runs, "CHUNK", 2)
