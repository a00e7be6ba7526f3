"""The gifts, one row each."""

from core.paper.sheet import Sheet
from core.paper.table import Column, draw_table
from receipts.pdf.paper import Labels, Paper, PaperLine

DATE, FUND, BENEFIT, AMOUNT = 64.0, 92.0, 98.0, 66.0  # widths in points


def draw_gifts(sheet: Sheet, paper: Paper) -> None:
    """Columns that no line fills are left out; the description takes what the others leave."""
    if not paper.lines:
        return
    columns = _columns(paper.lines, paper.labels)
    rows = [[getattr(line, name) for name in columns] for line in paper.lines]
    total = (paper.labels.total, paper.total) if paper.total else None
    draw_table(sheet, sheet.document.root, list(columns.values()), rows, total)


def _columns(lines: tuple[PaperLine, ...], labels: Labels) -> dict[str, Column]:
    columns = {
        "given_on": Column(labels.date, DATE, is_aside=True),
        "description": Column(labels.description),
        "fund": Column(labels.fund, FUND, is_aside=True),
        "benefit": Column(labels.benefit, BENEFIT, is_aside=True),
        "amount": Column(labels.amount, AMOUNT, is_figure=True),
    }
    return {
        name: column
        for name, column in columns.items()
        if name == "description" or any(getattr(line, name) for line in lines)
    }
