"""The letter about hours, and the certificate: what stands where, top to bottom."""

from core.paper.document import Box, Document
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.file import write_file
from core.paper.frame import CLOSING_HEIGHT, draw_feet, draw_letterhead, draw_signature
from core.paper.letterhead import LANGUAGES, WORDS, Letterhead
from core.paper.sheet import (
    ACCENT,
    HARBOUR,
    INK,
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
    put_centred,
)
from core.paper.table import Column, draw_table
from core.paper.text import Line, clean
from volunteers.pdf.labels import LABELS, Labels
from volunteers.pdf.paper import HoursPaper

PRODUCER = "Safe Harbor"
WIDE = RIGHT - LEFT
PROSE = Style(size=10.5, leading=15.0)


def render_letter(paper: HoursPaper, letterhead: Letterhead) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1. Equal arguments give equal bytes. Raises: BadPicture."""
    words = LABELS[paper.language]
    sheet = _begin(paper, letterhead, words.letter)
    _draw_title(sheet, paper, words.letter, words)
    _draw_summary(sheet, paper, words)
    facts = {"organisation": letterhead.legal_name, "from_on": paper.from_on, "until_on": paper.until_on}
    for text in (words.opening, words.letter_body.format(**facts), words.how_counted):
        lines = fit(text, REGULAR, PROSE.size, WIDE, 6)
        sheet.y = put(sheet, sheet.document.root.add("P"), lines, (LEFT, sheet.y), PROSE) - 6
    sheet.y -= 10
    columns = [
        Column(words.month, 110.0, is_aside=True),
        Column(words.service),
        Column(words.hours, 90.0, is_figure=True),
    ]
    rows = [(line.month, line.service, line.hours) for line in paper.lines]
    draw_table(sheet, sheet.document.root, columns, rows, (words.total, paper.total))
    return _end(sheet)


def render_certificate(paper: HoursPaper, letterhead: Letterhead) -> bytes:
    """The certificate as PDF/A-2a and PDF/UA-1. Equal arguments give equal bytes. Raises: BadPicture."""
    words = LABELS[paper.language]
    sheet = _begin(paper, letterhead, words.certificate)
    document, root = sheet.document, sheet.document.root
    top, bottom = sheet.y - 24, 210.0
    document.artifact(fill(SAND, Box(LEFT, bottom, WIDE, top - bottom)))
    document.artifact(fill(ACCENT, Box(LEFT, top - 4, WIDE, 4)))
    sheet.y = top - 96
    put_centred(sheet, root.add("H1"), fit(words.certificate, DISPLAY, 26, WIDE - 60, 2), 26, HARBOUR)
    sheet.y -= 34
    put_centred(sheet, root.add("P"), fit(words.certifies, REGULAR, 12, WIDE - 80), 12, MUTED)
    sheet.y -= 26
    size = 30 if len(paper.name) < 28 else 20
    put_centred(sheet, root.add("P"), fit(paper.name, DISPLAY, size, WIDE - 60, 3), size, INK)
    sheet.y -= 16
    facts = {"organisation": letterhead.legal_name, "from_on": paper.from_on, "until_on": paper.until_on}
    body = fit(words.certificate_body.format(**facts), REGULAR, 12, WIDE - 110, 5)
    put_centred(sheet, root.add("P"), body, 12, INK)
    sheet.y -= 40
    put_centred(sheet, root.add("P"), fit(paper.total, DISPLAY, 34, WIDE - 60), 34, HARBOUR)
    sheet.y -= 30
    put_centred(sheet, root.add("P"), fit(words.thanks, DISPLAY, 13, WIDE - 60), 13, HARBOUR)
    put(sheet, root.add("P"), _issued(paper, words), (RIGHT, 112), LABEL_RIGHT)
    return _end(sheet)


def _begin(paper: HoursPaper, letterhead: Letterhead, title: str) -> Sheet:
    document = Document(LANGUAGES[paper.language], clean(title, 200), PRODUCER, paper.issued_at)
    sheet = Sheet(document, letterhead, WORDS[paper.language], title)
    new_page(sheet)
    draw_letterhead(sheet)
    return sheet


def _end(sheet: Sheet) -> bytes:
    make_room(sheet, CLOSING_HEIGHT)
    draw_signature(sheet)
    draw_feet(sheet)
    return write_file(sheet.document)


def _draw_title(sheet: Sheet, paper: HoursPaper, title: str, words: Labels) -> None:
    root, top = sheet.document.root, sheet.y - 38
    lines = fit(title, DISPLAY, 25, 400, 3)
    y = put(sheet, root.add("H1"), lines, (LEFT, top), Style(size=25, leading=27, colour=HARBOUR))
    issued = root.add("P")
    put(sheet, issued, fit(words.issued, REGULAR, SMALL, 150), (RIGHT, top + 10), LABEL_RIGHT)
    day = fit(paper.issued_on, SEMIBOLD, 12, 200)
    put(sheet, issued, day, (RIGHT, top - 3), Style(size=12, right=True))
    sheet.y = min(y, top - 22) + 4


def _draw_summary(sheet: Sheet, paper: HoursPaper, words: Labels) -> None:
    """Who, and how much, on a ground of sand."""
    document, root = sheet.document, sheet.document.root
    names = fit(paper.name, SEMIBOLD, 14, 270, 3)
    height, top, x = max(74.0, 44 + len(names) * 17), sheet.y, LEFT + 20
    ground = fill(SAND, Box(LEFT, top - height, WIDE, height))
    document.artifact(f"{ground} {fill(HARBOUR, Box(LEFT, top - height, 4, height))}")
    put(sheet, root.add("P"), fit(words.volunteer, REGULAR, SMALL, 270), (x, top - 20), LABEL)
    put(sheet, root.add("P"), names, (x, top - 38), Style(size=14, leading=17))
    total = root.add("P")
    put(sheet, total, fit(words.total, REGULAR, SMALL, 180), (RIGHT - 20, top - 20), LABEL_RIGHT)
    style = Style(size=26, colour=HARBOUR, right=True)
    put(sheet, total, fit(paper.total, DISPLAY, 26, 200), (RIGHT - 20, top - 50), style)
    sheet.y = top - height - 30


def _issued(paper: HoursPaper, words: Labels) -> tuple[Line, ...]:
    return fit(f"{words.issued} {paper.issued_on}", REGULAR, SMALL, 200)
