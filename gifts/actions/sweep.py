"""The sweep: everything at Stripe that could have been missed, read once more."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from accounts.organisation import the_zone
from core.clock import legal_day
from gifts.actions.comparing import Books
from gifts.actions.differences import note_books, note_differences
from gifts.actions.events import sync_waiting
from gifts.actions.ledger import record_lines
from gifts.actions.missed_events import KEPT_AT_STRIPE, take_up_events
from gifts.actions.recurring.rounds import carry_out_waiting
from gifts.actions.recurring.rows import is_current
from gifts.actions.refunds import send_refund
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.facts import TransactionFacts
from gifts.gateway.payouts import payouts_since
from gifts.gateway.subscriptions import all_subscriptions
from gifts.gateway.transactions import read_transaction, transactions_since, transactions_within
from gifts.models import (
    Checkout,
    Comparison,
    Difference,
    Dispute,
    Gift,
    LedgerLine,
    Part,
    Payout,
    RecurringGift,
    Refund,
    StripeEvent,
    StripeSetting,
)
from gifts.reports.agreement import balance_difference, payout_differences, stray_lines
from gifts.reports.turns import month_in_turn, next_month

EARLIER = timedelta(days=3)  # how long before the last closed day a line may still appear or change
ROUNDS = 5
CHUNK = 100
PATIENCE = 3
OPEN_DISPUTES = ["needs_response", "under_review", "warning_needs_response", "warning_under_review"]


@dataclass
class Sweep:
    """One sweep under way: the roots it has read, and those it could not."""

    now: datetime
    books: Books
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
            self.books.read(root, now=self.now)
        except DoorShut as shut:
            self.shut_in_a_row += 1
            if self.shut_in_a_row == PATIENCE:
                raise
            self.unreadable[root] = ("", str(shut))
        except (NotAtStripe, StripeRefused) as error:
            self.unreadable[root] = ("", type(error).__name__)
        else:
            self.shut_in_a_row = 0


def sweep(*, now: datetime, everything: bool = False) -> Sweep:
    """Compare Stripe's books with ours, until nothing new turns up. A second sweep changes nothing.

    A night compares what moved since three days before the last closed day, one month of the past in turn,
    and all that is open or on the list of differences; `everything` compares all there ever was.

    Raises: DoorShut, when Stripe cannot be reached; what was read until then is kept.
    """
    under_way = Sweep(now, Books(_covered(now)))
    since = None if everything else _window()
    month = month_in_turn(since)
    for _round in range(ROUNDS):
        before = len(under_way.read)
        missed = take_up_events(now=now)
        _read_waiting(now=now)
        _sweep_lines(under_way, transactions_since(since))
        _sweep_lines(under_way, _lines_in_question(under_way))
        if month is not None and _round == 0:
            _sweep_lines(under_way, transactions_within(month, next_month(month)))
        for root in _open_roots():
            under_way.read_once(root)
        _send_refunds(now=now)
        carry_out_waiting(now=now)
        gone = _sweep_subscriptions(under_way)
        for payout_id in payouts_since(since):
            under_way.read_once(payout_id)
        if not missed and len(under_way.read) == before:
            break
    _note(under_way, since, month, gone)
    closed = legal_day(now, the_zone()) - timedelta(days=1)
    StripeSetting.objects.update_or_create(name="closed_day", defaults={"value": closed.isoformat()})
    return under_way


def _note(
    under_way: Sweep, since: datetime | None, month: datetime | None, gone: dict[str, tuple[str, str]]
) -> None:
    """Write down what disagrees, and that the books were compared."""
    books, now = under_way.books, under_way.now
    books.look_for_strangers(since, now)
    explained = books.look_at_payouts()
    off = {name: ours for name, ours in payout_differences().items() if name not in explained}
    strays = {name: said for name, said in stray_lines().items() if ("line", name) not in books.found}
    balance = balance_difference(books.drift())
    books.counts[Part.BALANCE] += len(set(LedgerLine.objects.values_list("currency", flat=True).distinct()))
    under_way.differences = (
        note_books(books, now=now)
        + note_differences("stray_line", strays, now=now)
        + note_differences("subscription", gone, now=now)
        + note_differences("unreadable", under_way.unreadable, now=now)
        + note_differences("payout", off, now=now)
        + note_differences("balance", balance, now=now)
    )
    books.written(began_at=now, since=since, month=month)


def _covered(now: datetime) -> datetime | None:
    """When the books were last compared; None where news since then may be lost to us for good."""
    last = Comparison.objects.order_by("-ended_at").first()
    return last.began_at if last and last.began_at > now - KEPT_AT_STRIPE else None


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


def _sweep_lines(under_way: Sweep, listed: Iterator[TransactionFacts]) -> None:
    """Compare movements with our lines; read the root of each; record those that belong to none."""
    while chunk := list(islice(listed, CHUNK)):
        under_way.books.look_at(chunk)
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


def _lines_in_question(under_way: Sweep) -> Iterator[TransactionFacts]:
    """The movements on the list of differences that this sweep has not looked at yet."""
    listed = Difference.objects.filter(kind="line", resolved_at=None).values_list("object_id", flat=True)
    for txn_id in list(listed):
        if ("line", txn_id) not in under_way.books.checked:
            try:
                yield read_transaction(txn_id)
            except (NotAtStripe, StripeRefused):
                under_way.books.look_for_stranger(txn_id)


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
    """Whatever is not at its end here or stands on the list of differences: its news may have been lost."""
    asked = Difference.objects.filter(resolved_at=None).exclude(root="").order_by("root")
    yield from asked.values_list("root", flat=True).distinct()
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
        under_way.books.see_subscription(facts.subscription_id)
        listed.add(facts.subscription_id)
        if not is_current(facts):
            under_way.read_once(facts.subscription_id)
        elif facts.newer_method_id:
            under_way.read_once(facts.customer_id)
    ours = RecurringGift.objects.exclude(state=RecurringGift.State.CANCELLED)
    rows = ours.exclude(subscription_id__in=listed).values_list("subscription_id", "state")
    return {subscription_id: (state, "") for subscription_id, state in rows}
