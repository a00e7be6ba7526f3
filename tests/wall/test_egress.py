"""A gift's and a shift's whole way, listened to: the server connects to Stripe and to nobody else."""

import sys
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from core import shield
from gifts.actions.checkouts import Wish, open_checkout
from gifts.actions.defence import Visitor
from gifts.actions.sweep import sweep
from gifts.models import Frequency, Gift
from jobs.models import Job
from jobs.registry import work_for
from letters.models import Letter
from letters.tasks import deliver
from receipts.actions import settle
from receipts.tasks import render_and_send
from tests.factories import make_campaign, make_organisation
from tests.gifts.conftest import standin, standin_process
from tests.standin.process import StandIn
from tests.volunteers.places import KEY, make_due
from volunteers.actions.feeds import make_feed
from volunteers.actions.locations import reveal_location
from volunteers.actions.lockdowns import lock_down
from volunteers.actions.reminders import remind
from volunteers.actions.sign_ups import sign_up
from volunteers.models import SignUp, Volunteer

__all__ = ["standin", "standin_process"]

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db]
_heard: list[tuple[str, int]] | None = None


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hooks cannot be taken out again; this one is deaf outside its test."""
    if _heard is not None and event == "socket.connect":
        address = arguments[1]
        _heard.append((str(address[0]), int(address[1])) if isinstance(address, tuple) else (str(address), 0))


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    global _heard  # noqa: PLW0603 - the hook outlives the test
    sys.addaudithook(_listen)
    _heard = []
    yield _heard
    _heard = None


def test_from_form_to_receipt_only_stripe_is_called(
    standin: StandIn,
    heard: list[tuple[str, int]],
    now: datetime,
) -> None:
    make_organisation()
    campaign = make_campaign()
    wish = Wish(
        campaign_id=campaign.pk,
        campaign_slug=campaign.slug,
        fund_id=campaign.funds.get().pk,
        appeal_id=None,
        amount=Decimal("50.00"),
        fee_cover=Decimal("0.00"),
        currency="usd",
        frequency=Frequency.ONCE,
        name="Maria Lopez",
        email="maria@example.org",
        language="en",
    )
    checkout = open_checkout(wish=wish, form=uuid.uuid4(), visitor=Visitor("a", "b", None), now=now)
    standin.control(f"pay/{checkout.session_id}")
    sweep(now=now)
    receipt = settle(gift_id=Gift.objects.get().pk, now=now)
    assert receipt is not None
    render_and_send(str(receipt.pk), now)
    deliver(str(Letter.objects.get().pk), now)

    stripe = urlsplit(standin.base)
    assert [len(message.attachments) for message in mail.outbox] == [1]
    assert heard
    assert set(heard) == {(stripe.hostname, stripe.port)}


def test_from_sign_up_to_the_place_nobody_is_called(
    client: Client, settings: Settings, heard: list[tuple[str, int]], now: datetime
) -> None:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    make_organisation()
    due = make_due(now, starts_at=now + timedelta(hours=5))
    volunteer = due.sign_up.volunteer
    volunteer.reminders_by, volunteer.phone = Volunteer.Reminders.BOTH, "518-555-0100"
    volunteer.save()
    SignUp.objects.all().delete()
    taken = sign_up(shift_id=due.sign_up.shift_id, volunteer_id=volunteer.pk, actor=volunteer.user, now=now)
    remind(now=now)
    for kind, about in list(Job.objects.values_list("kind", "about")):
        work_for(kind, about)(now)
    token = make_feed(volunteer=volunteer, now=now)
    assert client.get(f"/volunteer/calendar/{token}.ics").status_code == 200
    assert volunteer.user is not None
    reveal_location(sign_up_id=taken.pk, user=volunteer.user, is_fresh_factor=True, now=now)
    lock_down(actor=None, now=now)
    shield.forget()

    assert mail.outbox
    assert heard == []
