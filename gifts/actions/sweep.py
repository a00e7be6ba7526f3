"""The sweep: everything at Stripe that could have been missed, read once more."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.differences import note_differences
from gifts.actions.events import read_root, receive_event, sync_waiting
from gifts.actions.ledger import record_lines
from gifts.actions.recurring.rounds import carry_out_waiting
from gifts.actions.recurring.rows import is_current
from gifts.actions.refunds import send_refund
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.events import events_since
from gifts.gateway.facts import TransactionFacts
from gifts.gateway.payouts import payouts_since
from gifts.gateway.subscriptions import all_subscriptions
from gifts.gateway.transactions import transactions_since
from gifts.models import (
    Checkout,
    Dispute,
    Gift,
    LedgerLine,
    Payout,
    RecurringGift,
    Refund,
    StripeEvent,
    StripeSetting,
)
from gifts.reports.agreement import balance_difference, payout_differences, stray_lines

OVERLAP = timedelta(hours=3)
KEPT_AT_STRIPE = timedelta(days=30)
EARLIER = timedelta(days=3)  # how long before the last closed day a line may still appear or change
ROUNDS = 5
CHUNK = 100
PATIENCE = 3
OPEN_DISPUTES = ["needs_response", "under_review", "warning_needs_response", "warning_under_review"]


@dataclass
class Sweep:
    """One sweep under way: the roots it has read, and those it could not."""

    now: datetime
    read: set[str] = field(default_factory=set)
    unreadable: dict[str, tuple[str, str]] = field(default_factory=dict)
    differences: int = 0
    shut_in_a_row: int = 0

    def read_once(self, root: str) -> None:
        """Read a root unless this sweep did. One that cannot be read becomes a difference.

        Raises: DoorShut, once it was shut for several roots in a row: then it is not about one of them.
        """
        if root in self.read:
            return
        self.read.add(root)
        try:
            read_root(root, now=self.now)
        except DoorShut as shut:
            self.shut_in_a_row += 1
            if self.shut_in_a_row == PATIENCE:
                raise
            self.unreadable[root] = ("", str(shut))
        except (NotAtStripe, StripeRefused) as error:
            self.unreadable[root] = ("", type(error).__name__)
        else:
            self.shut_in_a_row = 0


def take_up_events(*, now: datetime) -> int:
    """Keep the events that never reached us since the last look; return how many. Raises: DoorShut."""
    setting = StripeSetting.objects.filter(name="events_swept_at").first()
    since = datetime.fromisoformat(setting.value) - OVERLAP if setting else now - KEPT_AT_STRIPE
    missed = 0
    events = events_since(since)
    while chunk := list(islice(events, CHUNK)):
        known = StripeEvent.objects.filter(pk__in=[facts.event_id for facts in chunk])
        ours = set(known.values_list("pk", flat=True))
        for facts in chunk:
            if facts.event_id not in ours:
                receive_event(facts, now=now)
                missed += 1
    StripeSetting.objects.update_or_create(name="events_swept_at", defaults={"value": now.isoformat()})
    return missed


def sweep(*, now: datetime) -> Sweep:
    """Compare everything with Stripe's books, until nothing new turns up. A second sweep changes nothing.

    Raises: DoorShut, when Stripe cannot be reached; what was read until then is kept.
    """
    under_way = Sweep(now)
    since = _window()
    lines: dict[str, tuple[str, str]] = {}
    checked: set[str] = set()
    for _round in range(ROUNDS):
        before = len(under_way.read)
        missed = take_up_events(now=now)
        _read_waiting(now=now)
        _sweep_lines(under_way, since, lines, checked)
        for root in _open_roots():
            under_way.read_once(root)
        _send_refunds(now=now)
        carry_out_waiting(now=now)
        gone = _sweep_subscriptions(under_way)
        for payout_id in payouts_since(since):
            under_way.read_once(payout_id)
        if not missed and len(under_way.read) == before:
            break
    under_way.differences = (
        note_differences("line", lines, checked=checked, now=now)
        + note_differences("stray_line", stray_lines(), now=now)
        + note_differences("subscription", gone, now=now)
        + note_differences("unreadable", under_way.unreadable, now=now)
        + note_differences("payout", payout_differences(), now=now)
        + note_differences("balance", balance_difference(), now=now)
    )
    closed = legal_day(now, the_zone()) - timedelta(days=1)
    StripeSetting.objects.update_or_create(name="closed_day", defaults={"value": closed.isoformat()})
    return under_way


def _window() -> datetime | None:
    """From when on lines are compared: all of them at the first sweep."""
    setting = StripeSetting.objects.filter(name="closed_day").first()
    if setting is None:
        return None
    return datetime.combine(date.fromisoformat(setting.value) - EARLIER, time.min, tzinfo=UTC)


def _read_waiting(*, now: datetime) -> None:
    """Read every root with waiting events, also one whose next try is not due yet."""
    roots = StripeEvent.objects.waiting().exclude(root="").order_by("root").values_list("root", flat=True)
    for root in roots.distinct():
        sync_waiting(root=root, now=now)


def _sweep_lines(
    under_way: Sweep, since: datetime | None, wrong: dict[str, tuple[str, str]], checked: set[str]
) -> None:
    """Read the root of every movement; record those that belong to none; compare all."""
    listed = transactions_since(since)
    while chunk := list(islice(listed, CHUNK)):
        for line in chunk:
            if line.root:
                under_way.read_once(line.root)
        # what came after its root was read: its news may be lost, so the root is read again
        for root in sorted(
            {line.root for line in _unlinked(chunk) if line.root} - under_way.unreadable.keys()
        ):
            under_way.read.discard(root)
            under_way.read_once(root)
        _record_rest(_unlinked(chunk), now=under_way.now)
        ours = {line.txn_id: line for line in LedgerLine.objects.filter(txn_id__in=[t.txn_id for t in chunk])}
        for line in chunk:
            row = ours[line.txn_id]
            checked.add(line.txn_id)
            says, said = (f"{row.amount} {row.fee}", f"{line.amount} {line.fee}")
            if says != said:
                wrong[line.txn_id] = (says, said)


def _unlinked(chunk: list[TransactionFacts]) -> list[TransactionFacts]:
    """Those that we lack, or that belong to no gift and no payout yet."""
    ids = [line.txn_id for line in chunk]
    linked = LedgerLine.objects.filter(txn_id__in=ids).exclude(gift=None, payout=None)
    known = set(linked.values_list("txn_id", flat=True))
    return [line for line in chunk if line.txn_id not in known]


def _record_rest(rest: list[TransactionFacts], *, now: datetime) -> None:
    """Record what reading the roots did not bring: fees, adjustments, charges of an earlier try."""
    roots = [line.root for line in rest if line.root]
    gifts = dict(Gift.objects.filter(payment_id__in=roots).values_list("payment_id", "pk"))
    for line in rest:
        record_lines([line], now=now, link="gift_id", to=gifts.get(line.root))


def _open_roots() -> Iterator[str]:
    """Whatever is not at its end here: its news may have been lost."""
    sessions = Checkout.objects.filter(state=Checkout.State.OPEN).exclude(session_id=None)
    yield from sessions.values_list("session_id", flat=True).iterator()  # type: ignore[misc] # never null here
    stripes = Gift.objects.filter(source=Gift.Source.STRIPE).exclude(payment_id=None)
    unbooked = stripes.arrived().exclude(ledger_lines__kind=LedgerLine.Kind.CHARGE)
    open_refunds = Refund.objects.filter(state=Refund.State.PENDING).values("gift")
    open_disputes = Dispute.objects.filter(state__in=OPEN_DISPUTES).values("gift")
    for gifts in (
        stripes.filter(state=Gift.State.PROCESSING),
        unbooked,
        stripes.filter(pk__in=open_refunds),
        stripes.filter(pk__in=open_disputes),
    ):
        yield from gifts.values_list("payment_id", flat=True)  # type: ignore[misc] # never null here
    on_their_way = Payout.objects.filter(state__in=[Payout.State.PENDING, Payout.State.IN_TRANSIT])
    yield from on_their_way.values_list("payout_id", flat=True)


def _send_refunds(*, now: datetime) -> None:
    for refund_id in Refund.objects.filter(state=Refund.State.REQUESTED).values_list("pk", flat=True):
        with suppress(DoorShut):  # it stays requested, and its job goes on trying
            send_refund(refund_id=refund_id, now=now)


def _sweep_subscriptions(under_way: Sweep) -> dict[str, tuple[str, str]]:
    """Read each subscription that differs; return ours that Stripe does not list."""
    listed = set()
    for facts in all_subscriptions():
        listed.add(facts.subscription_id)
        if not is_current(facts):
            under_way.read_once(facts.subscription_id)
        elif facts.newer_method_id:
            under_way.read_once(facts.customer_id)
    ours = RecurringGift.objects.exclude(state=RecurringGift.State.CANCELLED)
    rows = ours.exclude(subscription_id__in=listed).values_list("subscription_id", "state")
    return {subscription_id: (state, "") for subscription_id, state in rows}
