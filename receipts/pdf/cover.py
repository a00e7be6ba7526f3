"""The first sheet of an envelope for a household: to whom it goes, and which papers are in it. No sums."""

from core.paper.document import Document
from core.paper.faces import DISPLAY, REGULAR
from core.paper.frame import draw_feet, draw_letterhead
from core.paper.letterhead import WORDS, Letterhead
from core.paper.sheet import BODY, HARBOUR, LEFT, RIGHT, Sheet, Style, fit, make_room, new_page, put
from core.paper.table import Column, draw_table
from receipts.pdf.paper import Cover
from receipts.pdf.parts import BELOW_WINDOW, draw_address


def draw_cover(document: Document, cover: Cover, letterhead: Letterhead) -> None:
    """Draw it, with the address in the window."""
    sheet = Sheet(document, letterhead, WORDS[cover.language], "", before=len(document.pages))
    new_page(sheet)
    draw_letterhead(sheet)
    root = document.root
    y = min(draw_address(sheet, cover.address), BELOW_WINDOW) - 20
    title = fit(cover.title, DISPLAY, 21, RIGHT - LEFT, 3)
    y = put(sheet, root.add("H1"), title, (LEFT, y), Style(size=21, leading=24, colour=HARBOUR)) - 6
    lines = fit(cover.words, REGULAR, BODY, RIGHT - LEFT, 8)
    sheet.y = put(sheet, root.add("P"), lines, (LEFT, y), Style(leading=13.4)) - 16
    make_room(sheet, 60)
    columns = [Column(cover.heads[0], 190.0), Column(cover.heads[1]), Column(cover.heads[2], 110.0)]
    draw_table(sheet, root, columns, [list(row) for row in cover.rows], None)
    draw_feet(sheet)
