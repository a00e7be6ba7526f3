"""Stripe's messages past what is for people: no session, language, sign-in or page policy concerns them.

At a great giving day they come by the thousand, and the rest of the chain costs five times what keeping one
does (benchmarks/webhook.py).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gifts.views.webhook import webhook

ADDRESS = "/stripe/webhook/"  # promised to the outside; a test holds it against the route


def stripe_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return a middleware that answers Stripe at once. Any other method goes the whole way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == ADDRESS and request.method == "POST":
            response = webhook(request)
            # without it the server answers in chunks
            response.headers["Content-Length"] = str(len(response.content))
            return response
        return get_response(request)

    return middleware
