"""Default deny: a view opens only to those whom its mark admits.

Who may not see a page learns nothing of it: other people get 404, as if it were not there. Strangers are sent
to sign in, staff to whatever proof is missing.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.access import Access, Gate
from accounts.foreign_routes import ENROLMENT, mark_of
from accounts.models import User
from accounts.paths import with_next
from accounts.proofs import Missing, missing_for_desk, standing_of

log = structlog.get_logger(__name__)

LOOKING = {"GET", "HEAD"}


def default_deny(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        response = get_response(request)
        # a public page that never touched the session says the same to everyone
        if not _is_open(request) or (request.session.accessed and request.user.is_authenticated):
            add_never_cache_headers(response)  # says no-store: what is behind a sign-in stays in no cache
        return response

    middleware.process_view = process_view  # type: ignore[attr-defined] # Django looks for it here
    return middleware


def process_view(
    request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
) -> HttpResponse | None:
    """Let the request through (None), or answer in the view's place. Raises: Http404."""
    match = request.resolver_match
    if match is None:
        raise Http404
    access = mark_of(match)
    if access is None:
        log.warning("route_without_mark", name=match.view_name)
        raise Http404
    if access.gate is Gate.PUBLIC:
        return None
    user = request.user
    if not isinstance(user, User):
        return _to(request, "accounts:sign_in")
    return _for_user(request, user, access, match)


def _for_user(request: HttpRequest, user: User, access: Access, match: ResolverMatch) -> HttpResponse | None:
    standing = standing_of(user)
    if access.gate is Gate.STAFF and not access.roles & user.roles:
        raise Http404
    timezone.activate(standing.zone)  # people read the clock on the organisation's wall
    if match.view_name in ENROLMENT or not user.is_staff:
        return None
    missing = missing_for_desk(request, user, has_factor=standing.has_factor, recent=access.recent)
    if missing is Missing.ENROLMENT:
        return _to(request, "accounts:security")
    if access.gate is Gate.SIGNED_IN or missing is Missing.NOTHING:
        return None
    if request.method not in LOOKING:
        late = _("Nothing was changed yet. Show who you are, then press the button again.")
        messages.warning(request, late)
    if missing is Missing.FACTOR:
        return _to(request, "mfa_reauthenticate")
    return _to(request, "account_reauthenticate" if user.has_usable_password() else "accounts:password")


def _is_open(request: HttpRequest) -> bool:
    """Whether the page that answered is one for strangers."""
    access = mark_of(request.resolver_match) if request.resolver_match else None
    return access is not None and access.gate is Gate.PUBLIC


def _to(request: HttpRequest, route: str) -> HttpResponse:
    """Send the browser to a proof, and back afterwards: to the page it wanted, or to that with the button."""
    path = request.get_full_path() if request.method in LOOKING else _page_before(request)
    return HttpResponseRedirect(with_next(reverse(route), path))


def _page_before(request: HttpRequest) -> str:
    """Return the path of our page from which a form was sent; nothing when the browser does not say."""
    origin = f"{request.scheme}://{request.get_host()}"
    before = request.headers.get("referer", "")
    return before.removeprefix(origin) if before.startswith(f"{origin}/") else ""
