"""Two readings of one payment at once: one gift, the right lines, and the newer answer stands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import connection

from gifts.actions import sync_payment as module
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.facts import PaymentFacts
from gifts.models import Gift, LedgerLine
from letters.models import Letter
from tests.factories import make_organisation
from tests.gifts.facts import payment
from tests.gifts.pretend import Pretend

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work: Callable[[], None]) -> None:
    """Run with a connection of the thread's own."""
    try:
        work()
    finally:
        connection.close()


def someone_waits_for_a_root() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("readers", [2, 8])
def test_many_readings_of_one_payment_make_one_gift(
    monkeypatch: pytest.MonkeyPatch, now: datetime, readers: int
) -> None:
    make_organisation()
    monkeypatch.setattr(module, "read_payment", payment)
    barrier = Barrier(readers)

    def read() -> None:
        barrier.wait()
        sync_payment(payment_id="pi_1", now=now)

    with ThreadPoolExecutor(readers) as pool:
        for done in [pool.submit(in_thread, read) for _ in range(readers)]:
            done.result()

    assert Gift.objects.count() == 1
    assert LedgerLine.objects.values_list("amount", "gift").get() == (Decimal("50.00"), Gift.objects.get().pk)
    assert Letter.objects.count() == 0  # nobody knows this payment


def test_an_older_answer_never_overwrites_a_newer_one(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The first reader gets its answer, then Stripe changes, then the second reader comes."""
    make_organisation()
    stripe = Pretend()
    stripe.pay("pi_1")
    has_read, second_done = Event(), Event()

    def read(payment_id: str) -> PaymentFacts:
        answer = stripe.payments[payment_id]
        if not has_read.is_set():
            stripe.refund("pi_1", "50.00")
            has_read.set()
            while not (second_done.is_set() or someone_waits_for_a_root()):
                second_done.wait(0.01)
        return answer

    monkeypatch.setattr(module, "read_payment", read)

    def second() -> None:
        has_read.wait()
        sync_payment(payment_id="pi_1", now=now)
        second_done.set()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(in_thread, lambda: sync_payment(payment_id="pi_1", now=now))
        other = pool.submit(in_thread, second)
        first.result()
        other.result()

    gift = Gift.objects.with_net().get()
    assert (gift.state, gift.net) == (Gift.State.REFUNDED, Decimal("0.00"))
