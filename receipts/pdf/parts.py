"""What a receipt and a year's summary share: the word of their standing, what the law wants said."""

from collections.abc import Sequence
from math import floor

from core.paper.document import HEIGHT, Box
from core.paper.faces import DISPLAY, REGULAR, SEMIBOLD
from core.paper.sheet import ACCENT, BODY, LEFT, RIGHT, Sheet, Style, fill, fit, make_room, put
from core.paper.text import clean, set_line

WINDOW = (LEFT + 20, HEIGHT - 190.0)  # first baseline of the address
MOST = 30  # lines of a sentence: twelve benefits with their values have room
BELOW_WINDOW = HEIGHT - 262  # the sheet may lie half an inch lower in its envelope


def draw_address(sheet: Sheet, lines: Sequence[str]) -> float:
    """Where it goes, to be seen in the window of a no. 10 envelope; return what is left below."""
    x, y = WINDOW
    address, style = sheet.document.root.add("P"), Style(size=10.2, leading=13.4)
    for position, text in enumerate(lines[:6]):
        drawn = fit(text, REGULAR if position else SEMIBOLD, style.size, 290, 2)
        y = put(sheet, address, drawn, (x, y), style)
    return y


def draw_mark(sheet: Sheet, mark: str, y: float) -> float:
    """COPY, VOID or PREVIEW as a word that is read aloud; the water mark across the page is decoration."""
    lines = fit(mark, SEMIBOLD, 11, 300)
    width = sum(line.width for line in lines) * 11 / 1000 + 16
    sheet.document.artifact(f"{ACCENT} RG 1.2 w {LEFT + 0.6} {y - 5.5:.2f} {width:.2f} 18 re S")
    style = Style(size=11, colour=ACCENT)
    return put(sheet, sheet.document.root.add("P"), lines, (LEFT + 8.6, y), style) - 10


def largest(text: str, size: float, width: float) -> float:
    """The type size, at most `size`, at which the text is no wider than `width`.

    In whole hundredths, rounded down: a size that fits exactly would cut the text by an error of rounding.
    """
    natural = set_line(clean(text), DISPLAY).width
    return max(12.0, min(size, floor(width * 100_000 / natural) / 100)) if natural else size


def draw_statements(sheet: Sheet, statements: Sequence[str]) -> None:
    """What the law wants said, each beside a bar."""
    root = sheet.document.root
    sheet.y -= 14
    for text in statements:
        lines = fit(text, REGULAR, BODY, RIGHT - LEFT - 14, MOST)
        if lines:
            height = len(lines) * 13.2
            make_room(sheet, height)
            sheet.document.artifact(fill(ACCENT, Box(LEFT, sheet.y - height + 9.8, 2, height)))
            sheet.y = put(sheet, root.add("P"), lines, (LEFT + 14, sheet.y), Style(leading=13.2)) - 8
