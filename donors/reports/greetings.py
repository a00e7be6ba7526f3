"""How donors who live together may be greeted, proposed from their names alone.

Nobody's gender or marriage is guessed: no Mr. and Mrs., and a surname stands once only where all share it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from donors.models import Donor

# what stands before or after a name and is no part of it
TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "mx", "miss", "dr", "prof", "rev", "hon", "sir", "fr", "sister", "rabbi"),
        *("sr", "sra", "srta", "dra", "don", "doña", "lic", "ing"),
    }
)
SUFFIXES = frozenset({"jr", "ii", "iii", "iv", "md", "phd", "esq", "cpa"})
PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "da", "dos", "van", "von", "der", "den", "di", "y", "st"}
)


@dataclass(frozen=True)
class Greetings:
    """How a household is greeted: on the envelope, and in a letter."""

    formal_greeting: str
    informal_greeting: str


@dataclass(frozen=True)
class Named:
    """A name in parts; the family name is empty where it cannot be told."""

    whole: str
    first: str
    family: str


def proposed_for(donors: Sequence[Donor]) -> Greetings:
    """Return a formal and an informal greeting, in the language of the first donor."""
    language = donors[0].language if donors else "en"
    names = [named(donor.name, donor.language) for donor in donors if donor.name.strip()]
    if not names:
        return Greetings("", "")
    firsts = together([name.first for name in names], language)
    families = {name.family.casefold() for name in names}
    plain = all(name.whole == f"{name.first} {name.family}" for name in names)
    if len(names) > 1 and len(families) == 1 and names[0].family and plain:
        return Greetings(f"{firsts} {names[0].family}"[:200], firsts[:200])
    return Greetings(together([name.whole for name in names], language)[:200], firsts[:200])


def named(name: str, language: str) -> Named:
    """Return a name's parts. In Spanish two family names stand last where there are three words or more."""
    words = name.split()
    core = [word for word in words if _bare(word) not in SUFFIXES]
    while len(core) > 1 and _bare(core[0]) in TITLES:
        core = core[1:]
    if len(core) < 2:
        return Named(" ".join(words), core[0] if core else name.strip(), "")
    start = len(core) - (2 if language == "es" and len(core) > 2 else 1)
    while start > 1 and _bare(core[start - 1]) in PARTICLES:
        start -= 1
    return Named(" ".join(words), " ".join(core[:start]), " ".join(core[start:]))


def together(names: Sequence[str], language: str) -> str:
    """Return names as one would say them: A; A and B; A, B and C. Spanish says `e` before the sound of i."""
    if len(names) == 1:
        return names[0]
    last = names[-1]
    word = (
        "and" if language != "es" else "e" if re.match(r"(?i)(?:i|y(?![aeiouáéíóú])|hi(?!e))", last) else "y"
    )
    return f"{', '.join(names[:-1])} {word} {last}"


def _bare(word: str) -> str:
    return word.strip(".,").replace(".", "").casefold()
