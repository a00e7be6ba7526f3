"""The end of a receipt: a line of staff's, signature, and the code that checks it."""

from core.paper.document import Box
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.frame import BASE, CLOSING_HEIGHT, draw_signature
from core.paper.qr import qr_samples
from core.paper.sheet import HARBOUR, LABEL, LEFT, MUTED, RIGHT, SMALL, Sheet, Style, fit, make_room, put
from core.paper.text import wrap
from receipts.pdf.paper import Paper

CODE_SIZE = 84.0
CLOSING_LINE = Style(size=11.5, leading=15.5, colour=HARBOUR)
ABOVE_SIGNATURE = BASE + 94


def draw_closing(sheet: Sheet, paper: Paper) -> None:
    """Signature on the left, code on the right, a line above both, at the bottom of the last page."""
    lines = fit(paper.closing, DISPLAY, CLOSING_LINE.size, RIGHT - LEFT, 2)
    make_room(sheet, CLOSING_HEIGHT + len(lines) * CLOSING_LINE.leading)
    if lines:
        top = ABOVE_SIGNATURE + (len(lines) - 1) * CLOSING_LINE.leading
        put(sheet, sheet.document.root.add("P"), lines, (LEFT, top), CLOSING_LINE)
    draw_signature(sheet)
    if paper.check_url:
        _draw_check(sheet, paper)


def _draw_check(sheet: Sheet, paper: Paper) -> None:
    root = sheet.document.root
    name = f"Code{sheet.before or ''}"  # each paper of a file for posting has its own
    sheet.document.bitmap(name, *qr_samples(paper.check_url))
    sheet.document.figure(name, paper.labels.qr_alt, Box(RIGHT - CODE_SIZE, BASE, CODE_SIZE, CODE_SIZE))
    x, y = RIGHT - CODE_SIZE - 190, BASE + CODE_SIZE - 7
    for text, colour, most in ((paper.labels.check, MUTED, 4), (paper.check_url, HARBOUR, 3)):
        lines = fit(text, REGULAR, SMALL, 176, most)
        style = Style(size=SMALL, leading=10.8, colour=colour)
        y = put(sheet, root.add("P"), lines, (x, y), style) - 1
    if paper.check_code:
        code = root.add("P")
        put(sheet, code, wrap(f"{paper.labels.check_code} ", REGULAR, 9000, 1), (x, y - 4), LABEL)
        number = fit(paper.check_code, SEMIBOLD, 10.5, 144)
        put(sheet, code, number, (x + 32, y - 4), Style(size=10.5))
