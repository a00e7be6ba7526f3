"""Text set for the page: cleaned, broken into lines, shaped in any script, in visual order, as PDF operators.

Text is only ever drawn, glyph by glyph: nothing in it is read as markup.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from receipts.pdf.direction import levels, visual_order
from receipts.pdf.faces import COMMON, OWN_FACES, face, face_for

MISSING = "□"  # stands for a character that no face has
ELLIPSIS = "…"
# `liga` stays on for scripts that need it, off in our own faces where one glyph is to be one character.
OWN_FEATURES = {"liga": False, "clig": False, "dlig": False}
LENT_FEATURES = {"dlig": False}

_COMMON = re.compile(f"[{re.escape(COMMON.replace(MISSING, ''))}]*")  # all three of our own faces have these
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Line:
    """A line of text ready to draw.

    `width` in thousandths of the type size. `shown`: the operators that draw it at size 1, in the `faces` it
    names. `rare`: face, glyph and text of every glyph beyond the common subset. `spoken`: the text, where the
    glyphs alone do not tell it (/ActualText), else empty.
    """

    text: str
    width: float
    shown: str
    faces: frozenset[int]
    rare: tuple[tuple[int, int, str], ...]
    spoken: str


@dataclass(frozen=True)
class _Run:
    face: int
    text: str
    level: int
    missing: bool


def clean(text: str, limit: int = 2000) -> str:
    """One line of at most `limit` characters, none of which controls, hides or reorders text."""
    if len(text) <= limit and _COMMON.fullmatch(text):
        return " ".join(text.split())
    kept = "".join(_kept(character) for character in unicodedata.normalize("NFC", text[: limit * 2]))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f":
        return " "
    if character in _JOINERS:
        return character
    if (
        category in ("Cc", "Cf", "Cs")
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    ):
        return ""
    if category == "Co" or ord(character) & 0xFFFE == 0xFFFE or _NO_CHARACTER.match(character):
        return "\ufffd"
    return character


@lru_cache(maxsize=4096)
def set_line(text: str, wanted: int) -> Line:
    """`text` must be clean. The line reads in the direction of its first strong character."""
    if wanted < OWN_FACES and text and _COMMON.fullmatch(text):
        return _set_common(text, wanted)
    runs = visual_order(_runs(text, wanted))
    width = 0.0
    shown: list[str] = []
    rare: list[tuple[int, int, str]] = []
    plain = True
    for run in runs:
        drawn, advance, glyphs, simple = _shape(run)
        width += advance
        shown.append(f"/F{run.face} 1 Tf{drawn}")
        common = face(run.face).common
        rare.extend((run.face, glyph, meaning) for glyph, meaning in glyphs if glyph not in common)
        plain = plain and simple and not run.missing and run.level == 0
    return Line(
        text=text,
        width=width,
        shown="".join(shown),
        faces=frozenset(run.face for run in runs),
        rare=tuple(dict.fromkeys(rare)),
        spoken="" if plain else text,
    )


def _set_common(text: str, wanted: int) -> Line:
    """What shaping gives for common characters, from what it gave for pairs of them: a third of the time."""
    pairs = [_shape_pair(text[start : start + 2], wanted) for start in range(len(text))]
    shown = f"/F{wanted} 1 Tf[<{''.join([code for code, _ in pairs])}>]TJ"
    return Line(text, sum([advance for _, advance in pairs]), shown, frozenset((wanted,)), (), "")


@lru_cache(maxsize=16384)
def _shape_pair(pair: str, wanted: int) -> tuple[str, float]:
    """The first of two characters: its glyph, with the kerning the second asks for, and its advance."""
    drawn, width, _, _ = _shape(_Run(wanted, pair, 0, False))
    _, rest, _, _ = _shape(_Run(wanted, pair[1:], 0, False))
    code = drawn.removeprefix("[<").removesuffix(">]TJ")
    return code[:-4] if len(pair) == 2 else code, width - rest


def _runs(text: str, wanted: int) -> list[_Run]:
    """Stretches of one face and one direction, in reading order."""
    embedding = levels(text) if _RIGHT_TO_LEFT.search(text) else None
    runs: list[_Run] = []
    for position, character in enumerate(text):
        level = embedding[position] if embedding else 0
        last = runs[-1] if runs else None
        index = face_for(character, wanted)
        # joiners, marks and spaces stay with the letters they belong to
        clings = character == " " or character in _JOINERS or unicodedata.combining(character) > 0
        if (
            clings
            and last
            and not last.missing
            and (character in _JOINERS or ord(character) in face(last.face).glyph_of)
        ):
            index = last.face
        if index is None and character in _JOINERS:
            continue
        drawn, home = (MISSING, 0) if index is None else (character, index)
        if last and last.face == home and last.level == level and last.missing == (index is None):
            runs[-1] = _Run(home, last.text + drawn, level, last.missing)
        else:
            runs.append(_Run(home, drawn, level, index is None))
    return runs


def _shape(run: _Run) -> tuple[str, float, list[tuple[int, str]], bool]:
    """Operators, width, (glyph, text) of each glyph, and whether every glyph is simply its character."""
    typeface = face(run.face)
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(typeface.font, buffer, OWN_FEATURES if run.face < OWN_FACES else LENT_FEATURES)
    infos, positions = buffer.glyph_infos or (), buffer.glyph_positions or ()
    drawn = ["[<"]
    width = 0.0
    glyphs: list[tuple[int, str]] = []
    for info, position in zip(infos, positions, strict=True):
        glyph, advance = info.codepoint, position.x_advance * typeface.scale
        if glyph == 0:  # never draw .notdef: both standards forbid it
            continue
        natural = typeface.width(glyph)
        offset = position.x_offset * typeface.scale, position.y_offset * typeface.scale
        _place(drawn, f"{glyph:04X}", *offset, natural - advance)
        width += advance
        glyphs.append((glyph, typeface.character_of.get(glyph) or run.text[info.cluster]))
    simple = [glyph for glyph, _ in glyphs] == [typeface.glyph_of.get(ord(letter)) for letter in run.text]
    return "".join(drawn) + ">]TJ", width, glyphs, simple


def _place(drawn: list[str], code: str, right: float, up: float, excess: float) -> None:
    """Appends one glyph; offsets in thousandths of the type size."""
    if up:
        drawn.append(f">]TJ {up / 1000:.5f} Ts[<")
    if abs(right) > 0.01:
        drawn.append(f">{-right:.5g}<")
    drawn.append(code)
    excess += right
    if abs(excess) > 0.01:
        drawn.append(f">{excess:.5g}<")
    if up:
        drawn.append(">]TJ 0 Ts[<")


def wrap(text: str, wanted: int, width: float, most: int) -> tuple[Line, ...]:
    """`text` cleaned, in at most `most` lines of `width` thousandths; an ellipsis says that it was cut."""
    return _wrap(clean(text), wanted, width, most)


@lru_cache(maxsize=2048)
def _wrap(text: str, wanted: int, width: float, most: int) -> tuple[Line, ...]:
    whole = set_line(text, wanted)
    if whole.width <= width:
        return (whole,) if text else ()
    lines: list[str] = []
    for piece in _pieces(text.split(" "), wanted, width):
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
    while low > 1 and low < len(word) and (unicodedata.combining(word[low]) or word[low] in _JOINERS):
        low -= 1
    joint = max(word.rfind(mark, 0, low) for mark in "/-@") + 1
    return word[: joint if joint > low / 2 else low]


def _cut(text: str, wanted: int, width: float) -> str:
    while len(text) > 2 and set_line(text, wanted).width > width:
        text = text[:-2].rstrip() + ELLIPSIS
    return text
