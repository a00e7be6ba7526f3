"""What an address asks for in words."""

from django.http import HttpRequest

MOST = 100


def words_of(request: HttpRequest) -> str:
    """Return what somebody searches for, in one line of at most 100 signs; the database takes no NUL."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST]
