"""A receipt from letterhead to code: what stands where, top to bottom."""

from math import cos, radians, sin

from receipts.pdf.document import HEIGHT, WIDTH, Document, text_string
from receipts.pdf.faces import DISPLAY, REGULAR, SEMIBOLD
from receipts.pdf.paper import Letterhead, Paper
from receipts.pdf.pictures import read_picture
from receipts.pdf.qr import qr_rows
from receipts.pdf.sheet import (
    ACCENT, BODY, FLOOR, HARBOUR, INK, LEFT, MUTED, RIGHT, SAND, SAND_EDGE, SMALL, Sheet, fill, fit, new_page, put,
    rule, running_text,
)
from receipts.pdf.table import draw_table
from receipts.pdf.text import clean, set_line

CLOSING_HEIGHT = 112.0  # signature and code, at the bottom of the last page
CODE_SIZE = 84.0
LANGUAGES = {"en": "en-US", "es": "es-US"}


def render(paper: Paper, letterhead: Letterhead) -> bytes:
    """The receipt as PDF/A-2a and PDF/UA-1. Equal arguments give equal bytes. Raises: BadPicture."""
    title = clean(f"{paper.kind_title} {paper.number}", 200)
    document = Document(language=LANGUAGES[paper.language], title=title, stamp=paper.issued_at)
    sheet = Sheet(document, paper, letterhead)
    new_page(sheet)
    _draw_letterhead(sheet)
    _draw_title(sheet)
    _draw_summary(sheet)
    draw_table(sheet, document.root)
    _draw_statements(sheet)
    _draw_closing(sheet)
    _draw_feet(sheet)
    return document.save()


def _draw_picture(
    sheet: Sheet, name: str, png: bytes, alt: str, x: float, y: float, box: tuple[float, float]
) -> float:
    """Draws a picture with its lower left corner at x, y, as large as the box allows; returns its width."""
    picture = read_picture(png)
    sheet.document.picture(name, picture)
    scale = min(box[0] / picture.width, box[1] / picture.height)
    _place(sheet, name, alt, x, y, (picture.width * scale, picture.height * scale))
    return picture.width * scale


def _place(sheet: Sheet, name: str, alt: str, x: float, y: float, size: tuple[float, float]) -> None:
    corners = f"{x:.2f} {y:.2f} {x + size[0]:.2f} {y + size[1]:.2f}"
    figure = sheet.document.root.add(
        "Figure", f"/Alt{text_string(clean(alt, 200))}/A<</O/Layout/Placement/Block/BBox[{corners}]>>"
    )
    sheet.document.content(figure, f"q {size[0]:.2f} 0 0 {size[1]:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")


def _draw_letterhead(sheet: Sheet) -> None:
    head, root = sheet.letterhead, sheet.document.root
    top, x = HEIGHT - 34, LEFT
    if head.logo_png:
        alt = sheet.paper.labels.logo_alt.format(name=head.legal_name)
        x += _draw_picture(sheet, "Logo", head.logo_png, alt, LEFT, top - 48, (120, 48)) + 14
    y = put(sheet, root.add("P"), fit(head.legal_name, DISPLAY, 19, 400 - x, 2), x, top - 16,
            size=19, leading=21, colour=HARBOUR)
    y += 6
    address = root.add("P")
    for address_line in head.address_lines[:4]:
        y = put(sheet, address, fit(address_line + " ", REGULAR, SMALL, 400 - x), x, y,
                size=SMALL, leading=11.2, colour=MUTED)
    contact_y = top - 12
    tax_number = f"{sheet.paper.labels.tax_number} {head.ein}" if head.ein else ""
    for contact in (head.phone, head.email, head.website, tax_number):
        if contact:
            contact_y = put(sheet, root.add("P"), fit(contact, REGULAR, SMALL, 160), RIGHT, contact_y,
                            size=SMALL, leading=11.2, colour=MUTED, right=True)
    sheet.y = min(y, contact_y, top - 52) - 2
    rule(sheet, sheet.y)


