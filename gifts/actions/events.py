"""The inbox: events come in, their roots are read, failures stay where staff see them."""

from datetime import datetime
from types import TracebackType

from django.db import connection
from django.db.models import Max

from gifts.actions.recurring.promises import attend, attend_customer
from gifts.actions.roots import mark_done, waiting_ids
from gifts.actions.sync_checkout import sync_checkout
from gifts.actions.sync_payment import sync_payment
from gifts.actions.sync_payout import sync_payout
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.events import find_root
from gifts.gateway.facts import EventFacts
from gifts.models import StripeEvent
from jobs.actions import delay_after, enqueue_all

SYNC = "gifts.sync"
EXPECTED = (DoorShut, NotAtStripe, StripeRefused)
AT_ONCE = 500
ROOTS = ("pi_", "cs_", "sub_", "po_")
CUSTOMER = "cus_"


def receive_event(facts: EventFacts, *, now: datetime) -> None:
    """Keep an event; the same one again changes nothing. One statement, which commits by itself.

    An event without a root tells us nothing to read: it is kept and done.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gifts_stripeevent (event_id, kind, root, received_at, done_at, attempts, error)"
            " VALUES (%s, %s, %s, %s, %s, 0, '') ON CONFLICT DO NOTHING",
            [facts.event_id, facts.kind, facts.root, now, None if facts.root else now],
        )


def ring_for_waiting(*, now: datetime) -> int:
    """Ask for each root with due events to be read; return how many roots.

    Ringing here and not with each event makes one reading of the ten events that a gift brings along. The
    key is the newest of them, so a root is asked for anew when another one came or a retry fell due.
    """
    due = StripeEvent.objects.due(now).values("root").annotate(came=Max("received_at"), again=Max("retry_at"))
    rung = {}
    for row in due.order_by("came")[:AT_ONCE]:
        mark = max(filter(None, (row["came"], row["again"])))
        rung[f"{SYNC}:{row['root']}:{mark.timestamp()}"] = row["root"]
    enqueue_all(kind=SYNC, about_by_key=rung, now=now)
    return len(rung)


def sync_waiting(*, root: str, now: datetime) -> bool:
    """Read a root if events of it wait; False when a reading failed, which is then written on the events.

    Expected failures end here and are tried again by `retry_at`. A bug is written down too, and rises.
    """
    if not waiting_ids(root):
        return True
    with _Noting(root, now):
        read_root(root, now=now)
        return True
    return False


def read_root(root: str, *, now: datetime) -> None:
    """Read a root anew, or the root behind an object that is none itself.

    Raises: DoorShut, NotAtStripe, StripeRefused; LookupError for an id of a kind we do not know.
    """
    found = root
    noted: list[str] = []
    if not root.startswith(ROOTS):
        noted, found = waiting_ids(root), find_root(root)
    if found.startswith(CUSTOMER):
        attend_customer(customer_id=found, now=now)
    elif found.startswith("pi_"):
        sync_payment(payment_id=found, now=now)
    elif found.startswith("cs_"):
        sync_checkout(session_id=found, now=now)
    elif found.startswith("sub_"):
        attend(subscription_id=found, now=now)
    elif found.startswith("po_"):
        sync_payout(payout_id=found, now=now)
    mark_done(noted, now=now)  # those of a thin event, which no reading knows by that root


def replay_event(*, event_id: str, now: datetime) -> None:
    """Let an event's root be read again, whatever became of the event before."""
    StripeEvent.objects.filter(pk=event_id).exclude(root="").update(done_at=None, retry_at=now, error="")


class _Noting:
    """Writes a failure on the waiting events of a root as it passes by; holds back the expected kinds."""

    def __init__(self, root: str, now: datetime) -> None:
        self.root = root
        self.now = now

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if kind is None:
            return False
        waiting = StripeEvent.objects.waiting().filter(root=self.root)
        for pk, attempts in waiting.values_list("pk", "attempts"):
            retry_at = self.now + delay_after(min(attempts + 1, 20))
            StripeEvent.objects.filter(pk=pk, done_at=None).update(
                attempts=min(attempts + 1, 32_000), error=kind.__name__, retry_at=retry_at
            )
        return issubclass(kind, EXPECTED)
