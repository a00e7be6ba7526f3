"""Two confidential addresses, sealed, and six made-up disclosures. Their words stand nowhere else."""

from dataclasses import dataclass

from core.shield.needles import Needles, Place, needles_of
from desk.routes import WITHOUT_ROLE
from volunteers.actions.locations import Location

ADDRESSES = (
    Location(
        street="2871 Quillmere Terrace",
        unit="Copper door beside the orchard wall",
        town="Tampa, FL 33603",
        phone="(813) 555-0163",
        latitude=27.96412,
        longitude=-82.44187,
        entry="Whistle the second verse and wait for Ottoline.",
    ),
    Location(
        street="46 W Brackendale Rd",
        town="Plant City, FL 33563",
        phone="813-555-0171",
        latitude=28.01861,
        longitude=-82.11286,
        entry="Leave bicycles beneath the juniper hedge.",
    ),
)


@dataclass(frozen=True)
class Canary:
    """A text to type, and the words by which it is known wherever it comes out."""

    text: str
    marks: tuple[str, ...]


TYPED_ADDRESSES = (
    Canary("Come to 2871 Quillmere Terrace on Friday", ("Quillmere",)),
    Canary("46 West Brackendale", ("Brackendale",)),
    Canary("Ring 813 555 0163 at the door", ("813 555 0163",)),
)
DISCLOSURES = (
    Canary("Our resident Tamsin Orrowby found work", ("Tamsin", "Orrowby")),
    Canary("Case no. QX-88213 Vellacott", ("QX-88213", "Vellacott")),
    Canary("Wenna Trescothick, a 14-year-old girl", ("Wenna", "Trescothick")),
    Canary("Her exit plan: Perrin drives on Friday", ("Perrin",)),
    Canary("Bexley Thornaby, a survivor, spoke", ("Bexley", "Thornaby")),
    Canary("Isolde Marchbanks, SSN 912-55-0147", ("Isolde", "Marchbanks", "912-55-0147")),
)
EVERYTHING = (*TYPED_ADDRESSES, *DISCLOSURES)

NEEDLES: Needles = needles_of(
    Place(one.street, (one.unit, one.entry), one.phone, one.point) for one in ADDRESSES
)
# for text that may be cut, as a column or a line of a log
SEALED_MARKS = ("Quillmere", "Brackendale", "5550163", "555-0163", "555-0171", "Ottoline", "juniper hedge")


def canaries_for(persona: str, turn: int, *, is_shared: bool) -> tuple[Canary, ...]:
    """All for those without a role; for staff an address and two others in turn, so each text meets some.

    What administrators and others may fill in (`is_shared`) meets an address from the former, and something
    disclosed from each of the latter.

    That each text is guarded by the same rules is another test's care (`test_texts.py`).
    """
    if persona in WITHOUT_ROLE:
        return EVERYTHING
    if is_shared:
        theirs = TYPED_ADDRESSES if persona == "administrator" else DISCLOSURES
        return (theirs[turn % len(theirs)],)
    others = [EVERYTHING[(turn + step) % len(EVERYTHING)] for step in (0, 4)]
    return (TYPED_ADDRESSES[turn % 2], *others)
