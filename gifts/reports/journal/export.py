"""The journal as files: plain CSV, Xero's manual journals, QuickBooks' IIF. The plain one is digested.

Xero: https://help.xero.com/nz/ManualJournalsImport (read 2026-11): one narration and date per journal, an
amount above zero is a debit, at most 300 lines a file. IIF: general journal entries as TRNS, SPL and ENDTRNS
lines, a tab between fields.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.exports import WITHHELD, csv_lines
from core.shield import holds_place
from gifts.reports.journal.month import Row

HEADER = (
    *("posted_on", "entry", "what", "account", "account_name", "fund", "debit", "credit"),
    *("belongs_on", "reference", "gift"),
)
XERO = (
    "Narration",
    "Date",
    "Description",
    "AccountCode",
    "TaxRate",
    "Amount",
    "TrackingName1",
    "TrackingOption1",
)
IIF = ("TRNSTYPE", "DATE", "ACCNT", "CLASS", "AMOUNT", "DOCNUM", "MEMO")
KEPT = {0, 1, 2, 5}  # of a line of IIF: its mark, kind, day and amount, which no person wrote
TAX = "Tax Exempt"
# in English whatever the page's language: the same month is the same bytes
SAID = {
    "charge": "Gift online",
    "offline": "Gift by hand",
    "refund": "Refund",
    "dispute": "Dispute",
    "reversal": "Money that came back",
    "fee": "Processing fee",
    "payout": "Payout leaves Stripe",
    "arrival": "Payout reaches the bank",
    "adjustment": "Other movement at Stripe",
    "received": "Mail arrives",
    "deposit": "Batch goes to the bank",
    "release": "Released from restriction",
}


@dataclass(frozen=True)
class File:
    """A file: how its name ends, what it is, and its text."""

    ending: str
    kind: str
    lines: Iterator[str]


def plain_rows(rows: Iterable[Row]) -> Iterator[Sequence[object]]:
    """Yield the cells of the plain file."""
    for row in rows:
        yield (
            row.posted_on,
            row.source,
            SAID[row.what],
            row.code,
            row.name,
            row.fund_code,
            row.amount if row.amount > 0 else "",
            -row.amount if row.amount < 0 else "",
            row.belongs_on,
            row.reference,
            row.gift_id,
        )


def digest(rows: Iterable[Row]) -> str:
    """Return the SHA-256 of the plain file."""
    made = hashlib.sha256()
    for text in csv_lines(HEADER, plain_rows(rows)):
        made.update(text.encode())
    return made.hexdigest()


def file_of(rows: Iterable[Row], form: str) -> File:
    """Return the rows in one of the forms: `csv`, `xero` or `iif`."""
    if form == "xero":
        return File("csv", "text/csv; charset=utf-8", csv_lines(XERO, _xero(rows)))
    if form == "iif":
        return File("iif", "text/plain; charset=utf-8", _iif(rows))
    return File("csv", "text/csv; charset=utf-8", csv_lines(HEADER, plain_rows(rows)))


def _xero(rows: Iterable[Row]) -> Iterator[Sequence[object]]:
    for row in rows:
        narration = f"{SAID[row.what]} {row.source}"
        day = f"{row.posted_on:%d/%m/%Y}"
        yield (
            narration,
            day,
            _memo(row),
            row.code,
            TAX,
            row.amount,
            "Fund" if row.fund_code else "",
            row.fund_code,
        )


def _iif(rows: Iterable[Row]) -> Iterator[str]:
    yield "".join(_fields(mark, *IIF) for mark in ("!TRNS", "!SPL")) + "!ENDTRNS\r\n"
    for _source, entry in groupby(rows, key=lambda row: row.source):
        for place, row in enumerate(entry):
            yield _fields(
                "SPL" if place else "TRNS",
                "GENERAL JOURNAL",
                f"{row.posted_on:%m/%d/%Y}",
                row.name,
                row.fund_code,
                str(row.amount),
                row.source,
                _memo(row),
            )
        yield "ENDTRNS\r\n"


def _fields(*cells: str) -> str:
    text = "\t".join(" ".join(cell.split()) for cell in cells)
    if holds_place(text):  # without its words a line keeps its day and its amount, so that its entry is whole
        text = "\t".join(cell if place in KEPT else WITHHELD for place, cell in enumerate(cells))
    return text + "\r\n"


def _memo(row: Row) -> str:
    late = f", belongs to {row.belongs_on}" if row.is_late else ""
    return f"{SAID[row.what]} {row.reference or row.source}{late}"
