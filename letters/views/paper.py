"""A mail's HTML shown inside a page: in a frame that can do nothing but be looked at."""

from django.http import HttpResponse

# a mail carries its style on each element, so this one kind of page allows that, and nothing else at all
PAPER_POLICY = {
    "sandbox": [""],
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}


def paper(html: str) -> HttpResponse:
    """Return a mail's HTML as a page that runs nothing, loads nothing, and may stand in a frame of ours."""
    response = HttpResponse(html)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_config = PAPER_POLICY  # type: ignore[attr-defined] # what django-csp's decorator sets
    return response


def frame_of(response: HttpResponse) -> HttpResponse:
    """Let a page show a frame of our own site."""
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined] # how django-csp is told
    return response
