"""The gifts, one row each, over as many pages as they need."""

from receipts.pdf.document import Element
from receipts.pdf.faces import REGULAR, SEMIBOLD
from receipts.pdf.paper import Labels, PaperLine
from receipts.pdf.sheet import (
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
MOST_LINES = 6  # of one cell
WIDTHS = {"given_on": 64.0, "fund": 92.0, "benefit": 98.0, "amount": 66.0}
MAIN, ASIDE = Style(leading=LEADING), Style(leading=LEADING, colour=MUTED)
AMOUNT = Style(leading=LEADING, colour=INK, right=True)

Column = tuple[str, str, float, float]  # field, heading, left edge, width


def draw_table(sheet: Sheet, parent: Element) -> None:
    """The header is repeated on every page: in the structure once, afterwards as decoration."""
    if not sheet.paper.lines:
        return
    table = parent.add("Table")
    columns = _columns(sheet.paper.lines, sheet.paper.labels)
    make_room(sheet, 60)
    _draw_header(sheet, table, columns)
    for line in sheet.paper.lines:
        _draw_row(sheet, table, columns, line)
    if sheet.paper.total:
        _draw_total(sheet, table, columns)


def _columns(lines: tuple[PaperLine, ...], labels: Labels) -> list[Column]:
    """Columns that no line fills are left out; the description takes what the others leave."""
    headings = {
        "given_on": labels.date,
        "description": labels.description,
        "fund": labels.fund,
        "benefit": labels.benefit,
        "amount": labels.amount,
    }
    kept = [name for name in headings if name == "description" or any(getattr(line, name) for line in lines)]
    rest = RIGHT - LEFT - sum(WIDTHS.get(name, 0.0) for name in kept) - GAP * (len(kept) - 1)
    columns: list[Column] = []
    x = LEFT
    for name in kept:
        width = WIDTHS.get(name, rest)
        columns.append((name, headings[name], x, width))
        x += width + GAP
    return columns


def _edge(column: Column) -> float:
    name, _, x, width = column
    return x + width if name == "amount" else x


def _draw_header(sheet: Sheet, table: Element, columns: list[Column]) -> None:
    row = table.add("TR")
    for column in columns:
        name, heading, _, width = column
        cell = row.add("TH", "/A<</O/Table/Scope/Column>>")
        style = Style(size=SMALL, colour=HARBOUR, right=name == "amount")
        put(sheet, cell, fit(heading, SEMIBOLD, SMALL, width), (_edge(column), sheet.y), style)
    _close_header(sheet)


def _repeat_header(sheet: Sheet, columns: list[Column]) -> None:
    drawn = []
    for column in columns:
        name, heading, _, width = column
        for line in fit(heading, SEMIBOLD, SMALL, width):
            start = _edge(column) - (line.width * SMALL / 1000 if name == "amount" else 0)
            drawn.append(sheet.document.text(line, start, sheet.y, SMALL, HARBOUR))
    sheet.document.artifact(" ".join(drawn))
    _close_header(sheet)


def _close_header(sheet: Sheet) -> None:
    rule(sheet, sheet.y - 7, HARBOUR, 1.0)
    sheet.y -= 21


def _draw_row(sheet: Sheet, table: Element, columns: list[Column], line: PaperLine) -> None:
    cells = [
        fit(getattr(line, name), SEMIBOLD if name == "amount" else REGULAR, BODY, width, MOST_LINES)
        for name, _, _, width in columns
    ]
    height = max(map(len, cells)) * LEADING
    if make_room(sheet, height):
        _repeat_header(sheet, columns)
    row = table.add("TR")
    for column, lines in zip(columns, cells, strict=True):
        style = AMOUNT if column[0] == "amount" else MAIN if column[0] == "description" else ASIDE
        put(sheet, row.add("TD"), lines, (_edge(column), sheet.y), style)
    rule(sheet, sheet.y - height + LEADING - 6.5)
    sheet.y -= height + 7


def _draw_total(sheet: Sheet, table: Element, columns: list[Column]) -> None:
    if make_room(sheet, LEADING):
        _repeat_header(sheet, columns)
    row = table.add("TR")
    span = f"/ColSpan {len(columns) - 1}" if len(columns) > 2 else ""
    head = row.add("TH", f"/A<</O/Table/Scope/Row{span}>>")
    total = sheet.paper.labels.total
    put(sheet, head, fit(total, SEMIBOLD, BODY, 200), (LEFT, sheet.y), Style(colour=HARBOUR))
    style = Style(size=BODY + 1, colour=HARBOUR, right=True)
    put(sheet, row.add("TD"), fit(sheet.paper.total, SEMIBOLD, BODY + 1, 200), (RIGHT, sheet.y), style)
    rule(sheet, sheet.y - 7, HARBOUR, 1.0)
    sheet.y -= 20
