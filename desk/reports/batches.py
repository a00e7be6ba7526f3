"""The papers and letters of a batch's gifts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import ZERO
from gifts.models import Batch, Gift
from letters.models import Letter
from receipts.models import ReceiptLine, Unreceipted

LOST = {Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.COMPLAINED, Letter.State.BLOCKED}


@dataclass(frozen=True)
class Came:
    """One gift of a batch: the number of its receipt, or why it has none, and what of it needs a look."""

    gift: Gift
    receipt: str
    receipt_id: int | None
    problem: str
    is_waiting: bool


@dataclass(frozen=True)
class Outcome:
    """All of them, and their sums."""

    rows: Sequence[Came]
    total: Decimal
    receipts: int
    waiting: int
    letters: int
    exceptions: Sequence[Came]


def outcome_of(batch: Batch) -> Outcome:
    """Return what came of each gift, in the order of its rows: five queries, however many there are."""
    gifts = list(batch.gifts.select_related("donor", "batch_row").order_by("batch_row__pk", "created_at"))
    keys = [gift.pk for gift in gifts]
    lines = ReceiptLine.objects.filter(gift__in=keys, active=True).select_related("receipt__series")
    papers = {line.gift_id: line.receipt for line in lines.defer("receipt__pdf", "receipt__snapshot")}
    without = {row.gift_id: row for row in Unreceipted.objects.filter(gift__in=keys)}
    thanks = Letter.objects.filter(about_kind="gift", about_id__in=[str(key) for key in keys]).defer("facts")
    letters = {letter.about_id: letter for letter in thanks.order_by("created_at")}
    rows = []
    for gift in gifts:
        paper, none, letter = papers.get(gift.pk), without.get(gift.pk), letters.get(str(gift.pk))
        problem = ""
        if gift.state == Gift.State.REVERSED:
            problem = _("taken out of the books")
        elif paper is None and none is not None:
            problem = none.get_why_display()
        elif letter is not None and letter.state in LOST:
            problem = _("the thanks did not arrive")
        elif letter is None:
            problem = _("no e-mail: thank by post")
        waits = paper is None and none is None and gift.state != Gift.State.REVERSED
        rows.append(Came(gift, str(paper or ""), paper.pk if paper else None, problem, waits))
    counts = Counter(bool(row.receipt) for row in rows)
    return Outcome(
        rows=rows,
        total=sum((gift.amount for gift in gifts), ZERO),
        receipts=counts[True],
        waiting=sum(row.is_waiting for row in rows),
        letters=len(letters),
        exceptions=[row for row in rows if row.problem],
    )
