"""Text set for the page: cleaned, broken into lines, set in visual order.

Text is only ever drawn, glyph by glyph: nothing in it is read as markup.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.paper.direction import visual_order
from core.paper.faces import COMMON, OWN_FACES, face
from core.paper.shaping import JOINERS, MISSING, shape, shape_pair, split_runs

ELLIPSIS = "…"

PAIRED = COMMON.replace(MISSING, "")  # what all three of our own faces have
_PAIRED = re.compile(f"[{re.escape(PAIRED)}]*")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef]")


@dataclass(frozen=True)
class Line:
    """A line of text ready to draw.

    `width` in thousandths of the type size. `shown`: the operators that draw it at size 1, in the `faces` it
    names. `rare`: face, glyph and text of every glyph beyond the common subset. `spoken`: the text in reading
    order, where the glyphs stand in another (right-to-left scripts), else empty.
    """

    width: float
    shown: str
    faces: frozenset[int]
    rare: tuple[tuple[int, int, str], ...]
    spoken: str


def clean(text: str, limit: int = 2000) -> str:
    """One line of at most `limit` characters, none of which controls, hides or reorders text."""
    if len(text) <= limit and _PAIRED.fullmatch(text):
        return " ".join(text.split())
    kept = "".join(_kept(character) for character in unicodedata.normalize("NFC", text[: limit * 2]))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f":
        return " "
    if character in JOINERS:
        return character
    if category in ("Cc", "Cf", "Cs") or _SELECTORS.match(character):
        return ""
    if category == "Co" or ord(character) & 0xFFFE == 0xFFFE or _NO_CHARACTER.match(character):
        return "\ufffd"
    return character


@lru_cache(maxsize=4096)
def set_line(text: str, wanted: int) -> Line:
    """`text` must be clean. The line reads in the direction of its first strong character."""
    if wanted < OWN_FACES and text and _PAIRED.fullmatch(text):
        return _set_common(text, wanted)
    runs = visual_order(split_runs(text, wanted))
    shaped = [shape(run) for run in runs]
    rare = (
        (run.face, glyph, meaning)
        for run, part in zip(runs, shaped, strict=True)
        for glyph, meaning in part.glyphs
        if glyph not in face(run.face).common
    )
    return Line(
        width=sum(part.width for part in shaped),
        shown="".join(f"/F{run.face} 1 Tf{part.operators}" for run, part in zip(runs, shaped, strict=True)),
        faces=frozenset(run.face for run in runs),
        rare=tuple(dict.fromkeys(rare)),
        spoken=text if any(run.level % 2 for run in runs) else "",
    )


def _set_common(text: str, wanted: int) -> Line:
    """What shaping gives for common characters, from what it gave for pairs of them: a third of the time."""
    pairs = [shape_pair(text[start : start + 2], wanted) for start in range(len(text))]
    shown = f"/F{wanted} 1 Tf[<{''.join([code for code, _ in pairs])}>]TJ"
    return Line(sum([advance for _, advance in pairs]), shown, frozenset((wanted,)), (), "")


@lru_cache(maxsize=2048)
def wrap(text: str, wanted: int, width: float, most: int) -> tuple[Line, ...]:
    """`text` cleaned, in at most `most` lines of `width` thousandths; an ellipsis says that it was cut."""
    cleaned = clean(text)
    whole = set_line(cleaned, wanted)
    if whole.width <= width:
        return (whole,) if cleaned else ()
    lines: list[str] = []
    for piece in _pieces(cleaned.split(" "), wanted, width):
        if lines and set_width(lines[-1] + piece.rstrip(), wanted) <= width:
            lines[-1] += piece
        elif len(lines) < most:
            lines.append(piece)
        else:
            lines[-1] = _cut(lines[-1].rstrip() + ELLIPSIS, wanted, width)
            break
    return tuple(set_line(line, wanted) for line in (*lines[:-1], lines[-1].rstrip()))


def set_width(text: str, wanted: int) -> float:
    """Near enough for breaking lines: the words' widths, without kerning across spaces."""
    return sum(set_line(word, wanted).width for word in text.split(" ")) + text.count(" ") * 250


def _pieces(words: Iterable[str], wanted: int, width: float) -> Iterable[str]:
    """Words, each with the space after it, so that lines read aloud stay apart; too wide ones in parts."""
    for word in words:
        rest = word
        while set_line(rest, wanted).width > width:
            part = _longest(rest, wanted, width)
            yield part
            rest = rest[len(part) :]
        yield rest + " "


def _longest(word: str, wanted: int, width: float) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if set_line(word[:middle], wanted).width <= width else (low, middle - 1)
    while low > 1 and low < len(word) and (unicodedata.combining(word[low]) or word[low] in JOINERS):
        low -= 1
    joint = max(word.rfind(mark, 0, low) for mark in "/-@") + 1
    return word[: joint if joint > low / 2 else low]


def _cut(text: str, wanted: int, width: float) -> str:
    while len(text) > 2 and set_line(text, wanted).width > width:
        text = text[:-2].rstrip() + ELLIPSIS
    return text
