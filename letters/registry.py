"""How an address wishes to be written to, and who notes what it chooses.

Letters know addresses and no people: the apps above sign in here, from their `letters.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Manner:
    """The wishes behind an address: nothing by mail, nothing but a neutral note, only what we owe for now."""

    is_page_only: bool = False
    is_neutral: bool = False
    quiet_until: date | None = None


@dataclass(frozen=True)
class Choice:
    """That an address declined a topic by the link in a letter, or took that back."""

    email: str
    topic: str
    is_given: bool
    at: datetime


USUAL = Manner()
MANNERS: list[Callable[[str], Manner]] = []
NOTES: list[Callable[[Choice], None]] = []


def manner_of(email: str) -> Manner:
    """Return how an address (in lower case) wishes to be written to."""
    return next((manner for ask in MANNERS if (manner := ask(email)) != USUAL), USUAL)


def note_choice(choice: Choice) -> None:
    """Tell whoever keeps a record of consent."""
    for note in NOTES:
        note(choice)
