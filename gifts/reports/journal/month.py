"""One month of the journal: what is in it, what its accounts come to, and whether that ties out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gifts.models import ClosedPeriod, JournalRow, LedgerLine, Payout
from gifts.reports.journal.accounts import (
    Chart,
    chart,
    first_open,
    journal_begins,
    last_day,
)
from gifts.reports.journal.entries import Days, Entry, entries_of
from gifts.reports.journal.late import late_entries

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


@dataclass(frozen=True)
class Row:
    """One side of an entry, as it is shown and exported."""

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
    period = ClosedPeriod.objects.filter(begins_on=month, reopened_at=None).first()
    if period is not None:
        return Journal(month, tuple(rows_of_closed(period)), period)
    return Journal(month, tuple(open_rows(month, zone=zone, today=today)))


def open_rows(month: date, *, zone: str, today: date) -> list[Row]:
    """Return the rows of an open month; the first one also takes what came late for closed months."""
    begin, opened = journal_begins(today), first_open(today)
    late = late_entries(begin=begin, first_open=month, zone=zone) if month == opened else []
    own = entries_of(Days(month, last_day(month), zone)) if month >= begin else []
    accounts = chart()
    return [
        *(row for entry in late for row in _rows(entry, accounts, posted_on=month)),
        *(row for entry in own for row in _rows(entry, accounts, posted_on=entry.day)),
    ]


def rows_of_closed(period: ClosedPeriod) -> Iterator[Row]:
    """Yield the rows of a closed month in their order."""
    rows = period.rows.select_related("line", "payout", "fund").order_by("position")
    return map(_frozen, rows.iterator(2000))


def _rows(entry: Entry, accounts: Chart, *, posted_on: date) -> list[Row]:
    rows = []
    codes = accounts.codes
    for one in entry.postings:
        named = accounts.account(one.purpose, one.fund_id)
        rows.append(
            Row(
                source=entry.source,
                what=entry.what,
                posted_on=posted_on,
                belongs_on=entry.day,
                purpose=one.purpose.value,
                fund_id=one.fund_id,
                code=named.code,
                name=named.name,
                amount=one.amount,
                reference=_reference(entry.line, entry.payout),
                gift_id=_gift(entry.line),
                fund_code=codes.get(one.fund_id or 0, ""),
                line_id=entry.line.pk if entry.line else None,
                payout_id=entry.payout.pk if entry.payout else None,
                spending_id=entry.spending.pk if entry.spending else None,
                batch_id=entry.batch.pk if entry.batch else None,
            )
        )
    return rows


def _frozen(row: JournalRow) -> Row:
    return Row(
        source=row.source,
        what=row.what,
        posted_on=row.posted_on,
        belongs_on=row.belongs_on,
        purpose=row.purpose,
        fund_id=row.fund_id,
        code=row.code,
        name=row.name,
        amount=row.amount,
        reference=_reference(row.line, row.payout),
        gift_id=_gift(row.line),
        fund_code=row.fund.code if row.fund else "",
        line_id=row.line_id,
        payout_id=row.payout_id,
        spending_id=row.spending_id,
        batch_id=row.batch_id,
    )


def _reference(line: LedgerLine | None, payout: Payout | None) -> str:
    return (line.txn_id or "") if line else payout.payout_id if payout else ""


def _gift(line: LedgerLine | None) -> str:
    return str(line.gift_id) if line and line.gift_id and line.kind == "offline" else ""
