"""A payment whose movement Stripe has not booked yet is read once more, so that its receipt is in time."""

from datetime import datetime, timedelta

import pytest

from gifts.actions import sync_payment as module
from gifts.actions.sync_payment import sync_payment
from jobs.models import Job
from tests.gifts.facts import payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def readings_asked() -> list[tuple[str, datetime]]:
    return list(Job.objects.filter(kind="gifts.read_again").values_list("about", "run_at"))


def test_an_unbooked_payment_is_read_once_more_within_seconds(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(module, "read_payment", lambda payment_id: payment(payment_id, transactions=()))
    sync_payment(payment_id="pi_1", now=now)
    sync_payment(payment_id="pi_1", now=now + timedelta(seconds=1))
    assert readings_asked() == [("pi_1", now + timedelta(seconds=6))]


def test_a_booked_payment_is_not(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(module, "read_payment", payment)
    sync_payment(payment_id="pi_1", now=now)
    assert readings_asked() == []
