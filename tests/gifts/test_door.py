"""What the gateway says when Stripe does not answer well, and that nothing is written then."""

from datetime import datetime

import pytest
from pytest_django import Settings

from gifts.actions.events import receive_event
from gifts.actions.sweep import sweep
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused, read
from gifts.gateway.facts import EventFacts
from gifts.models import Difference, Gift, LedgerLine, StripeEvent
from jobs.actions import claim
from jobs.models import Job
from jobs.registry import HANDLERS, SCHEDULES
from tests.factories import make_campaign, make_checkout
from tests.gifts.counter import pay
from tests.standin.process import StandIn

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


@pytest.mark.parametrize(
    ("kind", "is_open"), [("refuse_connection", False), ("rate_limit", False), ("error_before", True)]
)
def test_a_shut_door_writes_nothing(standin: StandIn, now: datetime, kind: str, is_open: bool) -> None:
    paid = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    receive_event(EventFacts("evt_1", "payment_intent.succeeded", paid), now=now)
    standin.control("faults", kind=kind, method="GET", path="payment_intents", times=-1)

    with pytest.raises(DoorShut) as shut:
        sync_payment(payment_id=paid, now=now)

    assert shut.value.is_open_question == is_open
    assert (Gift.objects.count(), LedgerLine.objects.count()) == (0, 0)
    assert StripeEvent.objects.waiting().count() == 1


def test_one_answer_lost_on_the_way_is_asked_for_again(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    standin.control("faults", kind="lose_answer", method="GET", path="payment_intents", times=2)

    sync_payment(payment_id=paid, now=now)

    assert Gift.objects.get().payment_id == paid


def test_an_object_that_is_not_there_and_a_refusal_are_told_apart(standin: StandIn) -> None:
    with pytest.raises(NotAtStripe):
        read("/v1/payment_intents/pi_none")
    with pytest.raises(StripeRefused):
        read("/v1/payment_intents", limit=1000)


def test_without_a_key_the_door_is_shut(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""

    with pytest.raises(DoorShut, match="STRIPE_SECRET_KEY"):
        read("/v1/balance")


def test_one_root_that_cannot_be_read_does_not_stop_the_sweep(standin: StandIn, now: datetime) -> None:
    bad, good = (pay(standin, make_checkout(make_campaign()))["payment_intent"] for _ in range(2))
    standin.control("faults", kind="error_before", method="GET", path=f"payment_intents/{bad}", times=-1)

    sweep(now=now)
    seen = list(Difference.objects.filter(kind="unreadable").values_list("object_id", flat=True))
    standin.control("faults/clear")
    sweep(now=now)

    assert seen == [bad]
    assert {gift.payment_id for gift in Gift.objects.all()} == {good, bad}
    assert not Difference.objects.filter(resolved_at=None).exists()


def test_a_sweep_ends_where_stripe_is_away(standin: StandIn, now: datetime) -> None:
    standin.control("faults", kind="refuse_connection", method="GET", path="/v1/", times=-1)

    with pytest.raises(DoorShut):
        sweep(now=now)


def test_from_event_to_gift_through_clock_and_job(standin: StandIn, now: datetime) -> None:
    paid = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    receive_event(EventFacts("evt_1", "payment_intent.succeeded", paid), now=now)

    SCHEDULES["gifts.ring"].tick(now)
    job = Job.objects.get(kind="gifts.sync")
    taken = claim(job_id=job.pk, now=now)
    HANDLERS[taken.kind].handle(taken.about, now)

    assert Gift.objects.get().payment_id == paid
    assert StripeEvent.objects.get().done_at == now
