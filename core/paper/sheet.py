"""The page being filled: its colours and margins, a cursor, and the few ways to put ink on it."""

from dataclasses import dataclass

from core.paper.document import HEIGHT, WIDTH, Box, Document, Element, Page
from core.paper.faces import REGULAR, SEMIBOLD
from core.paper.letterhead import Letterhead, Words
from core.paper.syntax import text_string
from core.paper.text import Line, wrap

LEFT, RIGHT = 54.0, 558.0
FLOOR = 62.0  # content ends here; below stands the foot of the page
SMALL, BODY = 8.4, 9.6

HARBOUR = "0.059 0.298 0.361"  # 9.4 : 1 on white
INK = "0.118 0.153 0.173"
MUTED = "0.310 0.373 0.400"  # 6.6 : 1 on white, 5.7 : 1 on sand
SAND = "0.965 0.937 0.886"
SAND_EDGE = "0.855 0.796 0.698"
ACCENT = "0.722 0.290 0.192"  # 5.2 : 1 on white


@dataclass(eq=False)
class Sheet:
    """`number` tells this paper from others of its kind, at the head and foot of its pages.

    `y` is where the next thing may begin, counted from the bottom of the page. `before`: pages in the file
    that belong to earlier papers.
    """

    document: Document
    letterhead: Letterhead
    words: Words
    number: str
    y: float = HEIGHT
    before: int = 0


@dataclass(frozen=True)
class Style:
    """How lines are drawn. `right`: their x is the right edge."""

    size: float = BODY
    leading: float = 12.6
    colour: str = INK
    right: bool = False


PLAIN = Style()
LABEL = Style(size=SMALL, leading=11.2, colour=MUTED)
LABEL_RIGHT = Style(size=SMALL, leading=11.2, colour=MUTED, right=True)


def put(
    sheet: Sheet, element: Element, lines: tuple[Line, ...], at: tuple[float, float], style: Style = PLAIN
) -> float:
    """Draws lines as content of `element`, the first baseline at `at`; returns the next baseline."""
    x, y = at
    drawn: list[str] = []
    for line in lines:
        start = x - line.width * style.size / 1000 if style.right else x
        shown = sheet.document.text(line, start, y, style.size, style.colour)
        if line.spoken:
            if drawn:
                sheet.document.content(element, " ".join(drawn))
                drawn = []
            span = element.add("Span", f"/ActualText{text_string(line.spoken)}")
            sheet.document.content(span, shown)
        else:
            drawn.append(shown)
        y -= style.leading
    if drawn:
        sheet.document.content(element, " ".join(drawn))
    return y


def put_centred(sheet: Sheet, element: Element, lines: tuple[Line, ...], size: float, colour: str) -> None:
    """Lines around the middle of the page, from the cursor down, as one thing for a reader aloud."""
    middle, style = (LEFT + RIGHT) / 2, Style(size=size, colour=colour)
    for line in lines:
        put(sheet, element, (line,), (middle - line.width * size / 2000, sheet.y), style)
        sheet.y -= size * 1.3


def fit(text: str, face: int, size: float, width: float, most: int = 1) -> tuple[Line, ...]:
    """`text` in at most `most` lines of `width` points."""
    return wrap(text, face, width * 1000 / size, most)


def fill(colour: str, box: Box) -> str:
    """Operators for a filled rectangle."""
    return f"{colour} rg {box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f} re f"


def rule(sheet: Sheet, y: float, colour: str = SAND_EDGE, thickness: float = 0.6) -> None:
    """A line from margin to margin."""
    sheet.document.artifact(fill(colour, Box(LEFT, y, RIGHT - LEFT, thickness)))


def make_room(sheet: Sheet, height: float) -> bool:
    """Begins a page if so many points are not left; says whether it did."""
    if sheet.y - height >= FLOOR:
        return False
    new_page(sheet)
    return True


def new_page(sheet: Sheet) -> None:
    """Begins a page; from the second on, a running head says whose and which paper it continues."""
    sheet.document.pages.append(Page())
    band = fill(HARBOUR, Box(0, HEIGHT - 10, WIDTH, 10))
    sheet.document.artifact(f"{band} {fill(ACCENT, Box(LEFT, HEIGHT - 10, 64, 10))}")
    sheet.y = HEIGHT - 40
    if len(sheet.document.pages) == sheet.before + 1:
        return
    name = fit(sheet.letterhead.legal_name, SEMIBOLD, SMALL, 300)
    number = fit(sheet.words.continued.format(paper=sheet.number), REGULAR, SMALL, 190)
    running_text(sheet, "Header", sheet.y, name, number)
    rule(sheet, sheet.y - 9)
    sheet.y -= 30


def running_text(sheet: Sheet, kind: str, y: float, left: tuple[Line, ...], right: tuple[Line, ...]) -> None:
    """One line at the head or foot of the page, left and right, which a reader aloud skips."""
    size = SMALL if kind == "Header" else 7.5
    drawn = [sheet.document.text(line, LEFT, y, size, MUTED) for line in left]
    drawn += [sheet.document.text(line, RIGHT - line.width * size / 1000, y, size, MUTED) for line in right]
    sheet.document.artifact(" ".join(drawn), kind)
