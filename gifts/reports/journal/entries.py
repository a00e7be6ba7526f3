"""The entries of some days: each movement once, on the day that counts for it.

A movement at Stripe counts on its legal day. A gift by hand counts on its own day; where it reached us in
another month it lies in the mail between the two. A payout leaves Stripe on one day and reaches the bank on
another; between them it is on its way. A batch goes to the bank on the day it says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from core.clock import legal_day
from core.money import ZERO
from gifts.models import Batch, FundSpending, Gift, JournalRow, LedgerLine, Payout, Purpose
from gifts.reports.journal.postings import (
    Given,
    Moved,
    Posting,
    Share,
    goes_by_mail,
    moved,
    of_line,
    where_it_lies,
)
from gifts.reports.monthly import midnight

Kind = LedgerLine.Kind
# what a posting asks of a line, its gift and the batch of that
OF_LINE = Moved._fields[:-1]
READ = (
    *OF_LINE,
    *(f"gift__{name}" for name in Given._fields[:6]),
    *(f"gift__batch__{name}" for name in Given._fields[6:]),
)
Read = tuple[Any, ...]
SHARES = """SELECT share.gift_id, share.fund_id, share.amount, fund.bears_fees FROM gifts_allocation AS share
    JOIN campaigns_fund AS fund ON fund.id = share.fund_id WHERE share.gift_id = ANY (%s) ORDER BY fund.id"""


EVERY = Q()


class Entry(NamedTuple):
    """What one thing that happened posts. `source` names it for ever."""

    source: str
    what: str
    day: date
    postings: tuple[Posting, ...]
    line: Moved | None = None
    payout: Payout | None = None
    spending: FundSpending | None = None
    batch: Batch | None = None


@dataclass(frozen=True)
class Days:
    """From a day to a day, both in it; `unfrozen` leaves out what stands in a closed month.

    `news`: a condition on lines that those meet which may not have been posted; others are not looked at.
    """

    begin: date
    end: date
    zone: str
    unfrozen: bool = False
    news: Q = EVERY


def entries_of(days: Days) -> list[Entry]:
    """Return the entries of some days, in the order of their days."""
    found = [*_lines(days), *_received(days), *_arrivals(days), *_deposits(days), *_releases(days)]
    return sorted((one for one in found if one.postings), key=lambda one: (one.day, one.source))


def entries_of_lines(lines: Iterable[Read], zone: str) -> Iterator[Entry]:
    """Yield the entry of each line, as `read_lines` reads it."""
    rows = [line_of(row) for row in lines]
    if not rows:
        return
    shares = shares_of({line.gift_id for line in rows if line.gift_id})
    for line in rows:
        postings = of_line(line, shares.get(line.gift_id, ()) if line.gift_id else ())
        yield Entry(f"line:{line.pk}", line.kind, day_of(line, zone), postings, line=line)


def line_of(row: Read) -> Moved:
    """Return a row of `read_lines`."""
    of_line, of_gift = row[: len(OF_LINE)], row[len(OF_LINE) :]
    return Moved._make([*of_line, Given._make(of_gift) if of_line[-1] else None])


def day_of(line: Moved, zone: str) -> date:
    """Return the day on which a movement counts."""
    if line.kind == Kind.OFFLINE and line.amount > 0 and line.gift and line.gift.given_on:
        return line.gift.given_on
    return legal_day(line.occurred_at, zone)


def read_lines(which: Q) -> "QuerySet[LedgerLine, Read]":
    """Return what a posting asks of some lines: no objects, which cost ten times as much."""
    return LedgerLine.objects.filter(which).order_by("pk").values_list(*READ)


def shares_of(gifts: set[UUID]) -> dict[UUID, Sequence[Share]]:
    """Return how gifts are shared among funds."""
    found: dict[UUID, list[Share]] = defaultdict(list)
    with connection.cursor() as cursor:  # one value for all of them: a list of thousands is long in parsing
        cursor.execute(SHARES, [list(gifts)])
        for gift_id, *share in cursor:
            found[gift_id].append(Share._make(share))
    return dict(found)


def arrival(payout: Payout) -> Entry:
    """Return what the bank got of a payout: nothing of one that is not paid."""
    amount = payout.amount if payout.state == Payout.State.PAID else ZERO
    postings = moved(Purpose.TRANSIT, Purpose.BANK, amount)
    return Entry(f"arrival:{payout.pk}", "arrival", payout.arrives_on, postings, payout=payout)


def deposit(batch: Batch, amount: Decimal) -> Entry:
    """Return what went to the bank with a batch."""
    day = batch.deposited_on or batch.received_on
    postings = moved(Purpose.UNDEPOSITED, Purpose.BANK, amount)
    return Entry(f"deposit:{batch.pk}", "deposit", day, postings, batch=batch)


def deposited(batches: QuerySet[Batch]) -> Iterator[Entry]:
    """Yield the deposit of each batch: what its checks and cash came to when it was posted.

    One that was taken back went nowhere. What was reversed later is taken from the bank.
    """
    lines = LedgerLine.objects.filter(
        kind=Kind.OFFLINE,
        created_at__lte=F("gift__batch__posted_at"),
        gift__batch__in=batches,
        gift__kind__in=["money", "currency"],
    ).exclude(gift__source=Gift.Source.WIRE)
    sums = dict(lines.order_by().values_list("gift__batch").annotate(sum=Sum("net")))
    for batch in batches:
        is_there = batch.undone_at is None and batch.deposited_on is not None
        yield deposit(batch, sums.get(batch.pk, ZERO) if is_there else ZERO)


def frozen(**of: OuterRef | F | str) -> Exists:
    """Whether something stands in a closed month."""
    return Exists(JournalRow.objects.filter(period__reopened_at=None, **of))


def _lines(days: Days) -> Iterator[Entry]:
    begin, end = midnight(days.begin, days.zone), midnight(days.end + timedelta(days=1), days.zone)
    within = Q(occurred_at__gte=begin, occurred_at__lt=end)
    given = Q(gift__given_on__gte=days.begin, gift__given_on__lte=days.end)
    by_hand = Q(kind=Kind.OFFLINE, amount__gt=0)
    for which in (by_hand & given, ~by_hand & within):
        lines = read_lines(which & days.news)
        if days.unfrozen:
            lines = lines.exclude(frozen(line=OuterRef("pk"), what=F("line__kind")))
        yield from entries_of_lines(lines, days.zone)


def _received(days: Days) -> Iterator[Entry]:
    """Gifts that count in another month than the one in which they reached us."""
    came = Q(gift__received_on__gte=days.begin, gift__received_on__lte=days.end)
    lines = (
        read_lines(Q(kind=Kind.OFFLINE, amount__gt=0) & came & days.news)
        .alias(month=TruncMonth("gift__given_on"), came=TruncMonth("gift__received_on"))
        .exclude(month=F("came"))
    )
    if days.unfrozen:
        lines = lines.exclude(frozen(line=OuterRef("pk"), what="received"))
    for line in map(line_of, lines):
        gift = line.gift
        if gift is not None and gift.received_on is not None and goes_by_mail(gift):
            postings = moved(Purpose.MAIL, where_it_lies(gift), line.net)
            yield Entry(f"received:{line.pk}", "received", gift.received_on, postings, line=line)


def _arrivals(days: Days) -> Iterator[Entry]:
    payouts = Payout.objects.filter(
        state=Payout.State.PAID, arrives_on__gte=days.begin, arrives_on__lte=days.end
    )
    if days.unfrozen:
        payouts = payouts.exclude(frozen(payout=OuterRef("pk")))
    yield from map(arrival, payouts.order_by("pk"))


def _deposits(days: Days) -> Iterator[Entry]:
    batches = Batch.objects.filter(
        posted_at__isnull=False, deposited_on__gte=days.begin, deposited_on__lte=days.end
    )
    if days.unfrozen:
        batches = batches.exclude(frozen(batch=OuterRef("pk")))
    yield from deposited(batches.order_by("pk"))


def _releases(days: Days) -> Iterator[Entry]:
    spent = FundSpending.objects.filter(releases=True, day__gte=days.begin, day__lte=days.end)
    if days.unfrozen:
        spent = spent.exclude(frozen(spending=OuterRef("pk")))
    for row in spent.order_by("pk"):
        postings = moved(Purpose.RELEASED_TO, Purpose.RELEASED_FROM, row.amount, row.fund_id)
        yield Entry(f"spending:{row.pk}", "release", row.day, postings, spending=row)
