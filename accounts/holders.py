"""Who holds something about a person. Each app signs in from its `people.py`.

A person may take all of it with them, have it forgotten, or move it to another address. Each holder says
what it has, and nobody else needs to know what that is.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from accounts.models import User

Cell = str | int | bool | date | datetime | Decimal | None


@dataclass(frozen=True)
class Table:
    """Rows that one app holds of a person, as they take them away. No secrets, nothing of other people."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Details:
    """What a person says of themselves."""

    name: str
    phone: str
    language: str


class Describe(Protocol):
    """How a holder takes details over."""

    def __call__(self, *, user: User, details: Details, now: datetime) -> None:
        """Write them on the person's row, if there is one."""


def _says_nothing(*, user: User, details: Details, now: datetime) -> None:
    """What most holders do: they name nobody."""


def _no_other_address(_user: User) -> Collection[str]:
    """What most holders know: the address that signs in is the only one."""
    return ()


def _nothing_moves(_user: User, _old: str, _new: str) -> None:
    """What most holders do: they know a person by the row, not by the address."""


@dataclass(frozen=True)
class Holder:
    """One app. `tell` returns its tables; `forget` drops what is personal, in the caller's transaction.

    `is_taken` says whether somebody else's row carries an address; `move` puts the old address's rows on the
    new one; `describe` takes over what a person says of themselves; `addresses` names the addresses that are
    theirs beside the one that signs in. `forget` may run again, and then changes nothing.
    """

    tell: Callable[[User], Sequence[Table]]
    forget: Callable[[User, datetime], None]
    is_taken: Callable[[User, str], bool] = field(default=lambda _user, _email: False)
    move: Callable[[User, str, str], None] = field(default=_nothing_moves)
    describe: Describe = field(default=_says_nothing)
    addresses: Callable[[User], Collection[str]] = field(default=_no_other_address)


# in the order of `settings.OUR_APPS`: the nouns below first
HOLDERS: dict[str, Holder] = {}


def register(name: str, holder: Holder) -> None:
    """Add an app's holder."""
    HOLDERS[name] = holder


def all_about(user: User) -> list[Table]:
    """Return everything that is held of a person."""
    return [table for holder in HOLDERS.values() for table in holder.tell(user)]


def addresses_of(user: User) -> set[str]:
    """Return every address at which a person is known here, in lower case."""
    others = (address for holder in HOLDERS.values() for address in holder.addresses(user))
    return {user.email, *(address for address in others if address)}


def is_taken(user: User, email: str) -> bool:
    """Whether an address (in lower case) already belongs to another record than this person's."""
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        return True
    return any(holder.is_taken(user, email) for holder in HOLDERS.values())
