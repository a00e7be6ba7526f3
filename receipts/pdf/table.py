"""The gifts, one row each."""

from core.paper.sheet import Sheet
from core.paper.table import Column, draw_table
from receipts.pdf.paper import Labels, Paper, PaperLine

DATE, FUND, BENEFIT, AMOUNT = 64.0, 92.0, 98.0, 66.0  # widths in points
NARROW_FUND, WIDE_BENEFIT = 70.0, 170.0  # where benefits are told at length
LONG = 60  # characters
WHOLE = 50  # lines: what was given, and for what, is never cut; twelve benefits of 120 characters have room


def draw_gifts(sheet: Sheet, paper: Paper) -> None:
    """Columns that no line fills are left out; the description takes what the others leave."""
    if not paper.lines:
        return
    columns = _columns(paper.lines, paper.labels)
    rows = [[getattr(line, name) for name in columns] for line in paper.lines]
    total = (paper.labels.total, paper.total) if paper.total else None
    draw_table(sheet, sheet.document.root, list(columns.values()), rows, total)


def _columns(lines: tuple[PaperLine, ...], labels: Labels) -> dict[str, Column]:
    is_long = any(len(line.benefit) > LONG for line in lines)
    columns = {
        "given_on": Column(labels.date, DATE, is_aside=True),
        "description": Column(labels.description, most=WHOLE),
        "fund": Column(labels.fund, NARROW_FUND if is_long else FUND, is_aside=True),
        "benefit": Column(labels.benefit, WIDE_BENEFIT if is_long else BENEFIT, is_aside=True, most=WHOLE),
        "amount": Column(labels.amount, AMOUNT, is_figure=True),
    }
    return {
        name: column
        for name, column in columns.items()
        if name == "description" or any(getattr(line, name) for line in lines)
    }
