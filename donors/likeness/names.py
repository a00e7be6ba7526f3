"""A name as it is compared: its words in any order, nicknames written out, titles aside."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from nameparser import HumanName
from rapidfuzz import fuzz

from core.folding import fold
from donors.likeness.nicknames import full_form

NOBODY = frozenset(
    "anonymous anonimo anonima unknown desconocido friend amigo cash donor donante guest".split()
)
TITLES = frozenset(
    "dr dra mr mrs ms miss mx rev prof sr sra srta don dona fr sir hon mister and y & señora señor".split()
)
GENERATIONS = frozenset("jr sr ii iii iv junior senior 2nd 3rd".split())
PARTICLES = frozenset("de del la las los el y e da do dos di van von der den the of and for".split())
LEGAL = frozenset("inc incorporated llc ltd corp corporation co company foundation fundacion fund sa".split())
WORD = re.compile(r"[\w&]+")
# below this, two words are two words
ALIKE = 0.7
INITIAL = 0.9
ONE_WORD = 60.0
MISSING_WORD = 4.0


@dataclass(frozen=True)
class Name:
    """A name taken apart. `words` are folded, written out and sorted; `surname` is what a family shares."""

    words: tuple[str, ...]
    given: str
    surname: str
    generation: str

    @property
    def is_somebody(self) -> bool:
        """Whether it names anybody."""
        return bool(self.words) and not NOBODY.intersection(self.words)


@lru_cache(maxsize=50_000)
def parsed(text: str) -> Name:
    """Return a name taken apart, also `Lopez, Maria` and `Dr. Maria Lopez Jr.`."""
    plain = _words(text)
    if len(plain) <= 2 and "," not in text:
        return _name(plain, plain[-1:])
    person = HumanName(text)
    surname = _words(str(person.last)) or plain[-1:]
    rest = _words(f"{person.title} {person.first} {person.middle}")
    return _name([*rest, *surname, *_words(str(person.suffix))], surname)


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text).replace("'", "").replace("’", ""))


def _name(words: list[str], surname: list[str]) -> Name:
    """Words that say nothing of who it is go, unless nothing would be left."""
    generation = next((word for word in words[1:] if word in GENERATIONS), "")
    kept = [word for word in words if word not in TITLES | GENERATIONS | LEGAL] or words
    kept = [word for word in kept if word not in PARTICLES] or kept
    family = [word for word in surname if word in kept] or kept[-1:]
    given = next((word for word in kept if word not in family), "")
    return Name(
        words=tuple(sorted(full_form(word) for word in kept)),
        given=full_form(given),
        surname=family[-1] if family else "",
        generation={"junior": "jr", "senior": "sr", "2nd": "ii", "3rd": "iii"}.get(generation, generation),
    )


def names_alike(one: Name, other: Name) -> float:
    """Return how alike two names are, of a hundred; order, accents and nicknames do not matter.

    Words are paired, the most alike first. A middle name that one lacks costs little, another first one much.
    """
    if not (one.is_somebody and other.is_somebody):
        return 0.0
    if one.words == other.words:
        return 100.0
    fewer, more = sorted((one.words, other.words), key=lambda words: (len(words), words))
    total = _paired(fewer, more)
    score = 100 * total / len(fewer) - MISSING_WORD * (len(more) - len(fewer))
    most = ONE_WORD if len(fewer) == 1 else 99.0
    return max(0.0, min(score, most))


def _paired(fewer: tuple[str, ...], more: tuple[str, ...]) -> float:
    """Return the sum of what the best pairs of words are worth."""
    found = [
        (worth, min(word, other), max(word, other), left, right)
        for left, word in enumerate(fewer)
        for right, other in enumerate(more)
        if (worth := _worth(word, other))
    ]
    found.sort(key=lambda pair: (-pair[0], *pair[1:]))
    taken: Counter[tuple[str, int]] = Counter()
    total = 0.0
    for worth, _first, _second, left, right in found:
        if not taken["left", left] and not taken["right", right]:
            taken["left", left] = taken["right", right] = 1
            total += worth
    return total


@lru_cache(maxsize=100_000)
def _worth(word: str, other: str) -> float:
    """Return how much two words are one: the square of their likeness, so that Marta is not Maria."""
    if word == other:
        return 1.0
    if 1 in {len(word), len(other)}:
        return INITIAL if word[0] == other[0] else 0.0
    near = fuzz.ratio(word, other) / 100
    return near * near if near >= ALIKE else 0.0
