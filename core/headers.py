"""The one security header that neither Django nor another package sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def same_origin_resources(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return a middleware that keeps other sites from embedding what we answer, static files included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
