"""From characters to glyphs: faces chosen, scripts shaped, as operators that keep their text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

import uharfbuzz as hb

from core.paper.direction import levels
from core.paper.faces import OWN_FACES, Face, face, face_for
from core.paper.syntax import text_string

MISSING = "□"  # stands for a character that no face has
JOINERS = "\u200c\u200d"
# `liga` stays on for scripts that need it, off in our own faces where one glyph is to be one character.
OWN_FEATURES = {"liga": False, "clig": False, "dlig": False}
LENT_FEATURES = {"dlig": False}
# Without `ccmp` (Catalan l·l, two dots of neighbours) no shape depends on more than the next character.
PAIR_FEATURES = {**OWN_FEATURES, "ccmp": False}

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one face and one direction; odd levels run right to left."""

    face: int
    text: str
    level: int = 0
    missing: bool = False


@dataclass(frozen=True)
class Shaped:
    """Operators at size 1, width in thousandths of the type size, and the text that each glyph stands for."""

    operators: str
    width: float
    glyphs: tuple[tuple[int, str], ...]


def split_runs(text: str, wanted: int) -> list[Run]:
    """The runs of a line in reading order."""
    embedding = levels(text) if _RIGHT_TO_LEFT.search(text) else [0] * len(text)
    runs: list[Run] = []
    for character, level in zip(text, embedding, strict=True):
        last = runs[-1] if runs else None
        index = _home(character, last, wanted)
        if index is None and character in JOINERS:
            continue
        missing = index is None
        home = 0 if index is None else index
        if last and (last.face, last.level, last.missing) == (home, level, missing):
            runs[-1] = Run(home, last.text + character, level, missing)
        else:
            runs.append(Run(home, character, level, missing))
    return runs


def _home(character: str, last: Run | None, wanted: int) -> int | None:
    """The face for a character; joiners, marks and spaces stay with the letters before them."""
    if last and not last.missing:
        if character in JOINERS:
            return last.face
        clings = character == " " or unicodedata.combining(character)
        if clings and ord(character) in face(last.face).glyph_of:
            return last.face
    return face_for(character, wanted)


def shape(run: Run, features: dict[str, bool] | None = None) -> Shaped:
    """Glyphs in visual order. What a glyph alone does not tell is told by /ActualText around its cluster."""
    typeface = face(run.face)
    buffer = hb.Buffer()
    buffer.add_str(MISSING * len(run.text) if run.missing else run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    hb.shape(typeface.font, buffer, features or (OWN_FEATURES if run.face < OWN_FACES else LENT_FEATURES))
    infos, positions = buffer.glyph_infos or (), buffer.glyph_positions or ()
    drawn = ["[<"]
    width = 0.0
    glyphs: list[tuple[int, str]] = []
    for meaning, members in _clusters(run.text, infos, positions):
        known = [(glyph, typeface.character_of.get(glyph, meaning)) for glyph, _ in members]
        told = len(known) == 1 and typeface.character_of.get(known[0][0]) == meaning
        drawn.append("" if told else f">]TJ/Span<</ActualText{text_string(meaning)}>>BDC[<")
        width += sum([_place(drawn, typeface, glyph, position) for glyph, position in members])
        drawn.append("" if told else ">]TJ EMC[<")
        glyphs.extend(known)
    return Shaped("".join(drawn) + ">]TJ", width, tuple(glyphs))


def _clusters(
    text: str, infos: Iterable[hb.GlyphInfo], positions: Iterable[hb.GlyphPosition]
) -> Iterator[tuple[str, list[tuple[int, hb.GlyphPosition]]]]:
    """Characters that were shaped together, with their glyphs and positions, in visual order."""
    pairs = list(zip(infos, positions, strict=True))
    starts = sorted({0, *(info.cluster for info, _ in pairs)})
    ends = dict(pairwise([*starts, len(text)]))
    for start, group in groupby(pairs, key=_cluster):
        # .notdef is never drawn: both standards forbid it
        members = [(info.codepoint, position) for info, position in group if info.codepoint]
        if members:
            yield text[start : ends[start]], members


def _cluster(pair: tuple[hb.GlyphInfo, hb.GlyphPosition]) -> int:
    start: int = pair[0].cluster
    return start


def _place(drawn: list[str], typeface: Face, glyph: int, position: hb.GlyphPosition) -> float:
    """Appends the operators of one glyph; returns its advance in thousandths of the type size."""
    scale = typeface.scale
    right: float = position.x_offset * scale
    up: float = position.y_offset * scale
    advance: float = position.x_advance * scale
    excess = typeface.width(glyph) - advance + right
    if up:
        drawn.append(f">]TJ {up / 1000:.5f} Ts[<")
    if abs(right) > 0.01:
        drawn.append(f">{-right:.5g}<")
    drawn.append(f"{glyph:04X}")
    if abs(excess) > 0.01:
        drawn.append(f">{excess:.5g}<")
    if up:
        drawn.append(">]TJ 0 Ts[<")
    return advance


@lru_cache(maxsize=16384)
def shape_pair(pair: str, wanted: int) -> tuple[str, float]:
    """Of two common characters the first: its glyph with the kerning the second asks for, and its advance."""
    both = shape(Run(wanted, pair), PAIR_FEATURES)
    second = shape(Run(wanted, pair[1:]), PAIR_FEATURES)
    code = both.operators.removeprefix("[<").removesuffix(">]TJ")
    return code[:-4] if len(pair) == 2 else code, both.width - second.width
