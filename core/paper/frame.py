"""What frames every paper: letterhead, signature, the foot of each page, a word across it."""

from math import cos, radians, sin

from core.paper.document import HEIGHT, WIDTH, Box
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.pictures import read_picture
from core.paper.sheet import (
    BODY,
    FLOOR,
    HARBOUR,
    INK,
    LABEL,
    LABEL_RIGHT,
    LEFT,
    MUTED,
    RIGHT,
    SMALL,
    Sheet,
    Style,
    fill,
    fit,
    put,
    rule,
    running_text,
)
from core.paper.text import clean, set_line

CLOSING_HEIGHT = 112.0
BASE = FLOOR + 10


def draw_letterhead(sheet: Sheet) -> None:
    """Logo, name and address on the left, ways to reach us on the right, at the top of the first page."""
    head, root = sheet.letterhead, sheet.document.root
    top, x = HEIGHT - 34.0, LEFT
    if head.logo_png:
        alt = sheet.words.logo_alt.format(name=head.legal_name)
        x += draw_picture(sheet, "Logo", head.logo_png, alt, Box(LEFT, top - 48, 120, 48)) + 14
    name = fit(head.legal_name, DISPLAY, 19, 400 - x, 3)
    y = put(sheet, root.add("P"), name, (x, top - 16), Style(size=19, leading=21, colour=HARBOUR)) + 6
    address = root.add("P")
    for address_line in head.address_lines[:4]:
        y = put(sheet, address, fit(address_line, REGULAR, SMALL, 400 - x), (x, y), LABEL)
    side = top - 12
    for contact in (head.phone, head.email, head.website, _tax_number(sheet)):
        if contact:
            lines = fit(contact, REGULAR, SMALL, 160)
            side = put(sheet, root.add("P"), lines, (RIGHT, side), LABEL_RIGHT)
    sheet.y = min(y, side, top - 52) - 2
    rule(sheet, sheet.y)


def _tax_number(sheet: Sheet) -> str:
    """The number under which the tax office knows us, called as it calls it; empty where there is none."""
    head = sheet.letterhead
    return f"{sheet.words.tax_number[head.country]} {head.tax_number}" if head.tax_number else ""


def draw_signature(sheet: Sheet) -> None:
    """Whose word it is, at the bottom left of the last page; whoever calls has made room."""
    head, document = sheet.letterhead, sheet.document
    if head.signature_png:
        alt = sheet.words.signature_alt.format(name=head.signatory_name)
        draw_picture(sheet, "Signature", head.signature_png, alt, Box(LEFT, BASE + 34, 170, 46))
    if head.signatory_name:
        document.artifact(fill(MUTED, Box(LEFT, BASE + 30, 190, 0.6)))
        put(sheet, document.root.add("P"), fit(head.signatory_name, SEMIBOLD, BODY, 190), (LEFT, BASE + 16))
        title = fit(head.signatory_title, REGULAR, SMALL, 190)
        put(sheet, document.root.add("P"), title, (LEFT, BASE + 4.5), LABEL)


def draw_picture(sheet: Sheet, name: str, png: bytes, alt: str, box: Box) -> float:
    """Draws a picture in the lower left corner of the box, as large as it allows; returns its width."""
    picture = read_picture(png)
    sheet.document.picture(name, picture)
    scale = min(box.width / picture.width, box.height / picture.height)
    placed = Box(box.x, box.y, picture.width * scale, picture.height * scale)
    sheet.document.figure(name, clean(alt, 200), placed)
    return placed.width


def draw_feet(sheet: Sheet, mark: str = "") -> None:
    """Foot of every page of the paper, once their number is known; `mark`: a word across each, or empty."""
    head, pages = sheet.letterhead, sheet.document.pages[sheet.before :]
    parts = (head.legal_name, _tax_number(sheet), sheet.number)
    left = fit(" · ".join(part for part in parts if part), REGULAR, 7.5, 380)
    del sheet.document.pages[sheet.before :]
    for number, page in enumerate(pages, 1):
        sheet.document.pages.append(page)
        right = fit(sheet.words.page.format(page=number, pages=len(pages)), REGULAR, 7.5, 110)
        rule(sheet, 46)
        running_text(sheet, "Footer", 34, left, right)
        if mark:
            _draw_water_mark(sheet, mark)


def _draw_water_mark(sheet: Sheet, mark: str) -> None:
    """Faint and on top, so that no panel hides it and all text stays legible."""
    line = set_line(clean(mark, 40), DISPLAY)
    size = min(170.0, 620_000 / max(line.width, 1))
    turn = radians(38)
    shown = sheet.document.text(line, -line.width * size / 2000, -size / 3, size, INK)
    matrix = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {WIDTH / 2} {HEIGHT / 2}"
    sheet.document.artifact(f"q /Faint gs {matrix} cm {shown} Q", "Watermark")
