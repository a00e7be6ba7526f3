"""One payout: its row, its own movements, and which lines it carried to the bank."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from core.money import ZERO
from gifts.actions.ledger import record_lines
from gifts.actions.roots import READ_AGAIN, root_locked
from gifts.gateway.facts import PayoutFacts
from gifts.gateway.payouts import read_payout
from gifts.models import LedgerLine, Payout
from jobs.actions import enqueue


def sync_payout(*, payout_id: str, now: datetime) -> None:
    """Re-read a payout and make row, movements and links of its lines follow. Twice is once.

    Lines of payments we have not heard of are recorded now and find their gift by a job.

    Raises: DoorShut, NotAtStripe, StripeRefused, with nothing written.
    """
    with root_locked(payout_id, now=now):
        facts = read_payout(payout_id)
        payout = _write(facts)
        # what brings a failed payout's money back belongs to the payout that carries it next
        back = [line for line in facts.movements if line.amount > 0]
        own = [line for line in facts.movements if line.amount <= 0]
        record_lines(back, now=now, link="payout_id", to=None)
        record_lines([*own, *facts.lines], now=now, link="payout_id", to=payout.pk)
        _weigh(payout, facts)
        _ask_for_strangers(facts, now=now)


def _write(facts: PayoutFacts) -> Payout:
    values = {
        "amount": facts.amount,
        "currency": facts.currency,
        "state": facts.state,
        "created_at": facts.created_at,
        "arrives_on": facts.arrives_on,
        "is_automatic": facts.is_automatic,
    }
    payout, is_new = Payout.objects.get_or_create(payout_id=facts.payout_id, defaults=values)
    changed = [] if is_new else [name for name, value in values.items() if getattr(payout, name) != value]
    for name in changed:
        setattr(payout, name, values[name])
    if changed:
        payout.save(update_fields=changed)
    return payout


def _weigh(payout: Payout, facts: PayoutFacts) -> None:
    """A payout ties out when the net of its lines is its amount. One made by hand has none to compare."""
    own = [line.txn_id for line in facts.movements]
    carried = LedgerLine.objects.filter(payout=payout).exclude(txn_id__in=own)
    net: Decimal = carried.aggregate(net=Sum("net"))["net"] or ZERO
    attention = facts.is_automatic and facts.is_complete and net != facts.amount
    if (payout.lines_net, payout.needs_attention) != (net, attention):
        payout.lines_net, payout.needs_attention = net, attention
        payout.save(update_fields=["lines_net", "needs_attention"])


def _ask_for_strangers(facts: PayoutFacts, *, now: datetime) -> None:
    ids = [line.txn_id for line in facts.lines if line.root]
    alone = set(LedgerLine.objects.filter(txn_id__in=ids, gift=None).values_list("txn_id", flat=True))
    for root in sorted({line.root for line in facts.lines if line.txn_id in alone}):
        if root.startswith("pi_"):
            key = f"{READ_AGAIN}:{root}:{facts.payout_id}"
            enqueue(kind=READ_AGAIN, about=root, key=key, now=now)
