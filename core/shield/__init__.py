"""The shield of confidential places: an address, phone or point of one leaves by no way and comes in by none.

Whoever keeps places registers a source; whoever lets words out asks `refuse_leak` first. Without a source or
without places the answer costs nothing. What was stopped is named by its way, never by its words.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass

import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.db.utils import Error

from core.shield.needles import Needles, Place, needles_of, street_needles

__all__ = [
    "RULE",
    "LeakRefused",
    "Place",
    "Source",
    "cover",
    "forget",
    "holds_place",
    "is_recognisable",
    "refuse_leak",
    "register",
    "unregister",
    "would_tell",
]

RULE = "confidential_place"
FRESH = 1.0  # seconds: so long a place that another process has just sealed may go unnoticed here
LATEST_FOR_LOGS = 60.0

log = structlog.get_logger(__name__)


class LeakRefused(SuspiciousOperation):
    """Words that tell a confidential place were about to leave. Its text is the way, never the words."""

    def __init__(self, way: str) -> None:
        super().__init__(f"{RULE}: {way}")
        self.way = way


@dataclass(frozen=True)
class Source:
    """Where places come from. `mark` is cheap and differs when the places do; None: there are none."""

    mark: Callable[[], Hashable | None]
    places: Callable[[], Iterable[Place]]


@dataclass(frozen=True)
class _Kept:
    mark: Hashable | None
    needles: Needles
    asked_at: float


NEVER = float("-inf")
NOTHING = _Kept(None, Needles(), NEVER)
_SOURCES: dict[str, Source] = {}
_KEPT: dict[str, _Kept] = {}
_ASKED_FOR_LOGS: dict[str, float] = {}


def register(name: str, source: Source) -> None:
    """Add a source of places."""
    _SOURCES[name] = source
    _KEPT[name] = NOTHING


def unregister(name: str) -> None:
    """Take a source away again."""
    del _SOURCES[name], _KEPT[name]
    _ASKED_FOR_LOGS.pop(name, None)


def forget() -> None:
    """Ask anew at the next look: places have just changed."""
    for name in _SOURCES:
        _KEPT[name] = NOTHING
    _ASKED_FOR_LOGS.clear()


def is_recognisable(street: str) -> bool:
    """Whether an address says enough for the shield to know it by."""
    return bool(street_needles(street))


def would_tell(place: Place, said: object) -> bool:
    """Whether words would tell a place that is not guarded yet."""
    return needles_of([place]).found_in("\n".join(_texts(said)))


def holds_place(said: object) -> bool:
    """Whether a text, or any text within rows, mappings and dataclasses, tells a confidential place."""
    found = [needles for name in _SOURCES if (needles := _needles(name))]
    if not found:
        return False
    text = said if isinstance(said, str) else "\n".join(_texts(said))
    return any(needles.found_in(text) for needles in found)


def refuse_leak(said: object, way: str) -> None:
    """Let words pass on a way out, like `letters.html`. Raises: LeakRefused when they tell a place."""
    if holds_place(said):
        log.warning("shield_refused", rule=RULE, field=way)
        raise LeakRefused(way)


def cover(text: str) -> str:
    """Return a text for a log line, or a sign in its place. Never raises, and never asks in a transaction."""
    for name in _SOURCES:
        now = time.monotonic()
        newest = max(_KEPT[name].asked_at, _ASKED_FOR_LOGS.get(name, NEVER))
        if now - newest > LATEST_FOR_LOGS and not connection.in_atomic_block:
            _ASKED_FOR_LOGS[name] = now  # before asking: that may itself be logged
            with suppress(Error):
                _needles(name)
        if _KEPT[name].needles and _KEPT[name].needles.found_in(text):
            return "…"
    return text


def _needles(name: str) -> Needles:
    kept = _KEPT[name]
    now = time.monotonic()
    if now - kept.asked_at <= FRESH:
        return kept.needles
    mark = _SOURCES[name].mark()
    if mark is None:
        needles = Needles()
    else:
        needles = kept.needles if mark == kept.mark else needles_of(_SOURCES[name].places())
    _KEPT[name] = _Kept(mark, needles, now)
    return needles


def _texts(said: object) -> Iterator[str]:
    match said:
        case str():
            yield said
        case None | bytes() | bytearray() | memoryview():
            return
        case Mapping():
            for key, value in said.items():
                yield from _texts(key)
                yield from _texts(value)
        case list() | tuple() | set() | frozenset():
            for item in said:
                yield from _texts(item)
        case _ if is_dataclass(said) and not isinstance(said, type):
            for one in fields(said):
                yield from _texts(getattr(said, one.name))
        case _:
            yield str(said)
