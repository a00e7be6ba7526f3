"""The guard for many cells at once: a coarse look at all of them, and the guard itself where that stops.

A file of a hundred thousand rows has a million cells, and nearly all of them are harmless. What this lets
pass, `core.guard` would let pass too: to break any rule, one of these stems or shapes has to be there
(`tests/wall/test_sieve.py` looks for a text of which that is not true).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from core.guard import Rule, address_findings
from core.shield import holds_place

Look = Callable[[str], list[Rule]]

AT_ONCE = 500
# no space: the number at the end of a cell and the word that begins the next are no street
BETWEEN = "|"
# in lower case; each begins a word wherever a rule asks for it
STEMS = (
    *("survivor", "victim", "client", "resident", "participant", "mentee", "guest", "patient", "minor"),
    *("sobreviviente", "víctima", "huésped", "huesped", "paciente"),
    *("trafficker", "abuser", "pimp", "tratante", "agresor", "proxeneta"),
    *("case", "file", "intake", "docket", "hmis", "expediente", "caso"),
    *("year", "yr", "y/o", "yo", "age", "edad", "años", "anos"),
    # no way out is told without a plan, a day or an hour
    *("plan", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("tonight", "tomorrow", "lunes", "martes", "miércoles", "miercoles"),
)
STREETS = ("calle", "avenida", "av.", "carrera", "camino")
# numbers of files and of social security, hours; streets behind their number, points on a map
NUMBERS = re.compile(r"\d{8}|\d{3}-\d{2}-\d{4}|\d\s?[apAP]\.?[mM]")
PLACES = re.compile(r"\d\s+\S|\d\.\d{3}")
# what may hide a word: markup, entities, signs that are not seen, other writings
HIDDEN = re.compile(r"[<&\x00-\x08\x0b-\x1f\x7f]")
ACCENTED = re.compile("[áéíóúüñÁÉÍÓÚÜÑ¿¡’–—]")


def broken_in(cells: Sequence[str], look: Look) -> dict[int, list[Rule]]:
    """Return the rules that cells break, by their place in the sequence; most often there are none.

    `look` is one of the guard's own: `findings`, `name_findings`, `address_findings`.
    """
    broken: dict[int, list[Rule]] = {}
    for start in range(0, len(cells), AT_ONCE):
        some = cells[start : start + AT_ONCE]
        whole = BETWEEN.join(some)
        likely = range(len(some)) if holds_place(whole) else _likely(some, whole, look)
        for place in likely:
            if found := look(some[place]):
                broken[start + place] = found
    return broken


def _likely(cells: Sequence[str], whole: str, look: Look) -> list[int]:
    """The places of cells that a rule may stop, in order."""
    ends = list(accumulate(len(cell) + 1 for cell in cells))
    found = {bisect_right(ends, at) for at in _signs(whole, is_address=look is address_findings)}
    if not whole.isascii():
        found |= {
            place
            for place, cell in enumerate(cells)
            if not cell.isascii() and not ACCENTED.sub("", cell).isascii()
        }
    return sorted(found)


def _signs(whole: str, *, is_address: bool) -> Iterator[int]:
    """Where in a text something stands that a rule might go by."""
    for pattern in (HIDDEN, NUMBERS) if is_address else (HIDDEN, NUMBERS, PLACES):
        for match in pattern.finditer(whole):
            yield match.start()
    lowered = whole.lower()
    if len(lowered) != len(whole):  # one sign became two, as İ does: the places would no longer agree
        yield from range(len(whole))
        return
    for stem in STEMS if is_address else (*STEMS, *STREETS):
        at = lowered.find(stem)
        while at >= 0:
            if not at or not lowered[at - 1].isalpha():
                yield at
            at = lowered.find(stem, at + 1)
