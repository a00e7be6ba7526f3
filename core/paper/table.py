"""A table, one row for each thing, over as many pages as it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.paper.document import Element
from core.paper.faces import REGULAR, SEMIBOLD
from core.paper.sheet import (
    BODY,
    HARBOUR,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    Sheet,
    Style,
    fit,
    make_room,
    put,
    rule,
)

GAP = 12.0
LEADING = 12.2
MAIN, ASIDE = Style(leading=LEADING), Style(leading=LEADING, colour=MUTED)
FIGURE = Style(leading=LEADING, colour=INK, right=True)

Placed = tuple["Column", float, float]  # left edge, width


@dataclass(frozen=True)
class Column:
    """A column. `width` in points; the one of width None takes what the others leave.

    `is_figure`: numbers, which stand at its right edge. `is_aside`: of less weight than the rest. `most`:
    lines of one cell, after which an ellipsis says that it was cut; a page has room for fifty.
    """

    heading: str
    width: float | None = None
    is_figure: bool = False
    is_aside: bool = False
    most: int = 6


def draw_table(
    sheet: Sheet,
    parent: Element,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    total: tuple[str, str] | None = None,
) -> None:
    """The header is repeated on every page: in the structure once, afterwards as decoration.

    `total`: what the last row is called, and its figure.
    """
    table = parent.add("Table")
    placed = _placed(columns)
    make_room(sheet, 60)
    _draw_header(sheet, table, placed)
    for row in rows:
        _draw_row(sheet, table, placed, row)
    if total:
        _draw_total(sheet, table, placed, total)


def _placed(columns: Sequence[Column]) -> list[Placed]:
    rest = RIGHT - LEFT - sum(column.width or 0.0 for column in columns) - GAP * (len(columns) - 1)
    placed: list[Placed] = []
    x = LEFT
    for column in columns:
        width = rest if column.width is None else column.width
        placed.append((column, x, width))
        x += width + GAP
    return placed


def _edge(placed: Placed) -> float:
    column, x, width = placed
    return x + width if column.is_figure else x


def _draw_header(sheet: Sheet, table: Element, columns: list[Placed]) -> None:
    row = table.add("TR")
    for placed in columns:
        column, _, width = placed
        cell = row.add("TH", "/A<</O/Table/Scope/Column>>")
        style = Style(size=SMALL, colour=HARBOUR, right=column.is_figure)
        put(sheet, cell, fit(column.heading, SEMIBOLD, SMALL, width), (_edge(placed), sheet.y), style)
    _close_header(sheet)


def _repeat_header(sheet: Sheet, columns: list[Placed]) -> None:
    drawn = []
    for placed in columns:
        column, _, width = placed
        for line in fit(column.heading, SEMIBOLD, SMALL, width):
            start = _edge(placed) - (line.width * SMALL / 1000 if column.is_figure else 0)
            drawn.append(sheet.document.text(line, start, sheet.y, SMALL, HARBOUR))
    sheet.document.artifact(" ".join(drawn))
    _close_header(sheet)


def _close_header(sheet: Sheet) -> None:
    rule(sheet, sheet.y - 7, HARBOUR, 1.0)
    sheet.y -= 21


def _draw_row(sheet: Sheet, table: Element, columns: list[Placed], texts: Sequence[str]) -> None:
    cells = [
        fit(text, SEMIBOLD if column.is_figure else REGULAR, BODY, width, column.most)
        for text, (column, _, width) in zip(texts, columns, strict=True)
    ]
    height = max(map(len, cells)) * LEADING
    if make_room(sheet, height):
        _repeat_header(sheet, columns)
    row = table.add("TR")
    for placed, lines in zip(columns, cells, strict=True):
        style = FIGURE if placed[0].is_figure else ASIDE if placed[0].is_aside else MAIN
        put(sheet, row.add("TD"), lines, (_edge(placed), sheet.y), style)
    rule(sheet, sheet.y - height + LEADING - 6.5)
    sheet.y -= height + 7


def _draw_total(sheet: Sheet, table: Element, columns: list[Placed], total: tuple[str, str]) -> None:
    if make_room(sheet, LEADING):
        _repeat_header(sheet, columns)
    row = table.add("TR")
    span = f"/ColSpan {len(columns) - 1}" if len(columns) > 2 else ""
    head = row.add("TH", f"/A<</O/Table/Scope/Row{span}>>")
    put(sheet, head, fit(total[0], SEMIBOLD, BODY, 200), (LEFT, sheet.y), Style(colour=HARBOUR))
    style = Style(size=BODY + 1, colour=HARBOUR, right=True)
    put(sheet, row.add("TD"), fit(total[1], SEMIBOLD, BODY + 1, 200), (RIGHT, sheet.y), style)
    rule(sheet, sheet.y - 7, HARBOUR, 1.0)
    sheet.y -= 20
