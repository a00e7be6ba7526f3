"""Which column of a file is which field: proposed by its name, remembered by the names of all."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from rapidfuzz import fuzz

from core.folding import fold
from donors.kinds import ImportKind
from donors.models import ImportMapping

ALIKE = 86  # of 100: "adress line 1" is "address line 1", "city" is not "country"


def plain(name: str) -> str:
    """Return a column's name as it is compared: `Contact.E-Mail_Address` → `contact email address`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", fold(spaced.replace("-", ""))).split())


def proposed(kind: ImportKind, header: Sequence[str]) -> dict[str, int]:
    """Return by field the column that it seems to be: the same name first, then one that resembles it.

    Each column is proposed once, each field too; what resembles nothing is left to the person.
    """
    names = [plain(name) for name in header]
    scored = sorted(
        (
            (-_score(known, name), order, place, field)
            for order, (field, column) in enumerate(kind.columns.items())
            for known in (_names(field, str(column.label), column.synonyms),)
            for place, name in enumerate(names)
            if name and _score(known, name) >= ALIKE
        )
    )
    found: dict[str, int] = {}
    for _points, _order, place, field in scored:
        if field not in found and place not in found.values():
            found[field] = place
    return {field: found[field] for field in kind.columns if field in found}


def _names(field: str, label: str, synonyms: Sequence[str]) -> list[str]:
    return [plain(field.replace("_", " ")), plain(label), *map(plain, synonyms)]


def _score(known: Sequence[str], name: str) -> int:
    """100 for the same name, a little less the later in the list; by similarity below."""
    if name in known:
        return 200 - known.index(name)
    return max(int(fuzz.ratio(name, other)) for other in known)


def header_hash(header: Sequence[str]) -> str:
    """Return what a header is remembered by, however its file is written."""
    return sha256("\x1f".join(plain(name) for name in header).encode()).hexdigest()


def remembered(kind: ImportKind, header: Sequence[str]) -> ImportMapping | None:
    """Return how the columns of such a header were named the last time, if they were."""
    return ImportMapping.objects.filter(kind=kind.name, header_hash=header_hash(header)).first()


def by_place(kept: ImportMapping, header: Sequence[str]) -> dict[str, int]:
    """Return a remembered mapping for a header that may be in another order of columns."""
    places = {plain(name): place for place, name in enumerate(header)}
    return {field: places[name] for field, name in kept.mapping.items() if name in places}


def by_name(mapping: Mapping[str, int], header: Sequence[str]) -> dict[str, str]:
    """Return a mapping as it is remembered."""
    return {field: plain(header[place]) for field, place in mapping.items()}
