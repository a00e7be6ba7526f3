"""The lock on a root, and the events that a reading of it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from gifts.models import StripeEvent

READ_AGAIN = "gifts.read_again"


@contextmanager
def root_locked(root: str, *, now: datetime) -> Iterator[None]:
    """Hold a root in one transaction; what is read inside answers the events that waited before.

    The ids are noted before anything is read: an event that arrives while we read may tell of something
    that the answer does not hold yet, so it stays waiting. They are noted after the lock, by a statement of
    its own, since a statement that waits for a lock sees the table as it was before the wait.
    """
    with transaction.atomic(durable=True):
        take_lock(root)
        noted = waiting_ids(root)
        yield
        mark_done(noted, now=now)


def take_lock(root: str) -> None:
    """Wait until no other transaction holds the root; ours does until its end.

    Whoever holds a payment may take its subscription's lock, never the other way round.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [root])


def waiting_ids(root: str) -> list[str]:
    """Return the ids of the events of a root that nobody answered yet."""
    return list(StripeEvent.objects.waiting().filter(root=root).values_list("pk", flat=True))


def mark_done(ids: list[str], *, now: datetime) -> None:
    """Write that these events were answered by a reading that began after they were noted."""
    if ids:
        StripeEvent.objects.filter(pk__in=ids).update(done_at=now, error="", retry_at=None)
