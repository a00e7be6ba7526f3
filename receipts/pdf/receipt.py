"""A receipt from letterhead to code: what stands where, top to bottom."""

from core.paper.document import Attached, Box, Document
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.file import write_file
from core.paper.frame import draw_feet, draw_letterhead
from core.paper.letterhead import LANGUAGES, WORDS, Letterhead
from core.paper.sheet import (
    BODY,
    HARBOUR,
    LABEL,
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
    make_room,
    new_page,
    put,
)
from core.paper.text import clean
from receipts.pdf.closing import draw_closing
from receipts.pdf.paper import Paper
from receipts.pdf.parts import BELOW_WINDOW, draw_address, draw_mark, draw_statements, largest
from receipts.pdf.table import draw_gifts

PRODUCER = "Safe Harbor receipts"


def render(paper: Paper, letterhead: Letterhead) -> bytes:
    """The receipt as PDF/A-2a, or 3a with its data, and PDF/UA-1. Equal arguments give equal bytes.

    Raises: BadPicture.
    """
    title = clean(f"{paper.kind_title} {paper.number}", 200)
    document = Document(LANGUAGES[paper.language], title, PRODUCER, paper.issued_at)
    draw_receipt(document, paper, letterhead)
    if paper.data:
        document.attached = Attached(f"{paper.number}.json", "application/json", paper.data)
    return write_file(document)


def draw_receipt(document: Document, paper: Paper, letterhead: Letterhead) -> None:
    """Draw the receipt on pages of its own; one to be posted has its address in an envelope's window."""
    sheet = Sheet(document, letterhead, WORDS[paper.language], paper.number, before=len(document.pages))
    new_page(sheet)
    draw_letterhead(sheet)
    if paper.post_to:
        sheet.y = min(draw_address(sheet, paper.post_to), BELOW_WINDOW) + 26
    _draw_title(sheet, paper)
    _draw_summary(sheet, paper)
    _draw_note(sheet, paper.above, before=0)
    draw_gifts(sheet, paper)
    draw_statements(sheet, paper.statements)
    _draw_note(sheet, paper.note)
    draw_closing(sheet, paper)
    draw_feet(sheet, paper.mark)


def _draw_title(sheet: Sheet, paper: Paper) -> None:
    root = sheet.document.root
    top = sheet.y - 38
    title = fit(paper.kind_title, DISPLAY, 25, 340, 3)
    y = put(sheet, root.add("H1"), title, (LEFT, top), Style(size=25, leading=27, colour=HARBOUR)) + 4
    if paper.mark:
        y = draw_mark(sheet, paper.mark, y - 3)
    if paper.replaces:
        replaces = fit(paper.labels.replaces.format(number=paper.replaces), REGULAR, BODY, 340)
        y = put(sheet, root.add("P"), replaces, (LEFT, y), Style(colour=MUTED))
    side = top + 10
    for label, value in ((paper.labels.number, paper.number), (paper.labels.issued, paper.issued_on)):
        line = root.add("P")
        put(sheet, line, fit(label, REGULAR, SMALL, 150), (RIGHT, side), LABEL_RIGHT)
        put(sheet, line, fit(value, SEMIBOLD, 12, 200), (RIGHT, side - 13), Style(size=12, right=True))
        side -= 32
    sheet.y = min(y, side) + 4


def _draw_summary(sheet: Sheet, paper: Paper) -> None:
    """Who gave and how much, on a ground of sand."""
    document = sheet.document
    names = fit(paper.payer_lines[0], SEMIBOLD, 12, 270, 3) if paper.payer_lines else ()
    rest = [line for text in paper.payer_lines[1:8] for line in fit(text, REGULAR, BODY, 270, 2)]
    height = max(74.0, 42 + len(names) * 15 + len(rest) * 12.6)
    top, x = sheet.y, LEFT + 20
    ground = fill(SAND, Box(LEFT, top - height, RIGHT - LEFT, height))
    document.artifact(f"{ground} {fill(HARBOUR, Box(LEFT, top - height, 4, height))}")
    if names:
        label = fit(paper.labels.payer, REGULAR, SMALL, 270)
        put(sheet, document.root.add("P"), label, (x, top - 20), LABEL)
        payer = document.root.add("P")
        y = put(sheet, payer, names, (x, top - 36), Style(size=12, leading=15))
        for line in rest:
            y = put(sheet, payer, (line,), (x, y))
    if paper.total:
        amount = document.root.add("P")
        label = fit(paper.labels.headline, REGULAR, SMALL, 180)
        put(sheet, amount, label, (RIGHT - 20, top - 20), LABEL_RIGHT)
        size = largest(paper.total, 31, 190)
        lines = fit(paper.total, DISPLAY, size, 190)
        put(sheet, amount, lines, (RIGHT - 20, top - 52), Style(size=size, colour=HARBOUR, right=True))
    sheet.y = top - height - 30


def _draw_note(sheet: Sheet, note: str, before: float = 10.0) -> None:
    """Words of staff, in the type of the title."""
    lines = fit(note, DISPLAY, 11.5, RIGHT - LEFT, 12)
    if lines:
        make_room(sheet, len(lines) * 15.5 + before)
        style = Style(size=11.5, leading=15.5, colour=HARBOUR)
        sheet.y = put(sheet, sheet.document.root.add("P"), lines, (LEFT, sheet.y - before), style) - 8
