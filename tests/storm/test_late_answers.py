"""What comes late: an answer that is old by then, an event while we read, the first word of a payment."""

from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from gifts.actions.events import receive_event, sync_waiting
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.facts import EventFacts
from gifts.models import Gift, StripeEvent
from letters.models import Letter
from tests.factories import make_campaign, make_checkout, make_organisation
from tests.gifts.counter import our_side, pay, stripes_side
from tests.standin.process import KEY, StandIn, running_standin
from tests.storm.weather import PAYMENTS

pytestmark = [pytest.mark.storm, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
LATE_MS = 1500


@pytest.fixture
def standin(settings: Settings) -> Iterator[StandIn]:
    make_organisation()
    with running_standin() as started:
        settings.STRIPE_SECRET_KEY = KEY
        settings.STRIPE_API_BASE = started.base
        yield started
        assert started.read("broken") == {"broken": []}


def beside(work: Callable[[], object]) -> Thread:
    """A thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def refund_while_an_answer_is_late(standin: StandIn, payment: str) -> Thread:
    """A reader whose answer was made before the refund and comes after it, some time from now."""
    standin.control("faults", kind="slow_after", method="GET", path=PAYMENTS, times=1, ms=LATE_MS)
    reader = beside(lambda: sync_waiting(root=payment, now=timezone.now()))
    while not standin.read("faults")["hits"]:
        Event().wait(0.01)
    # a request of its own lies between: by then the late answer has been made
    standin.truth()
    standin.control(f"refund/{payment}")
    return reader


def test_an_old_answer_never_overwrites_a_newer_one(standin: StandIn) -> None:
    payment = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    receive_event(EventFacts("evt_1", "payment_intent.succeeded", payment), now=timezone.now())

    first = refund_while_an_answer_is_late(standin, payment)
    second = beside(lambda: sync_payment(payment_id=payment, now=timezone.now()))
    for reader in (first, second):
        reader.join()

    assert Gift.objects.get().state == Gift.State.REFUNDED
    assert our_side() == stripes_side(standin)


def test_an_event_that_comes_during_a_late_answer_is_answered_by_the_next_reading(standin: StandIn) -> None:
    payment = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    receive_event(EventFacts("evt_1", "payment_intent.succeeded", payment), now=timezone.now())

    reader = refund_while_an_answer_is_late(standin, payment)
    receive_event(EventFacts("evt_2", "charge.refunded", payment), now=timezone.now())
    reader.join()
    assert list(StripeEvent.objects.waiting().values_list("pk", flat=True)) == ["evt_2"]
    sync_waiting(root=payment, now=timezone.now())

    assert not StripeEvent.objects.waiting().exists()
    assert our_side() == stripes_side(standin)


def test_a_gift_first_heard_of_in_dispute_is_thanked_for_when_it_is_won(standin: StandIn) -> None:
    payment = pay(standin, make_checkout(make_campaign()))["payment_intent"]
    dispute = standin.control(f"dispute/{payment}")["id"]
    sync_payment(payment_id=payment, now=timezone.now())
    assert not Letter.objects.filter(kind="gift_thanks").exists()

    standin.control(f"dispute/{dispute}/close", result="won")
    sync_payment(payment_id=payment, now=timezone.now())
    sync_payment(payment_id=payment, now=timezone.now())

    assert Letter.objects.filter(kind="gift_thanks").count() == 1
