"""Stripe's books beside ours: what disagrees although no news of it was left to be read.

News is taken up first. Whatever a reading changes after that was altered, deleted or moved by another hand
than ours: it is put right where it can be, and stands on the list in any case.
"""

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from gifts.actions.events import read_root
from gifts.actions.roots import waiting_ids
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.facts import TransactionFacts
from gifts.gateway.payouts import read_payout
from gifts.models import Comparison, LedgerLine, Part, Payout
from gifts.reports.rows_of_root import Key, Said, part_of_line, rows_of

FRESH = timedelta(minutes=10)  # how long news of a movement may be on its way


@dataclass(frozen=True)
class Found:
    """A row on which the books disagree, and what to read again for it."""

    ours: str
    stripes: str
    part: Part
    root: str = ""


@dataclass
class Books:
    """What one comparison looked at, and what it found.

    `covered` is when the comparison before began: a row that stood at Stripe then and is missing here now was
    taken away. Before the first comparison nothing is: all is news.
    """

    covered: datetime | None
    found: dict[Key, Found] = field(default_factory=dict)
    checked: set[Key] = field(default_factory=set)
    subscriptions: set[str] = field(default_factory=set)
    counts: Counter[Part] = field(default_factory=Counter)
    off: dict[str, tuple[str, Decimal]] = field(default_factory=dict)  # by movement: currency, how much

    def read(self, root: str, *, now: datetime) -> None:
        """Read a root; what that changes, though no news of it waited, is a difference. Raises: as it."""
        silent = self.covered is not None and not waiting_ids(root)
        before = rows_of(root) if silent else {}
        known = bool(before)
        read_root(root, now=now)
        after = rows_of(root)
        # a payout names its lines, which says nothing of what they are
        self.checked |= {key for key in after.keys() | before.keys() if key[0] != "line"}
        if root.startswith("po_") and ("payout_row", root) in after:
            self.counts[Part.PAYOUTS] += 1
        if silent and known:
            for key in sorted(before.keys() | after.keys()):
                if before.get(key) != after.get(key):
                    self._note(key, before.get(key), after.get(key), root)
        elif silent and self._was_there(root):
            for key in sorted(after):
                self._note(key, None, after[key], root)

    def _was_there(self, root: str) -> bool:
        """Whether a root that we lacked stood at Stripe when the books were compared before."""
        row = Payout.objects.filter(payout_id=root).values_list("created_at", flat=True).first()
        line = LedgerLine.objects.filter(gift__payment_id=root, kind=LedgerLine.Kind.CHARGE)
        at = row or line.order_by("occurred_at").values_list("occurred_at", flat=True).first()
        return at is not None and self._is_old(at)

    def _is_old(self, at: datetime) -> bool:
        return self.covered is not None and at < self.covered - FRESH

    def _note(self, key: Key, ours: Said | None, stripes: Said | None, root: str) -> None:
        part = (ours or stripes or Said("", Part.BALANCE)).part
        said = Found(ours.text if ours else "", stripes.text if stripes else "", part, root)
        self.found.setdefault(key, said)

    def look_at(self, listed: list[TransactionFacts]) -> None:
        """Compare movements with our lines as they stand before anything is read again for them."""
        ours = {
            line.txn_id: line
            for line in LedgerLine.objects.filter(txn_id__in=[t.txn_id for t in listed]).select_related(
                "gift"
            )
        }
        for facts in listed:
            key = ("line", facts.txn_id)
            part = part_of_line(facts.kind, facts.stripe_type)
            if key not in self.checked:
                self.checked.add(key)
                if part != Part.PAYOUTS:
                    self.counts[part] += 1
            line = ours.get(facts.txn_id)
            if line is None:
                if self._is_old(facts.occurred_at) and not waiting_ids(facts.root):
                    self.found.setdefault(key, Found("", _theirs(facts), part, facts.root))
            elif self.covered is not None:
                self._look_at_one(line, facts, part)

    def _look_at_one(self, line: LedgerLine, facts: TransactionFacts, part: Part) -> None:
        known = line.gift.payment_id or "" if line.gift else ""
        linked = known == facts.root or not facts.root.startswith("pi_")
        if not linked and not known and (not self._is_old(facts.occurred_at) or waiting_ids(facts.root)):
            return  # its gift is only just being read
        said, theirs = _ours(line), _theirs(facts)
        self.off[facts.txn_id] = (facts.currency, facts.net - line.net)
        if said != theirs or not linked:
            arrow = "" if linked else f" → {known or '–'}"
            wanted = "" if linked else f" → {facts.root}"
            self.found.setdefault(
                ("line", facts.txn_id), Found(said + arrow, theirs + wanted, part, facts.root)
            )

    def see_subscription(self, subscription_id: str) -> None:
        """Count one that Stripe lists; where our row says the same, nothing is read for it."""
        self.checked.add(("recurring", subscription_id))
        self.subscriptions.add(subscription_id)
        self.counts[Part.RECURRING] = len(self.subscriptions)

    def look_for_strangers(self, since: datetime | None, until: datetime) -> None:
        """Note lines of ours that Stripe does not list."""
        lines = LedgerLine.objects.exclude(txn_id=None).filter(occurred_at__lte=until - FRESH)
        if since is not None:
            lines = lines.filter(occurred_at__gte=since)
        for line in lines.iterator(2000):
            if ("line", line.txn_id or "") not in self.checked:
                self._note_stranger(line)

    def look_for_stranger(self, txn_id: str) -> None:
        """Look at one that Stripe does not show: it stays in question while our books hold it."""
        self.checked.add(("line", txn_id))
        line = LedgerLine.objects.filter(txn_id=txn_id).first()
        if line is not None:
            self._note_stranger(line)

    def _note_stranger(self, line: LedgerLine) -> None:
        part = part_of_line(line.kind, line.stripe_type)
        self.found.setdefault(("line", line.txn_id or ""), Found(_ours(line), "", part))
        self.off[line.txn_id or ""] = (line.currency, -line.net)

    def drift(self) -> dict[str, Decimal]:
        """Return what the movements in question are off by, by currency."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for currency, amount in self.off.values():
            sums[currency] += amount
        return sums

    def look_at_payouts(self) -> set[str]:
        """Note the lines for which payouts do not tie out; return the payouts that are explained by them."""
        explained = set()
        for payout in Payout.objects.filter(needs_attention=True):
            wrong: dict[str, tuple[str, str, Part]] = {}
            with suppress(DoorShut, NotAtStripe, StripeRefused):  # then the payout itself stands on the list
                wrong = lines_in_question(payout)
            for txn_id, (ours, theirs, part) in wrong.items():
                self.found.setdefault(("line", txn_id), Found(ours, theirs, part, payout.payout_id))
                self.checked.add(("line", txn_id))
            of_it = payout.lines.values_list("txn_id", flat=True)
            if wrong or any(("line", txn_id or "") in self.found for txn_id in of_it):
                explained.add(payout.payout_id)
        return explained

    def written(self, *, began_at: datetime, since: datetime | None, month: datetime | None) -> Comparison:
        """Keep that the books were compared."""
        counts = {part.value: self.counts[part] for part in Part}
        return Comparison.objects.create(
            began_at=began_at,
            ended_at=began_at,
            since=since,
            month=month.date() if month else None,
            **counts,
        )


def lines_in_question(payout: Payout) -> dict[str, tuple[str, str, Part]]:
    """Return movements that Stripe paid out with it and that we have elsewhere. Raises: as `stripe_door`."""
    facts = read_payout(payout.payout_id)
    own = {line.txn_id for line in facts.movements}
    listed = {line.txn_id: line for line in facts.lines}
    here = {line.txn_id or "" for line in payout.lines.all() if line.txn_id not in own}
    wrong: dict[str, tuple[str, str, Part]] = {}
    for txn_id in sorted(listed.keys() - here):
        line = LedgerLine.objects.filter(txn_id=txn_id).select_related("payout").first()
        where = line.payout.payout_id if line and line.payout else "–"
        part = part_of_line(listed[txn_id].kind, listed[txn_id].stripe_type)
        wrong[txn_id] = (f"→ {where}", f"→ {payout.payout_id}", part)
    return wrong


def _ours(line: LedgerLine) -> str:
    return f"{line.kind} {line.amount} − {line.fee} = {line.net} {line.currency}"


def _theirs(facts: TransactionFacts) -> str:
    return f"{facts.kind} {facts.amount} − {facts.fee} = {facts.net} {facts.currency}"
