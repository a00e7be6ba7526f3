"""Text that runs both ways: levels and visual order by the Unicode bidirectional algorithm (UAX 9)."""

import unicodedata
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Protocol, TypeVar

from bidi import algorithm as bidi  # type: ignore[import-untyped] # carries no types

_OPENING = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_RIGHTWARD = frozenset({"R", "EN", "AN"})  # what counts as right-to-left around neutral characters


class Levelled(Protocol):
    """Anything with an embedding level."""

    @property
    def level(self) -> int:
        """Odd is right-to-left."""


Run = TypeVar("Run", bound=Levelled)


def levels(text: str) -> list[int]:
    """Embedding level of every character; the paragraph runs as its first strong character does.

    The library drops boundary neutrals (joiners); they take their neighbour's level.
    """
    # the library refuses code points that Python's Unicode does not know; they count as letters
    known = "".join(character if unicodedata.bidirectional(character) else "a" for character in text)
    storage = bidi.get_empty_storage()
    base: int = bidi.get_base_level(known)
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    bidi.get_embedding_levels(known, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], "LR"[base])
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    resolved = iter(storage["chars"])
    found: list[int] = []
    for character in text:
        if unicodedata.bidirectional(character) == "BN":
            found.append(found[-1] if found else base)
        else:
            found.append(int(next(resolved)["level"]))
    return found


def _resolve_brackets(characters: list[dict[str, str]], base: str) -> None:
    """Rule N0, which the library lacks: the two brackets of a pair take one direction."""
    waiting: list[int] = []
    for position, character in enumerate(characters):
        if character["ch"] in _OPENING:
            waiting.append(position)
        elif character["ch"] in _OPENING.values():
            while waiting:
                start = waiting.pop()
                if _OPENING[characters[start]["ch"]] == character["ch"]:
                    _resolve_pair(characters, start, position, base)
                    break


def _resolve_pair(characters: list[dict[str, str]], start: int, end: int, base: str) -> None:
    inside = {_direction(character["type"]) for character in characters[start + 1 : end]} - {""}
    if not inside:
        return
    direction = base
    if base not in inside:
        before = (_direction(character["type"]) for character in reversed(characters[:start]))
        direction = next((found for found in before if found), base)
    characters[start]["type"] = characters[end]["type"] = direction


def _direction(kind: str) -> str:
    return "L" if kind == "L" else "R" if kind in _RIGHTWARD else ""


def visual_order(runs: Sequence[Run]) -> list[Run]:
    """Rule L2: from the highest level down to the first, reverse every stretch at that level or above."""
    ordered = list(runs)
    for level in range(max((run.level for run in ordered), default=0), 0, -1):
        stretches = groupby(ordered, key=partial(_reaches, level))
        turned = [list(stretch)[:: -1 if high else 1] for high, stretch in stretches]
        ordered = [run for stretch in turned for run in stretch]
    return ordered


def _reaches(level: int, run: Levelled) -> bool:
    return run.level >= level