def _draw_title(sheet: Sheet) -> None:
    paper, root = sheet.paper, sheet.document.root
    baseline = sheet.y - 38
    y = put(sheet, root.add("H1"), fit(paper.kind_title, DISPLAY, 25, 340, 3), LEFT, baseline,
            size=25, leading=27, colour=HARBOUR) + 9
    if paper.mark:
        y = _draw_mark(sheet, y)
    if paper.replaces:
        replaces = paper.labels.replaces.format(number=paper.replaces)
        y = put(sheet, root.add("P"), fit(replaces, REGULAR, BODY, 340), LEFT, y, colour=MUTED)
    side = baseline + 10
    for label, value in ((paper.labels.number, paper.number), (paper.labels.issued, paper.issued_on)):
        line = root.add("P")
        put(sheet, line, fit(label + " ", REGULAR, SMALL, 150), RIGHT, side, size=SMALL, colour=MUTED, right=True)
        put(sheet, line, fit(value, SEMIBOLD, 12, 200), RIGHT, side - 13, size=12, colour=INK, right=True)
        side -= 32
    sheet.y = min(y, side + 15)


def _draw_mark(sheet: Sheet, y: float) -> float:
    """COPY, VOID or PREVIEW as words a reader aloud speaks; the water mark across the page is decoration."""
    lines = fit(sheet.paper.mark, SEMIBOLD, 11, 300)
    width = sum(line.width for line in lines) * 11 / 1000 + 16
    sheet.document.artifact(f"{ACCENT} RG 1.2 w {LEFT + 0.6} {y - 5.5:.2f} {width:.2f} 18 re S")
    return put(sheet, sheet.document.root.add("P"), lines, LEFT + 8.6, y, size=11, colour=ACCENT) - 10


def _draw_summary(sheet: Sheet) -> None:
    """Who gave and how much, on a ground of sand."""
    paper, document = sheet.paper, sheet.document
    names = fit(paper.payer_lines[0], SEMIBOLD, 12, 270, 3) if paper.payer_lines else ()
    rest = [line for text in paper.payer_lines[1:8] for line in fit(text, REGULAR, BODY, 270, 2)]
    height = max(74.0, 42 + len(names) * 15 + len(rest) * 12.6)
    top = sheet.y
    document.artifact(" ".join((
        fill(SAND, LEFT, top - height, RIGHT - LEFT, height), fill(HARBOUR, LEFT, top - height, 4, height),
    )))
    x = LEFT + 20
    put(sheet, document.root.add("P"), fit(paper.labels.payer, REGULAR, SMALL, 270), x, top - 20,
        size=SMALL, colour=MUTED)
    element = document.root.add("P")
    y = put(sheet, element, names, x, top - 36, size=12, leading=15)
    put(sheet, element, tuple(rest), x, y + 0.5)
    if paper.total:
        amount = document.root.add("P")
        put(sheet, amount, fit(paper.labels.headline + " ", REGULAR, SMALL, 180), RIGHT - 20, top - 20,
            size=SMALL, colour=MUTED, right=True)
        size = _largest(paper.total, 31, 190)
        put(sheet, amount, fit(paper.total, DISPLAY, size, 190), RIGHT - 20, top - 52,
            size=size, colour=HARBOUR, right=True)
    sheet.y = top - height - 30


def _largest(text: str, size: float, width: float) -> float:
    """The type size, at most `size`, at which the text is no wider than `width`."""
    natural = set_line(clean(text), DISPLAY).width
    return max(12.0, min(size, width * 1000 / natural)) if natural else size


