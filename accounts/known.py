"""Who may sign in though no user exists yet: whoever a noun above has on record. Those apps register here."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Book:
    """One app's record of people: whether an address is in it, and how a proven user joins their row."""

    has: Callable[[str], bool]
    join: Callable[[User], None]


BOOKS: dict[str, Book] = {}


def register(name: str, *, has: Callable[[str], bool], join: Callable[[User], None]) -> None:
    """Add an app's book. `join` runs at each sign-in by code and must be harmless to repeat."""
    BOOKS[name] = Book(has=has, join=join)


def may_sign_in(email: str) -> bool:
    """Whether a code for this address leads anywhere. Addresses are in lower case."""
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user.is_active
    return any(book.has(email) for book in BOOKS.values())


def join_all(user: User) -> None:
    """Tie a user whose address is proven to the rows that carry it."""
    for book in BOOKS.values():
        book.join(user)
