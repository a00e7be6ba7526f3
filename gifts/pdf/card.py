"""The card for a family: that somebody gave in honor or in memory, and never how much."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.paper.document import Box, Document
from core.paper.faces import DISPLAY, REGULAR
from core.paper.file import write_file
from core.paper.frame import CLOSING_HEIGHT, draw_letterhead, draw_signature
from core.paper.letterhead import LANGUAGES, WORDS, Letterhead
from core.paper.sheet import (
    ACCENT,
    FLOOR,
    HARBOUR,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SAND,
    Sheet,
    fill,
    fit,
    new_page,
    put_centred,
)
from core.paper.text import clean

PRODUCER = "Safe Harbor"
WIDE = RIGHT - LEFT


@dataclass(frozen=True)
class Card:
    """Words of one card, in its language; `reader` and `message` may be empty."""

    language: str
    reader: str
    title: str
    body: str
    message: str
    made_at: datetime


def render_card(card: Card, letterhead: Letterhead) -> bytes:
    """One page of PDF/A-2a and PDF/UA-1. Equal arguments give equal bytes. Raises: BadPicture."""
    document = Document(LANGUAGES[card.language], clean(card.title, 200), PRODUCER, card.made_at)
    sheet = Sheet(document, replace(letterhead, tax_number=""), WORDS[card.language], card.title)
    new_page(sheet)
    draw_letterhead(sheet)
    _draw_words(sheet, card)
    draw_signature(sheet)
    return write_file(document)


def _draw_words(sheet: Sheet, card: Card) -> None:
    root, top = sheet.document.root, sheet.y - 28
    bottom = FLOOR + CLOSING_HEIGHT + 24
    sheet.document.artifact(fill(SAND, Box(LEFT, bottom, WIDE, top - bottom)))
    sheet.document.artifact(fill(ACCENT, Box(LEFT, top - 4, WIDE, 4)))
    sheet.y = top - 120
    put_centred(sheet, root.add("H1"), fit(card.title, DISPLAY, 30, WIDE - 80, 3), 30, HARBOUR)
    sheet.y -= 34
    if card.reader:
        put_centred(sheet, root.add("P"), fit(card.reader, DISPLAY, 14, WIDE - 100, 2), 14, INK)
        sheet.y -= 14
    put_centred(sheet, root.add("P"), fit(card.body, REGULAR, 13, WIDE - 110, 6), 13, INK)
    if card.message:
        sheet.y -= 30
        put_centred(sheet, root.add("P"), fit(card.message, DISPLAY, 17, WIDE - 100, 2), 17, MUTED)
