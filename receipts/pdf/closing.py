"""The end of a receipt: signature, the code that checks it, and what stands at the foot of every page."""

from math import cos, radians, sin

from receipts.pdf.document import HEIGHT, WIDTH, Box
from receipts.pdf.faces import DISPLAY, REGULAR, SEMIBOLD
from receipts.pdf.pictures import read_picture
from receipts.pdf.qr import qr_samples
from receipts.pdf.sheet import (
    BODY,
    FLOOR,
    HARBOUR,
    INK,
    LABEL,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    Sheet,
    Style,
    fill,
    fit,
    make_room,
    put,
    rule,
    running_text,
)
from receipts.pdf.text import clean, set_line, wrap

CLOSING_HEIGHT = 112.0
CODE_SIZE = 84.0
BASE = FLOOR + 10


def draw_closing(sheet: Sheet) -> None:
    """Signature on the left, code on the right, at the bottom of the last page."""
    make_room(sheet, CLOSING_HEIGHT)
    head, document = sheet.letterhead, sheet.document
    if head.signature_png:
        alt = sheet.paper.labels.signature_alt.format(name=head.signatory_name)
        draw_picture(sheet, "Signature", head.signature_png, alt, Box(LEFT, BASE + 34, 170, 46))
    if head.signatory_name:
        document.artifact(fill(MUTED, Box(LEFT, BASE + 30, 190, 0.6)))
        put(sheet, document.root.add("P"), fit(head.signatory_name, SEMIBOLD, BODY, 190), (LEFT, BASE + 16))
        title = fit(head.signatory_title, REGULAR, SMALL, 190)
        put(sheet, document.root.add("P"), title, (LEFT, BASE + 4.5), LABEL)
    if sheet.paper.check_url:
        _draw_check(sheet)


def draw_picture(sheet: Sheet, name: str, png: bytes, alt: str, box: Box) -> float:
    """Draws a picture in the lower left corner of the box, as large as it allows; returns its width."""
    picture = read_picture(png)
    sheet.document.picture(name, picture)
    scale = min(box.width / picture.width, box.height / picture.height)
    placed = Box(box.x, box.y, picture.width * scale, picture.height * scale)
    sheet.document.figure(name, clean(alt, 200), placed)
    return placed.width


def _draw_check(sheet: Sheet) -> None:
    paper, root = sheet.paper, sheet.document.root
    sheet.document.bitmap("Code", *qr_samples(paper.check_url))
    sheet.document.figure("Code", paper.labels.qr_alt, Box(RIGHT - CODE_SIZE, BASE, CODE_SIZE, CODE_SIZE))
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


def draw_feet(sheet: Sheet) -> None:
    """Foot and water mark of every page, once their number is known."""
    head, paper, pages = sheet.letterhead, sheet.paper, sheet.document.pages
    parts = (head.legal_name, f"{paper.labels.tax_number} {head.ein}" if head.ein else "", paper.number)
    left = fit(" · ".join(part for part in parts if part), REGULAR, 7.5, 380)
    sheet.document.pages = []
    for number, page in enumerate(pages, 1):
        sheet.document.pages.append(page)
        right = fit(paper.labels.page.format(page=number, pages=len(pages)), REGULAR, 7.5, 110)
        rule(sheet, 46)
        running_text(sheet, "Footer", 34, left, right)
        if paper.mark:
            _draw_water_mark(sheet)


def _draw_water_mark(sheet: Sheet) -> None:
    """Faint and on top, so that no panel hides it and all text stays legible."""
    line = set_line(clean(sheet.paper.mark, 40), DISPLAY)
    size = min(170.0, 620_000 / max(line.width, 1))
    turn = radians(38)
    shown = sheet.document.text(line, -line.width * size / 2000, -size / 3, size, INK)
    matrix = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {WIDTH / 2} {HEIGHT / 2}"
    sheet.document.artifact(f"q /Faint gs {matrix} cm {shown} Q", "Watermark")
