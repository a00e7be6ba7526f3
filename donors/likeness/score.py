"""The score of two records: what speaks for one donor, what against it, each with its reason."""

from dataclasses import dataclass
from functools import cached_property

from donors.likeness.names import Name, names_alike, parsed
from donors.likeness.plain import box_name, plain_code, plain_mailbox, plain_phone, plain_street

# a pair is shown from here on, and called likely from there on
SHOWN = 50
LIKELY = 75
# what each is worth; a full name alone is just worth showing
NAME, MAILBOX, PHONE, STREET, BOX_NAME, POSTAL = 50, 40, 30, 22, 20, 10
OTHER_KIND, OTHER_GENERATION, OTHER_POSTAL, OTHER_PHONE = 20, 30, 6, 4
# below this, two names are two people's, whatever else they share: a couple shares much
ONE_NAME = 60.0
OTHER_NAME_MOST = SHOWN - 5
OTHER_SURNAME_MOST = LIKELY - 5


@dataclass(frozen=True)
class Place:
    """Where post goes."""

    line1: str = ""
    city: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class Facts:
    """What of a record is compared."""

    name: str
    kind: str = "person"
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @cached_property
    def parsed(self) -> Name:
        """The name taken apart."""
        return parsed(self.name)

    @cached_property
    def mailboxes(self) -> frozenset[str]:
        """Addresses of mail without dots and tags."""
        return frozenset(box for email in self.emails if (box := plain_mailbox(email)))

    @cached_property
    def box_names(self) -> frozenset[str]:
        """What stands before the @."""
        return frozenset(box for email in self.emails if (box := box_name(email)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Phones as the world dials them."""
        return frozenset(number for phone in self.phones if (number := plain_phone(phone)))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Postal codes."""
        return frozenset(code for place in self.places if (code := plain_code(place.postal_code)))

    @cached_property
    def streets(self) -> frozenset[str]:
        """Street lines with the code or city that makes them one place."""
        return frozenset(
            f"{street} {plain_code(place.postal_code) or plain_street(place.city)}"
            for place in self.places
            if (street := plain_street(place.line1))
        )


@dataclass(frozen=True)
class Likeness:
    """How alike two records are, of a hundred; `reasons` are codes, those that speak for it first."""

    score: int
    reasons: tuple[str, ...]


def likeness(one: Facts, other: Facts) -> Likeness:
    """Compare two records. The order of the two does not matter, and nothing is more alike than the same."""
    name = names_alike(one.parsed, other.parsed)
    pro = [*_reached(one, other), *_named(one, other, name)]
    con = _against(one, other)
    points = sum(worth for worth, _code in pro) - sum(worth for worth, _code in con)
    most = 100
    if name < ONE_NAME:
        con.append((0.0, "other_name"))
        same_first = bool(one.parsed.given) and one.parsed.given == other.parsed.given
        most = OTHER_SURNAME_MOST if same_first else OTHER_NAME_MOST
    pro.sort(key=lambda reason: (-reason[0], reason[1]))
    score = int(max(0.0, min(points, most)))
    return Likeness(score, tuple(code for _worth, code in [*pro, *con]))


def _reached(one: Facts, other: Facts) -> list[tuple[float, str]]:
    """What reaches both."""
    found: list[tuple[float, str]] = []
    if one.mailboxes & other.mailboxes:
        found.append((MAILBOX, "mailbox"))
    elif one.box_names & other.box_names:
        found.append((BOX_NAME, "box_name"))
    if one.numbers & other.numbers:
        found.append((PHONE, "phone"))
    if one.streets & other.streets:
        found.append((STREET, "street"))
    elif one.codes & other.codes:
        found.append((POSTAL, "postal"))
    return found


def _named(one: Facts, other: Facts, alike: float) -> list[tuple[float, str]]:
    if alike < ONE_NAME:
        return []
    return [(NAME * (alike - 50) / 50, "name" if alike == 100 else f"name:{int(alike)}")]


def _against(one: Facts, other: Facts) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    if one.parsed.generation and other.parsed.generation and one.parsed.generation != other.parsed.generation:
        found.append((OTHER_GENERATION, "other_generation"))
    if one.kind != other.kind:
        found.append((OTHER_KIND, "other_kind"))
    if one.codes and other.codes and not one.codes & other.codes:
        found.append((OTHER_POSTAL, "other_postal"))
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        found.append((OTHER_PHONE, "other_phone"))
    return found
