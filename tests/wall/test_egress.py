"""A gift's whole way, listened to: the server connects to Stripe and to nobody else."""

import sys
import uuid
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail

from gifts.actions.checkouts import Wish, open_checkout
from gifts.actions.defence import Visitor
from gifts.actions.sweep import sweep
from gifts.models import Frequency, Gift
from letters.models import Letter
from letters.tasks import deliver
from receipts.actions import settle
from receipts.tasks import render_and_send
from tests.factories import make_campaign, make_organisation
from tests.gifts.conftest import standin, standin_process
from tests.standin.process import StandIn

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
