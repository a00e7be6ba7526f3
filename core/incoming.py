"""Tables that come into the house: bytes of any kind to rows of text, as a stream, or a sentence why not.

Nothing of a file is run, unpacked or trusted. Limits hold before anything is parsed. A cell that our own
export defused is given back as it was: what leaves by `core.exports` and comes in here again is the same.
"""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.exports import DANGEROUS, defuse

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 1_000_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
HEAD = 64 * 1024
DELIMITERS = ",;\t|"
# how files begin that are no text, and the sentence that helps
BINARY = {
    b"PK": "workbook",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"%PDF": "not_a_table",
    b"\x1f\x8b": "packed",
    b"7z\xbc\xaf": "packed",
    b"Rar!": "packed",
    b"\x89PNG": "not_a_table",
    b"\xff\xd8\xff": "not_a_table",
}
SENTENCES: dict[str, Promise] = {
    "workbook": _(
        "This is a workbook or a packed file. Open it in its program and save the sheet as CSV (UTF-8)."
    ),
    "packed": _("This is a packed file. Unpack it and upload the CSV file that is in it."),
    "not_a_table": _("This is not a table. Upload a CSV file."),
    "not_text": _("This is not text in any writing that we can read. Save it as CSV (UTF-8)."),
    "empty": _("The file is empty."),
    "no_rows": _("The file has names of columns, and no row below them."),
    "too_large": _("The file is larger than %(limit)s MB. Split it."),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it."),
    "too_many_columns": _("The file has more than %(limit)s columns. Take out those that are not needed."),
    "no_header": _("The first row does not name the columns. Write their names above the rows."),
    "quote_open": _("From row %(row)s on, a quotation mark is opened and not closed."),
}


# how reports begin that tell of themselves before they name their columns, and the first of those names
PREAMBLES = {"Donations Report": "Company", "RH": "CH"}


class FileRefused(Exception):
    """A file that cannot be read. `code` names its sentence in SENTENCES; `facts` fill it."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.facts


@dataclass(frozen=True)
class Shape:
    """How a file is written."""

    encoding: str
    delimiter: str


class _Parts(io.RawIOBase):
    """Parts of a file as one file that is read once."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts = iter(parts)
        self.left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        target = memoryview(buffer)
        while not self.left:
            following = next(self.parts, None)
            if following is None:
                return 0
            self.left = memoryview(following)
        count = min(len(target), len(self.left))
        target[:count] = self.left[:count]
        self.left = self.left[count:]
        return count


def shape_of(parts: Iterable[bytes]) -> Shape:
    """Return how a file is written, after a look at each byte. Raises: FileRefused."""
    size, head = 0, b""
    decoders: dict[str, Any] = {}
    for part in parts:
        if not head:
            head = bytes(part[:HEAD])
            decoders = {name: getincrementaldecoder(name)() for name in _encodings(head)}
        size += len(part)
        if size > MOST_BYTES:
            raise FileRefused("too_large", limit=MOST_BYTES // 1024 // 1024)
        decoders = {name: decoder for name, decoder in decoders.items() if _takes(decoder, part)}
    if not size:
        raise FileRefused("empty")
    encoding = next((name for name, decoder in decoders.items() if _takes(decoder, b"", final=True)), "")
    if not encoding:
        raise FileRefused("not_text")
    return Shape(encoding, _delimiter(head.decode(encoding, "ignore")))


def rows_of(parts: Iterable[bytes], shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file with their numbers, as a spreadsheet counts them; empty rows are passed over.

    Raises: FileRefused.
    """
    text = io.TextIOWrapper(io.BufferedReader(_Parts(parts), HEAD), encoding=shape.encoding, newline="")
    reader = csv.reader(text, delimiter=shape.delimiter)
    number, awaited = 0, ""
    try:
        for number, row in enumerate(reader, 1):
            if number == 1 and _names_the_delimiter(row, shape.delimiter):
                continue
            if not row or not any(row):
                continue
            if number == 1:
                awaited = PREAMBLES.get(row[0].strip(), "")
            if awaited and row[0].strip() != awaited:
                continue
            awaited = ""
            if len(row) > MOST_COLUMNS:
                raise FileRefused("too_many_columns", limit=MOST_COLUMNS)
            if number > MOST_ROWS:
                raise FileRefused("too_many_rows", limit=MOST_ROWS)
            yield number, row
    except csv.Error:
        raise FileRefused("quote_open", row=number + 1) from None
    except UnicodeDecodeError:
        raise FileRefused("not_text") from None


def header_and_samples(
    parts: Iterable[bytes], shape: Shape, *, samples: int = 3
) -> tuple[list[str], list[list[str]]]:
    """Return the names of a file's columns, each once, and its first rows. Raises: FileRefused."""
    rows = rows_of(parts, shape)
    found = next(rows, None)
    if found is None:
        raise FileRefused("empty")
    names = [" ".join(cell.replace("\0", "").split())[:100] for cell in found[1]]
    if not any(names) or any("@" in name for name in names):
        raise FileRefused("no_header")
    first = [[fused(cell)[:LONGEST_CELL] for cell in row] for _number, row in _some(rows, samples)]
    if not first:
        raise FileRefused("no_rows")
    return _each_once(names), first


def fused(cell: str) -> str:
    """Return a cell without the quote that our own export put before a formula; any other as it is."""
    return cell[1:] if cell.startswith("'") and defuse(cell[1:]) == cell else cell


def is_formula(text: str) -> bool:
    """Whether some spreadsheet program would run a text."""
    return text.lstrip(" '\"").startswith(DANGEROUS)


def _some(rows: Iterator[tuple[int, list[str]]], count: int) -> Iterator[tuple[int, list[str]]]:
    for _turn in range(count):
        row = next(rows, None)
        if row is None:
            return
        yield row


def _each_once(names: Sequence[str]) -> list[str]:
    """Names as they are written; one that is missing, or stood before, gets its place."""
    kept: list[str] = []
    for place, name in enumerate(names, 1):
        kept.append(name if name and name not in kept else f"{name or 'column'} ({place})")
    return kept


def _encodings(head: bytes) -> list[str]:
    """What a file that begins so may be written in, the likeliest first. Raises: FileRefused."""
    for sign, code in BINARY.items():
        if head.startswith(sign):
            raise FileRefused(code)
    if head.startswith(BOM_UTF8):
        return ["utf-8-sig"]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ["utf-16"]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even or odd:  # plain text holds no such byte, so these are two bytes for each sign, or no text
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8", "cp1252"]


def _takes(decoder: Any, part: bytes, *, final: bool = False) -> bool:
    try:
        text = decoder.decode(part, final)
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _delimiter(head: str) -> str:
    """The sign that parts the first rows alike; the comma where none does."""
    first, _end, _rest = head.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == 5 and told[4] in DELIMITERS:
        return told[4]

    def parts_alike(sign: str) -> tuple[int, int]:
        try:
            reader = csv.reader(io.StringIO(head, newline=""), delimiter=sign)
            widths = [len(row) for row, _turn in zip(reader, range(12), strict=False) if row][:10]
        except csv.Error:
            return (0, 0)
        return (
            (sum(width == widths[0] for width in widths), widths[0]) if widths and widths[0] > 1 else (0, 0)
        )

    scores = {sign: parts_alike(sign) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: (scores[sign][1] > 1, *scores[sign]))


def _names_the_delimiter(row: Sequence[str], delimiter: str) -> bool:
    """Whether this is the line `sep=;` by which some programs say it."""
    return delimiter.join(row).strip().lower() == f"sep={delimiter}"
