"""Acts that want the second factor of this quarter-hour: what was typed is there again after that detour."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.paths import with_next
from accounts.proofs import has_fresh_factor

KEPT = "receipts.typed"


def detour(request: HttpRequest, typed: dict[str, Any]) -> HttpResponse | None:
    """Send to the second factor and keep what was typed, which its guard let pass; None where it is fresh."""
    if has_fresh_factor(request, person(request)):
        return None
    request.session[KEPT] = {"path": request.path, "typed": typed}
    messages.warning(request, _("Nothing was changed yet. Show who you are, then press the button again."))
    return redirect(with_next(reverse("mfa_reauthenticate"), request.get_full_path()))


def typed_before(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed on this page before the detour, once."""
    kept = request.session.get(KEPT)
    if not isinstance(kept, dict) or kept.get("path") != request.path:
        return {}
    del request.session[KEPT]
    typed: dict[str, Any] = kept["typed"]
    return typed