def _draw_statements(sheet: Sheet) -> None:
    sheet.y -= 12
    for text, face in (*((statement, REGULAR) for statement in sheet.paper.statements), (sheet.paper.note, REGULAR)):
        lines = fit(text, face, BODY, RIGHT - LEFT - 14, 14)
        if not lines:
            continue
        height = len(lines) * 13.0
        if sheet.y - height < FLOOR:
            new_page(sheet)
        sheet.document.artifact(fill(ACCENT, LEFT, sheet.y - height + 9.5, 2, height))
        put(sheet, sheet.document.root.add("P"), lines, LEFT + 14, sheet.y, leading=13)
        sheet.y -= height + 8


def _draw_closing(sheet: Sheet) -> None:
    """Signature on the left, the code that checks the paper on the right, at the bottom of the last page."""
    if sheet.y < FLOOR + CLOSING_HEIGHT:
        new_page(sheet)
    base = FLOOR + 10
    head, root = sheet.letterhead, sheet.document.root
    if head.signature_png:
        alt = sheet.paper.labels.signature_alt.format(name=head.signatory_name)
        _draw_picture(sheet, "Signature", head.signature_png, alt, LEFT, base + 34, (170, 46))
    if head.signatory_name:
        rule(sheet, base + 30, MUTED, 0.6, LEFT, LEFT + 190)
        put(sheet, root.add("P"), fit(head.signatory_name, SEMIBOLD, BODY, 190), LEFT, base + 16)
        put(sheet, root.add("P"), fit(head.signatory_title, REGULAR, SMALL, 190), LEFT, base + 4.5,
            size=SMALL, colour=MUTED)
    if sheet.paper.check_url:
        _draw_check(sheet, base)


def _draw_check(sheet: Sheet, base: float) -> None:
    paper, root = sheet.paper, sheet.document.root
    side, rows = qr_rows(paper.check_url)
    sheet.document.bitmap("Code", side, rows)
    _place(sheet, "Code", paper.labels.qr_alt, RIGHT - CODE_SIZE, base, (CODE_SIZE, CODE_SIZE))
    x, width = RIGHT - CODE_SIZE - 190, 176.0
    y = base + CODE_SIZE - 7
    for text, face, colour, most in (
        (paper.labels.check, REGULAR, MUTED, 4), (paper.check_url, REGULAR, HARBOUR, 3),
    ):
        y = put(sheet, root.add("P"), fit(text, face, SMALL, width, most), x, y, size=SMALL, leading=10.8,
                colour=colour) - 1
    if paper.check_code:
        code = root.add("P")
        put(sheet, code, fit(paper.labels.check_code + " ", REGULAR, SMALL, 60), x, y - 4, size=SMALL, colour=MUTED)
        put(sheet, code, fit(paper.check_code, SEMIBOLD, 10.5, 140), x + 32, y - 4, size=10.5)


def _draw_feet(sheet: Sheet) -> None:
    """Foot and water mark of every page, once their number is known."""
    head, paper, pages = sheet.letterhead, sheet.paper, sheet.document.pages
    parts = (head.legal_name, f"{paper.labels.tax_number} {head.ein}" if head.ein else "", paper.number)
    left = fit(" · ".join(part for part in parts if part), REGULAR, 7.5, 380)
    sheet.document.pages = []
    for index, page in enumerate(pages):
        sheet.document.pages.append(page)
        right = fit(paper.labels.page.format(page=index + 1, pages=len(pages)), REGULAR, 7.5, 110)
        rule(sheet, 46, SAND_EDGE)
        running_text(sheet, left, right, 34, "Footer", 7.5)
        if paper.mark:
            _draw_water_mark(sheet)


def _draw_water_mark(sheet: Sheet) -> None:
    """Faint and on top, so that no panel hides it and all text stays legible."""
    line = set_line(clean(sheet.paper.mark, 40), DISPLAY)
    size = min(170.0, 620_000 / line.width)
    turn = radians(38)
    shown = sheet.document.text(line, -line.width * size / 2000, -size / 3, size, INK)
    matrix = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {WIDTH / 2} {HEIGHT / 2}"
    sheet.document.artifact(f"q /Faint gs {matrix} cm {shown} Q", "Watermark")
