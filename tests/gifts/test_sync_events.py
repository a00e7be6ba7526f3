"""Events are answered by readings that began after they came; failures stay where staff see them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from gifts.actions import sync_payment as module
from gifts.actions.events import receive_event, replay_event, ring_for_waiting, sync_waiting
from gifts.gateway.client import DoorShut, NotAtStripe
from gifts.gateway.facts import EventFacts, PaymentFacts
from gifts.models import Gift, StripeEvent
from jobs.models import Job
from tests.gifts.facts import payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]


def came(event_id: str, now: datetime, root: str = "pi_1") -> None:
    receive_event(EventFacts(event_id, "payment_intent.succeeded", root), now=now)


def stripe_answers(monkeypatch: pytest.MonkeyPatch, read: Callable[[str], PaymentFacts]) -> None:
    """Put an answer at the edge."""
    monkeypatch.setattr(module, "read_payment", read)


def waiting() -> list[str]:
    return sorted(StripeEvent.objects.waiting().values_list("pk", flat=True))


def jobs() -> list[tuple[str, str]]:
    return sorted(Job.objects.values_list("kind", "about"))


def test_one_reading_answers_all_events_that_waited(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    stripe_answers(monkeypatch, payment)
    for number in range(3):
        came(f"evt_{number}", now)
    came("evt_of_another", now, root="pi_2")

    sync_waiting(root="pi_1", now=now)

    assert waiting() == ["evt_of_another"]
    assert Gift.objects.count() == 1


def test_an_event_that_comes_while_stripe_is_read_stays_waiting(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def read(payment_id: str) -> PaymentFacts:
        came("evt_meanwhile", now)
        return payment(payment_id)

    stripe_answers(monkeypatch, read)
    came("evt_before", now)

    sync_waiting(root="pi_1", now=now)

    assert waiting() == ["evt_meanwhile"]


def test_nothing_is_read_where_nothing_waits(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    def read(_payment_id: str) -> PaymentFacts:
        raise AssertionError("read for nothing")

    stripe_answers(monkeypatch, read)

    assert sync_waiting(root="pi_1", now=now)


def test_a_root_is_rung_for_once_until_another_event_comes(now: datetime) -> None:
    later = now + timedelta(seconds=1)
    came("evt_1", now)
    came("evt_2", now)
    came("evt_other", now, root="po_1")
    ring_for_waiting(now=now)
    ring_for_waiting(now=later)
    first = jobs()
    came("evt_3", later)

    ring_for_waiting(now=later)

    assert first == [("gifts.sync", "pi_1"), ("gifts.sync", "po_1")]
    assert jobs() == [("gifts.sync", "pi_1"), ("gifts.sync", "pi_1"), ("gifts.sync", "po_1")]


@pytest.mark.parametrize("error", [DoorShut("away"), NotAtStripe()])
def test_a_failure_stays_on_the_event_and_is_tried_again_later(
    monkeypatch: pytest.MonkeyPatch, now: datetime, error: Exception
) -> None:
    def read(_payment_id: str) -> PaymentFacts:
        raise error

    stripe_answers(monkeypatch, read)
    came("evt_1", now)

    went = sync_waiting(root="pi_1", now=now)
    ring_for_waiting(now=now)
    at_once = jobs()
    ring_for_waiting(now=now + timedelta(minutes=1))

    event = StripeEvent.objects.get()
    assert (went, event.done_at, event.attempts, event.error) == (False, None, 1, type(error).__name__)
    assert event.retry_at is not None
    assert event.retry_at > now
    assert (at_once, jobs()) == ([], [("gifts.sync", "pi_1")])


def test_a_bug_is_written_on_the_event_and_rises(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    def read(_payment_id: str) -> PaymentFacts:
        raise ZeroDivisionError("4111111111111111")

    stripe_answers(monkeypatch, read)
    came("evt_1", now)

    with pytest.raises(ZeroDivisionError):
        sync_waiting(root="pi_1", now=now)

    assert StripeEvent.objects.values_list("error", "attempts").get() == ("ZeroDivisionError", 1)


def test_success_forgets_the_failure(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    stripe_answers(monkeypatch, payment)
    came("evt_1", now)
    StripeEvent.objects.update(attempts=3, error="DoorShut", retry_at=now)

    sync_waiting(root="pi_1", now=now)

    assert StripeEvent.objects.values_list("done_at", "error", "retry_at").get() == (now, "", None)


def test_a_replayed_event_is_read_again(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    stripe_answers(monkeypatch, payment)
    came("evt_1", now)
    sync_waiting(root="pi_1", now=now)

    replay_event(event_id="evt_1", now=now + timedelta(hours=1))
    ring_for_waiting(now=now + timedelta(hours=1))

    assert waiting() == ["evt_1"]
    assert jobs()[-1] == ("gifts.sync", "pi_1")


def test_failures_wait_longer_each_time_and_never_without_end(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def read(_payment_id: str) -> PaymentFacts:
        raise DoorShut("away")

    stripe_answers(monkeypatch, read)
    came("evt_1", now)
    waits = []
    for _ in range(40):
        sync_waiting(root="pi_1", now=now)
        waits.append(StripeEvent.objects.values_list("retry_at", flat=True).get() - now)  # type: ignore[operator] # never null here

    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
