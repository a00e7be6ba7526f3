"""What would tell where a place is, made ready to be looked for."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.shield.plain import compact, dresses, in_ascii, parted, words

# words that stand for one another; an address is the same with or without those of these two lists
TYPES = (
    ("street", "saint", "str", "st"),
    ("avenue", "avenida", "ave", "av"),
    ("road", "rd"),
    ("boulevard", "bulevar", "blvd"),
    ("drive", "doctor", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("place", "pl"),
    ("terrace", "terr", "ter"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("circle", "cir"),
    ("trail", "trl"),
    ("square", "sq"),
    ("mount", "mt"),
    ("calle",),
    ("carrera", "cra"),
    ("camino", "cam"),
    ("way",),
    ("numero", "num", "no"),
)
DIRECTIONS = (
    ("northeast", "noreste", "ne"),
    ("northwest", "noroeste", "nw"),
    ("southeast", "sureste", "se"),
    ("southwest", "suroeste", "sw"),
    ("north", "norte", "n"),
    ("south", "sur", "s"),
    ("east", "este", "e"),
    ("west", "oeste", "o", "w"),
)
ORDINALS = (
    *(("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th")),
    *(("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th")),
)
SAME = {word: alike for alike in (*TYPES, *DIRECTIONS, *ORDINALS) for word in alike}
DROPPED = {word for alike in (*TYPES, *DIRECTIONS) for word in alike}
BETWEEN = f"(?:{'|'.join(sorted(DROPPED, key=len, reverse=True))}){{0,2}}"
SHORTEST_LINE = 16
FEWEST_WORDS = 4
FEWEST_LETTERS = 3
LOCAL = 7  # digits of a phone number without its area
NEAR = 0.0015  # degrees, some 150 metres: a rounded point tells enough
DECIMAL = re.compile(r"(?<![\d.])-?\d{1,3}[.,]\d{2,}")
DEGREES = re.compile(r"(\d{1,3})\s*[°º]\s*(\d{1,2})\s*['′’]\s*(\d{1,2}(?:\.\d+)?)?")


@dataclass(frozen=True)
class Place:
    """What of a confidential place must not be told. `lines`: building, instructions; `point`: degrees."""

    street: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Needle:
    """A pattern over parted letters and digits; `sign` is what must be there for it to be worth a look."""

    sign: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Point:
    """A point on the map; `signs`: how its numbers begin in a text."""

    latitude: float
    longitude: float
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Needles:
    """All that is looked for."""

    words: tuple[Needle, ...] = ()
    points: tuple[Point, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.points)

    def found_in(self, text: str) -> bool:
        """Whether a text tells a place, however it is dressed."""
        return any(self._has_words(dress) or self._has_point(dress) for dress in dresses(text))

    def _has_words(self, text: str) -> bool:
        letters = compact(text)
        likely = [needle.pattern for needle in self.words if needle.sign in letters]
        if not likely:
            return False
        whole = parted(text)
        return any(pattern.search(whole) for pattern in likely)

    def _has_point(self, text: str) -> bool:
        points = self.points
        if points and "°" not in text and "º" not in text:
            text = in_ascii(text)
            points = tuple(point for point in points if any(sign in text for sign in point.signs))
        return bool(points) and any(_is_near(pair, point) for pair in _pairs(text) for point in points)


def needles_of(places: Iterable[Place]) -> Needles:
    """Return what to look for so that none of these places is told."""
    needles: list[Needle] = []
    points: list[Point] = []
    for place in places:
        needles += street_needles(place.street)
        needles += [_needle(line, line) for text in place.lines for line in _telling_lines(text)]
        digits = re.sub(r"\D", "", in_ascii(place.phone)).removeprefix("1")
        if len(digits) >= LOCAL:
            needles += [_needle(digits, digits), _needle(digits[-LOCAL:], digits[-LOCAL:], is_apart=True)]
        if place.point is not None:
            points.append(_point(*place.point))
    return Needles(tuple(needles), tuple(points))


def street_needles(street: str) -> list[Needle]:
    """Return how a street and its number may be written; none when it says too little to be known by.

    Kinds of street and points of the compass may be there, shortened, or missing; the number may follow.
    """
    parts = words(street)
    core = [part for part in parts if part not in DROPPED]
    if sum(len(part) for part in core if not part[0].isdigit()) < FEWEST_LETTERS:
        core = parts  # as on 100 5th Avenue: there the kind of street is what names it
    numbers = [part for part in core if part[0].isdigit() and part not in SAME]
    if not numbers or len(core) < 2:
        return []
    orders = [core]
    if core[0] == numbers[0]:
        orders.append([*core[1:], core[0]])
    elif core[-1] == numbers[-1]:
        orders.append([core[-1], *core[:-1]])
    sign = max((part for part in core if part not in SAME), key=len)
    return [_needle(sign, *order, is_apart=True) for order in orders]


def _needle(sign: str, *parts: str, is_apart: bool = False) -> Needle:
    """`is_apart`: no further digit before a number at its beginning, nor after one at its end."""
    body = f"_?{BETWEEN}_?".join(f"(?:{'|'.join(map(_spaced, SAME.get(part, (part,))))})" for part in parts)
    before = r"(?<!\d)" if is_apart and parts[0][0].isdigit() else ""
    after = r"(?!\d)" if is_apart and parts[-1][-1].isdigit() else ""
    return Needle(sign, re.compile(f"{before}{body}{after}"))


def _spaced(part: str) -> str:
    """Digits of one number may stand apart."""
    return re.sub(r"(?<=\d)(?=\d)", "_?", part)


def _point(latitude: float, longitude: float) -> Point:
    nearby = (abs(latitude) - NEAR, abs(latitude), abs(latitude) + NEAR)
    tenths = {int(degrees * 10) for degrees in nearby}
    signs = (f"{tenth // 10}{comma}{tenth % 10}" for tenth in tenths for comma in ".,")
    return Point(latitude, longitude, tuple(signs))


def _telling_lines(text: str) -> Iterator[str]:
    """Lines and sentences long enough that nobody writes them by chance, in letters and digits."""
    for line in re.split(r"[\n.;!?]", text):
        if len(words(line)) >= FEWEST_WORDS and len(compact(line)) >= SHORTEST_LINE:
            yield compact(line)


def _pairs(text: str) -> Iterator[tuple[float, float]]:
    """Numbers with decimals that follow one another, and degrees with minutes."""
    decimals = [abs(float(number.replace(",", "."))) for number in DECIMAL.findall(text)]
    yield from itertools.pairwise(decimals)
    if "°" in text or "º" in text:
        turns = [int(d) + int(m) / 60 + float(s or 0) / 3600 for d, m, s in DEGREES.findall(text)]
        yield from itertools.pairwise(turns)


def _is_near(found: tuple[float, float], point: Point) -> bool:
    latitude, longitude = abs(point.latitude), abs(point.longitude)
    straight = abs(found[0] - latitude) < NEAR and abs(found[1] - longitude) < NEAR
    return straight or (abs(found[1] - latitude) < NEAR and abs(found[0] - longitude) < NEAR)
