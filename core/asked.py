"""What an address asks for in words and numbers."""

from django.http import HttpRequest

MOST = 100
LONGEST_NUMBER = 9


def words_of(request: HttpRequest) -> str:
    """Return what somebody searches for, in one line of at most 100 signs; the database takes no NUL."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST]


def number_of(request: HttpRequest, name: str) -> int | None:
    """Return a whole number that the address gives under a name; None for none and for nonsense."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
