"""A year's summary from letterhead to statements. Its address shows in the window of a no. 10 envelope.

A year of monthly gifts fits on one page. Nobody signs it: the receipts that it sums up are signed.
"""

from core.paper.document import HEIGHT, Box, Document
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.file import write_file
from core.paper.frame import draw_feet, draw_letterhead
from core.paper.letterhead import LANGUAGES, WORDS, Letterhead
from core.paper.sheet import (
    BODY,
    HARBOUR,
    LABEL_RIGHT,
    LEFT,
    MUTED,
    RIGHT,
    SAND,
    SMALL,
    Sheet,
    Style,
    fill,
    fit,
    new_page,
    put,
)
from core.paper.table import Column, draw_table
from core.paper.text import clean
from receipts.pdf.labels import STATEMENT_LABELS
from receipts.pdf.paper import StatementPaper
from receipts.pdf.parts import BELOW_WINDOW, draw_address, draw_mark, draw_statements, largest

PRODUCER = "Safe Harbor receipts"
PANEL = 62.0
DATE, RECEIPT, GOODS, AMOUNT = 68.0, 82.0, 88.0, 68.0  # widths in points


def render_statement(paper: StatementPaper, letterhead: Letterhead) -> bytes:
    """The summary as PDF/A-2a and PDF/UA-1. Equal arguments give equal bytes. Raises: BadPicture."""
    title = clean(f"{paper.title} {paper.number}", 200)
    document = Document(LANGUAGES[paper.language], title, PRODUCER, paper.issued_at)
    draw_statement(document, paper, letterhead)
    return write_file(document)


def draw_statement(document: Document, paper: StatementPaper, letterhead: Letterhead) -> None:
    """Draw the summary on pages of its own."""
    sheet = Sheet(document, letterhead, WORDS[paper.language], paper.number, before=len(document.pages))
    new_page(sheet)
    draw_letterhead(sheet)
    _draw_address(sheet, paper)
    _draw_panel(sheet, paper)
    _draw_gifts(sheet, paper)
    draw_statements(sheet, paper.statements)
    draw_feet(sheet, paper.mark)


def _draw_address(sheet: Sheet, paper: StatementPaper) -> None:
    """The address for the window, and beside it what the paper is called."""
    root, words = sheet.document.root, STATEMENT_LABELS[paper.language]
    y = draw_address(sheet, paper.payer_lines)
    side = HEIGHT - 126.0
    for label, value in ((words.number, paper.number), (words.issued, paper.issued_on)):
        line = root.add("P")
        put(sheet, line, fit(label, REGULAR, SMALL, 150), (RIGHT, side), LABEL_RIGHT)
        put(sheet, line, fit(value, SEMIBOLD, 12, 200), (RIGHT, side - 13), Style(size=12, right=True))
        side -= 32
    if paper.replaces:
        replaces = fit(words.replaces.format(number=paper.replaces), REGULAR, SMALL, 200)
        put(sheet, root.add("P"), replaces, (RIGHT, side), LABEL_RIGHT)
    sheet.y = min(y, side, BELOW_WINDOW)


def _draw_panel(sheet: Sheet, paper: StatementPaper) -> None:
    """What it is, how much and how many, on a ground of sand."""
    document, words, top = sheet.document, STATEMENT_LABELS[paper.language], sheet.y
    ground = fill(SAND, Box(LEFT, top - PANEL, RIGHT - LEFT, PANEL))
    document.artifact(f"{ground} {fill(HARBOUR, Box(LEFT, top - PANEL, 4, PANEL))}")
    size = largest(paper.title, 21, 300)
    title = fit(paper.title, DISPLAY, size, 300)
    x, y = LEFT + 20, top - 28
    put(sheet, document.root.add("H1"), title, (x, y), Style(size=size, colour=HARBOUR))
    thanks = fit(words.thanks, DISPLAY, 11, 300)
    put(sheet, document.root.add("P"), thanks, (x, y - 19), Style(size=11, colour=MUTED))
    size = largest(paper.total, 26, 165)
    style = Style(size=size, colour=HARBOUR, right=True)
    total = document.root.add("P")
    put(sheet, total, fit(paper.total, DISPLAY, size, 165), (RIGHT - 18, y), style)
    put(sheet, total, fit(paper.count, REGULAR, BODY, 165), (RIGHT - 18, y - 19), Style(right=True))
    sheet.y = top - PANEL - 24
    if paper.mark:
        sheet.y = draw_mark(sheet, paper.mark, sheet.y) - 2


def _draw_gifts(sheet: Sheet, paper: StatementPaper) -> None:
    words = STATEMENT_LABELS[paper.language]
    columns = [
        Column(words.date, DATE, is_aside=True),
        Column(words.fund),
        Column(words.receipt, RECEIPT, is_aside=True),
        Column(words.goods, GOODS, is_aside=True),
        Column(words.amount, AMOUNT, is_figure=True),
    ]
    rows = [(line.given_on, line.fund, line.receipt, line.goods, line.amount) for line in paper.lines]
    draw_table(sheet, sheet.document.root, columns, rows, (words.total, paper.total))
