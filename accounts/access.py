"""Who may open which page. A view without a mark is closed to everyone.

The mark stands first on the view: `@public`, `@signed_in`, or `@staff(Role.FINANCE, …)`. Views of other
packages are marked by route name in `accounts.foreign_routes`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from accounts.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Found = TypeVar("Found")
READ = ("GET", "HEAD")

EVERY_ROLE = frozenset(Role)


class Gate(Enum):
    """What a visitor must have shown."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"


@dataclass(frozen=True)
class Access:
    """A gate, and for staff the roles that pass it; `recent` wants the second factor of this quarter-hour."""

    gate: Gate
    roles: frozenset[Role] = frozenset()
    recent: bool = False


PUBLIC = Access(Gate.PUBLIC)
SIGNED_IN = Access(Gate.SIGNED_IN)


def marked(access: Access) -> Callable[[View], View]:
    """Return a decorator that writes the mark on a view."""

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined] # a function takes any attribute; mypy knows none
        return view

    return mark


def public(view: View) -> View:
    """Open to strangers."""
    return marked(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Open to whoever signed in; what they see is narrowed by `visible_to`."""
    return marked(SIGNED_IN)(view)


def own(
    find: Callable[..., Found], *methods: str
) -> Callable[[Callable[[HttpRequest, Found], HttpResponse]], Callable[..., HttpResponse]]:
    """Mark the page of one thing that belongs to one person; `find(user, **names)` returns it or raises 404.

    It is looked for before the method is: what is somebody else's is not there, whatever is asked of it.
    """

    def wrap(view: Callable[[HttpRequest, Found], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, **names: Any) -> HttpResponse:
            found = find(person(request), **names)
            return view(request, found) if request.method in methods else HttpResponseNotAllowed(methods)

        return signed_in(page)

    return wrap


def staff(*roles: Role, recent: bool = False) -> Callable[[View], View]:
    """Open to holders of one of these roles with a second factor of today, or of this quarter-hour."""
    return marked(Access(Gate.STAFF, frozenset(roles), recent))


def person(request: HttpRequest) -> User:
    """Return who is signed in, on a page that strangers cannot open.

    Raises: TypeError on a page whose mark let a stranger pass.
    """
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in here: the view lacks its mark")
    return request.user
