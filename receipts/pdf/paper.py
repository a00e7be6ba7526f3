"""What a receipt says, as plain values: whoever fills these has formatted and translated every string."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from receipts.pdf.labels import LABELS, STATEMENT_LABELS, Labels, StatementLabels

__all__ = [
    "LABELS",
    "STATEMENT_LABELS",
    "Cover",
    "Labels",
    "Paper",
    "PaperLine",
    "StatementLabels",
    "StatementPaper",
    "StatementPaperLine",
]


@dataclass(frozen=True)
class PaperLine:
    """One gift. `benefit`: what the donor got for it. A column that is empty on every line is left out."""

    given_on: str
    description: str
    fund: str
    amount: str
    benefit: str


@dataclass(frozen=True)
class Paper:
    """One receipt, letter or summary.

    `total` may be empty (goods, volunteer's expenses): then no amount is printed at all.
    `issued_at` is aware and becomes the time stamps of the file; the printed date is `issued_on`.
    `mark` is the word to print across the page (COPY, VOID, PREVIEW in the paper's language), or empty.
    `check_url` empty leaves the code out. `replaces`: the number of the receipt this one replaces, or empty.
    `above`, `note` and `closing` are the words of staff above the gifts, below the statements and at the end.
    `post_to`: the lines for an envelope's window, if it is printed to be posted.
    `data`: JSON that travels in the file (which is PDF/A-3a then), or empty.
    """

    language: Literal["en", "es"]
    kind_title: str
    number: str
    issued_on: str
    issued_at: datetime
    payer_lines: tuple[str, ...]
    lines: tuple[PaperLine, ...]
    total: str
    statements: tuple[str, ...]
    note: str
    check_url: str
    check_code: str
    mark: str
    replaces: str
    labels: Labels
    above: str = ""
    closing: str = ""
    post_to: tuple[str, ...] = ()
    data: bytes = b""


@dataclass(frozen=True)
class StatementPaperLine:
    """One gift of a year: the number of its receipt, and whether goods or services were given for it."""

    given_on: str
    fund: str
    receipt: str
    goods: str
    amount: str


@dataclass(frozen=True)
class StatementPaper:
    """A year's summary. `payer_lines` is the address; `count` says how many gifts; the rest as on `Paper`."""

    language: Literal["en", "es"]
    title: str
    number: str
    issued_on: str
    issued_at: datetime
    payer_lines: tuple[str, ...]
    lines: tuple[StatementPaperLine, ...]
    count: str
    total: str
    statements: tuple[str, ...]
    mark: str
    replaces: str


@dataclass(frozen=True)
class Cover:
    """The first sheet of a household's envelope. `rows`: whose, what, which number; `heads` above them."""

    language: Literal["en", "es"]
    issued_at: datetime
    address: tuple[str, ...]
    title: str
    words: str
    heads: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]
