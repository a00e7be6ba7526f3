"""One month of the journal: what is in it, what its accounts come to, and whether that ties out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gifts.models import ClosedPeriod
from gifts.reports.journal.accounts import (
    Chart,
    chart,
    closed_through,
    first_open,
    journal_begins,
    last_day,
)
from gifts.reports.journal.entries import Days, Entry, entries_of
from gifts.reports.journal.late import late_entries

STRETCH = timedelta(days=4)
OF_ROW = ("source", "what", "posted_on", "belongs_on", "purpose", "fund_id", "code", "name", "amount")
FROZEN = (
    *OF_ROW,
    *("line__txn_id", "line__gift_id", "line__kind", "payout__payout_id", "fund__code"),
    *("line_id", "payout_id", "spending_id", "batch_id"),
)
WHAT = {
    "charge": pgettext_lazy("journal", "Gift online"),
    "offline": pgettext_lazy("journal", "Gift by hand"),
    "refund": pgettext_lazy("journal", "Refund"),
    "dispute": pgettext_lazy("journal", "Dispute"),
    "reversal": pgettext_lazy("journal", "Money that came back"),
    "fee": pgettext_lazy("journal", "Fee"),
    "payout": pgettext_lazy("journal", "Payout leaves Stripe"),
    "arrival": pgettext_lazy("journal", "Payout reaches the bank"),
    "adjustment": pgettext_lazy("journal", "Other movement at Stripe"),
    "received": pgettext_lazy("journal", "Mail arrives"),
    "deposit": pgettext_lazy("journal", "Batch goes to the bank"),
    "release": pgettext_lazy("journal", "Spent: released from restriction"),
}


class Row(NamedTuple):
    """One side of an entry, as it is shown and exported. A tuple: a month has tens of thousands."""

    source: str
    what: str
    posted_on: date
    belongs_on: date
    purpose: str
    fund_id: int | None
    code: str
    name: str
    amount: Decimal
    reference: str
    gift_id: str
    fund_code: str = ""
    line_id: int | None = None
    payout_id: int | None = None
    spending_id: int | None = None
    batch_id: int | None = None

    @property
    def credit(self) -> Decimal:
        """The amount of a credit, without its sign."""
        return -self.amount

    @property
    def label(self) -> Promise | str:
        """What happened, in words."""
        return WHAT.get(self.what, self.what)

    @property
    def is_late(self) -> bool:
        """Whether it belongs to a month that was closed before it came."""
        return self.belongs_on < self.posted_on


@dataclass(frozen=True)
class Journal:
    """A month: its rows, whether they are frozen, and the digest that it was closed with."""

    month: date
    rows: tuple[Row, ...]
    period: ClosedPeriod | None = None

    @property
    def entries(self) -> int:
        """How many entries it has."""
        return len({row.source for row in self.rows})


def journal_of(month: date, *, zone: str, today: date) -> Journal:
    """Return a month: as it was frozen if it is closed, else as it would be exported now."""
    period = closed_period(month)
    return Journal(month, tuple(rows_of(month, period, zone=zone, today=today)), period)


def closed_period(month: date) -> ClosedPeriod | None:
    """Return the closing of a month that is closed."""
    return ClosedPeriod.objects.filter(begins_on=month, reopened_at=None).first()


def rows_of(month: date, period: ClosedPeriod | None, *, zone: str, today: date) -> Iterator[Row]:
    """Yield the rows of a month, some days or some thousand rows at once, however many there are."""
    return open_rows(month, zone=zone, today=today) if period is None else rows_of_closed(period)


def open_rows(month: date, *, zone: str, today: date) -> Iterator[Row]:
    """Yield the rows of an open month; the first one also takes what came late for closed months.

    A few days are read at once, so that a month of any size takes little memory.
    """
    begin, opened = journal_begins(today), first_open(today)
    accounts = chart()
    if month == opened:
        for entry in late_entries(begin=begin, first_open=month, zone=zone):
            yield from _rows(entry, accounts, posted_on=month)
    if month < begin:
        return
    # a payout's day may move, and a day with the time zone: what stands in a closed month stands there
    is_after_closed = closed_through() is not None
    day, last = month, last_day(month)
    while day <= last:
        end = min(day + STRETCH, last)
        for entry in entries_of(Days(day, end, zone, unfrozen=is_after_closed)):
            yield from _rows(entry, accounts, posted_on=entry.day)
        day = end + timedelta(days=1)


def rows_of_closed(period: ClosedPeriod) -> Iterator[Row]:
    """Yield the rows of a closed month in their order."""
    rows = period.rows.order_by("position").values_list(*FROZEN)
    return map(_frozen, rows.iterator(2000))


def _rows(entry: Entry, accounts: Chart, *, posted_on: date) -> Iterator[Row]:
    line, payout = entry.line, entry.payout
    reference = (line.txn_id or "") if line else payout.payout_id if payout else ""
    gift_id = f"{line.gift_id}" if line and line.gift_id and line.kind == "offline" else ""
    ids = [thing.pk if thing else None for thing in (line, payout, entry.spending, entry.batch)]
    for purpose, fund_id, amount in entry.postings:
        named = accounts.account(purpose, fund_id)
        fund_code = accounts.codes.get(fund_id or 0, "")
        said = (entry.source, entry.what, posted_on, entry.day, str(purpose), fund_id)
        yield Row._make([*said, named.code, named.name, amount, reference, gift_id, fund_code, *ids])


def _frozen(row: tuple[Any, ...]) -> Row:
    said, ids = row[: len(OF_ROW)], row[len(OF_ROW) + 5 :]
    txn_id, gift_id, kind, payout_id, fund_code = row[len(OF_ROW) : len(OF_ROW) + 5]
    gift = f"{gift_id}" if gift_id and kind == "offline" else ""
    return Row._make([*said, txn_id or payout_id or "", gift, fund_code or "", *ids])
