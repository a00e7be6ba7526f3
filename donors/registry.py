"""What the apps above say of a merge: donors know no gifts, and gifts know what a merge means for them.

Each signs in here, in the order of the apps: a receipt follows its gift.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

Keys = dict[str, list[str]]


@dataclass(frozen=True)
class Parted:
    """A merge that is being undone: the two records, what was the folded one's alone, and since when."""

    kept_id: int
    folded_id: int
    emails: frozenset[str]
    customers: frozenset[str]
    since: datetime


@dataclass(frozen=True)
class Knots:
    """Rows that name both records at once, where one donor may stand once only.

    `untie` lets them name one, and returns the keys of those it changed; `tie` is its reverse.
    """

    untie: Callable[[int, int], list[str]]
    tie: Callable[[int, int, list[str]], None]


RETURNS: dict[str, Callable[[Parted], int]] = {}
KNOTS: dict[str, Knots] = {}


@contextmanager
def folding() -> Iterator[None]:
    """Rows change hands between two records of one donor: triggers that note changes of them look away."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('harbor.folding', 'yes', true)")
        yield
        cursor.execute("SELECT set_config('harbor.folding', '', true)")


def returns(name: str, give_back: Callable[[Parted], int]) -> None:
    """Register what gives back to the folded record what came for it after the merge; it returns how many."""
    RETURNS[name] = give_back


def give_back(parted: Parted) -> int:
    """Let every app give back what came for the folded record; return how many rows did."""
    return sum(give(parted) for give in RETURNS.values())


def untie(kept_id: int, folded_id: int) -> Keys:
    """Untie what names both records; return what `tie` needs."""
    return {name: keys for name, knots in KNOTS.items() if (keys := knots.untie(kept_id, folded_id))}


def tie(kept_id: int, folded_id: int, keys: Keys) -> None:
    """Tie again what `untie` untied."""
    for name, knots in KNOTS.items():
        if keys.get(name):
            knots.tie(kept_id, folded_id, keys[name])
