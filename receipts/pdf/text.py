"""Text set for the page: cleaned, broken into lines, shaped in any script, in visual order, as PDF operators.

Text is only ever drawn, glyph by glyph: nothing in it is read as markup.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import uharfbuzz as hb
from bidi import algorithm as bidi  # type: ignore[import-untyped]

from receipts.pdf.faces import OWN_FACES, Face, face, face_for

MISSING = "□"  # stands for a character that no face has
ELLIPSIS = "…"
# `liga` stays on for scripts that need it, off in our own faces where one glyph is to be one character.
OWN_FEATURES = {"liga": False, "clig": False, "dlig": False, "tnum": True, "lnum": True}
LENT_FEATURES = {"dlig": False}

_PRINTABLE_ASCII = re.compile(r"[ -~]*")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Line:
    """A line of text ready to draw.

    `width` in thousandths of the type size. `shown`: the operators that draw it at size 1, in the `faces` it names.
    `rare`: face, glyph and text of every glyph beyond the common subset. `spoken`: the text, where the glyphs alone
    do not tell it (/ActualText), else empty.
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
    """One line without control characters and without marks that reorder or hide text; at most `limit` characters."""
    if len(text) <= limit and _PRINTABLE_ASCII.fullmatch(text):
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
    if category in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    if category == "Co" or ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef":
        return "\ufffd"
    return character


@lru_cache(maxsize=4096)
def set_line(text: str, wanted: int) -> Line:
    """`text` must be clean. The line reads in the direction of its first strong character."""
    runs = _visual_order(_runs(text, wanted))
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


def _runs(text: str, wanted: int) -> list[_Run]:
    """Stretches of one face and one direction, in reading order."""
    levels = _levels(text) if _RIGHT_TO_LEFT.search(text) else None
    runs: list[_Run] = []
    for position, character in enumerate(text):
        level = levels[position] if levels else 0
        last = runs[-1] if runs else None
        index = face_for(character, wanted)
        # joiners, marks and spaces stay with the letters they belong to
        clings = character == " " or character in _JOINERS or unicodedata.combining(character) > 0
        if clings and last and not last.missing and (
            character in _JOINERS or ord(character) in face(last.face).glyph_of
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


def _levels(text: str) -> list[int]:
    """Embedding level of every character (UAX 9). The library drops boundary neutrals; they take their neighbour's."""
    storage = bidi.get_empty_storage()
    base = bidi.get_base_level(text)
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    resolved = iter(storage["chars"])
    levels: list[int] = []
    for character in text:
        if unicodedata.bidirectional(character) == "BN":
            levels.append(levels[-1] if levels else base)
        else:
            levels.append(int(next(resolved)["level"]))
    return levels


def _visual_order(runs: list[_Run]) -> list[_Run]:
    """Rule L2 of UAX 9: from the highest level to the lowest odd one, reverse what is at that level or above."""
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        groups = groupby(runs, key=lambda run, level=level: run.level >= level)  # type: ignore[misc]
        runs = [run for at_least, group in groups for run in (reversed(list(group)) if at_least else group)]
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
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    drawn = ["[<"]
    width = 0.0
    glyphs: list[tuple[int, str]] = []
    for info, position in zip(infos, positions, strict=True):
        glyph, advance = info.codepoint, position.x_advance * typeface.scale
        if glyph == 0:  # never draw .notdef: both standards forbid it
            continue
        natural = typeface.width(glyph)
        _place(drawn, f"{glyph:04X}", position.x_offset * typeface.scale, position.y_offset * typeface.scale,
               natural - advance)
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
    """`text` cleaned, in at most `most` lines of at most `width` thousandths; the last ends in an ellipsis if cut."""
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
    """Words with the space that follows them, which stays at the end of a line so that text read aloud keeps it
    apart from the next; and words wider than the line in parts that fit."""
    for word in words:
        while set_line(word, wanted).width > width:
            part = _longest(word, wanted, width)
            yield part
            word = word[len(part) :]
        yield word + " "


def _longest(word: str, wanted: int, width: float) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if set_line(word[:middle], wanted).width <= width else (low, middle - 1)
    while low > 1 and low < len(word) and (unicodedata.combining(word[low]) or word[low] in _JOINERS):
        low -= 1
    return word[:low]


def _cut(text: str, wanted: int, width: float) -> str:
    while len(text) > 2 and set_line(text, wanted).width > width:
        text = text[:-2].rstrip() + ELLIPSIS
    return text
