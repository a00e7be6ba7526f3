"""Default deny: a view opens only to those whom its mark admits."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import PUBLIC, Access, Gate


def default_deny(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware. (First cut: third-party routes and the second factor follow.)"""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
