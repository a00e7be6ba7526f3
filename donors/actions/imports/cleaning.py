"""Rows of text to values, some thousand at once: what a file says, and what cannot be taken."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from core.incoming import LONGEST_CELL, fused, is_formula
from core.sieve import broken_in
from donors.kinds import CellRefused, Format, ImportKind, LeftOut, Values

log = structlog.get_logger(__name__)

Problem = tuple[str, str, Mapping[str, str | int]]
Read = Callable[[Sequence[str]], Mapping[str, str]]
REMEMBERED = 20_000  # cells of a column that are kept in mind: cities, countries, kinds come again and again
MOST_LINES = 12  # in one cell; more of them come from a quotation mark that somebody forgot
WHITE = str.maketrans("", "", "\n\r\t")


@dataclass
class Line:
    """A row: as its file says it, then as it is understood."""

    number: int
    texts: Mapping[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    verdict: str = "read"
    title: str = ""


class Cleaner:
    """Reads rows of one file. It remembers what it read, so one is made for each stretch of work."""

    def __init__(self, kind: ImportKind, read: Read, width: int) -> None:
        self.kind, self.read, self.width = kind, read, width
        self.widgets: dict[str, Any] = {
            name: known.widget
            for name, known in kind.resource.fields.items()  # type: ignore[attr-defined] # no types
        }
        self.seen: dict[str, dict[str, Any]] = defaultdict(dict)

    def clean(self, rows: Iterable[tuple[int, list[str]]]) -> list[Line]:
        """Return what the rows say; a row with a problem is refused, whole."""
        lines = [self._line(number, cells) for number, cells in rows]
        good = [line for line in lines if line.verdict == "read"]
        for name in self.widgets:
            self._column(name, [line for line in good if line.texts.get(name)])
        for line in good:
            self._finish(line)
        return lines

    def _line(self, number: int, cells: list[str]) -> Line:
        line = Line(number)
        try:
            line.texts = self.read(_checked(cells, self.width))
        except LeftOut as left:
            line.verdict = "left_out"
            line.problems.append(("", left.code, {}))
        except CellRefused as refusal:
            line.verdict = "refused"
            line.problems.append((refusal.field, refusal.code, refusal.facts))
        return line

    def _column(self, name: str, lines: Sequence[Line]) -> None:
        """Read one field of all rows, then let the guard look at all of them at once."""
        widget, seen = self.widgets[name], self.seen[name]
        look = getattr(widget, "look", None)
        if len(seen) > REMEMBERED:
            seen.clear()
        told: list[Line] = []
        for line in lines:
            text = line.texts[name]
            if text not in seen:
                seen[text] = _value(widget, text, is_typed=look is not None)
            value = seen[text]
            if isinstance(value, CellRefused):
                line.problems.append((name, value.code, value.facts))
            elif value is not None:
                line.values[name] = value
                told.append(line)
        if look is None:
            return
        texts = list(dict.fromkeys(str(line.values[name]) for line in told))
        broken = {texts[place]: rules for place, rules in broken_in(texts, look).items()}
        if not broken:
            return
        for line in told:
            rules = broken.get(str(line.values[name]), [])
            if rules:
                del line.values[name]
            for rule in rules:
                log.warning("guard_refused", rule=rule.name, field=f"import:{self.kind.name}.{name}")
                line.problems.append((name, f"guard_{rule.name}", {}))

    def _finish(self, line: Line) -> None:
        try:
            line.values = self.kind.finish(line.values)
        except CellRefused as refusal:
            line.problems.append((refusal.field, refusal.code, refusal.facts))
        line.title = self.kind.title(line.values)[:200]
        if line.problems:
            line.verdict = "refused"


def reader(header: Sequence[str], mapping: Mapping[str, int], known: Format | None) -> Read:
    """Return what turns cells into fields: a known file's own way, or the columns that a person named."""
    if known is not None:
        read = known.read
        return lambda cells: read(dict(zip(header, cells, strict=False)))
    columns = list(mapping.items())
    return lambda cells: {name: cells[place] for name, place in columns if place < len(cells)}


def _checked(cells: list[str], width: int) -> Sequence[str]:
    """Return cells that are text, as many as there are columns. Raises: CellRefused."""
    if len(cells) > width:
        if any(cells[width:]):
            raise CellRefused("cells_more")
        cells = cells[:width]
    whole = "".join(cells)
    if not whole.isprintable() and not whole.translate(WHITE).isprintable():
        whole = whole.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
        if any(sign < " " and sign not in "\n\r\t" for sign in whole) or "\x7f" in whole:
            raise CellRefused("not_text")
    if len(whole) > LONGEST_CELL or "\n" in whole:
        for cell in cells:
            if cell.count("\n") > MOST_LINES or (len(cells) < width and "\n" in cells[-1]):
                raise CellRefused("quote_open")
            if len(cell) > LONGEST_CELL:
                raise CellRefused("cell_long", limit=LONGEST_CELL)
    return cells if len(cells) == width else [*cells, *([""] * (width - len(cells)))]


def _value(widget: Any, text: str, *, is_typed: bool) -> Any:
    """Return the value of a cell, or the refusal. A formula is text only if our own export defused it."""
    plain = fused(text)
    if is_typed and plain == text and is_formula(text):
        return CellRefused("formula")
    try:
        return widget.clean(plain)
    except CellRefused as refusal:
        return refusal
