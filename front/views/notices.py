"""What the site owes to visitors, to robots and to those who find a hole in it."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from volunteers.actions.messages import KEPT as MESSAGES_KEPT
from volunteers.actions.retention import UNPROVEN_KEPT


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, what we never keep, and how to stay safe on this site."""
    context = {
        "organisation": the_organisation(),
        "unproven_days": UNPROVEN_KEPT.days,
        "draft_days": settings.DRAFTS_KEPT_DAYS,
        "reference_days": settings.REFERENCES_KEPT_DAYS,
        "message_days": MESSAGES_KEPT.days,
    }
    return render(request, "front/privacy.html", context)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be found; personal and staff pages may not."""
    closed = ["/accounts/", "/admin/", "/desk/", "/my/", "/receipts/check/", "/wishes/kept/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a hole, as RFC 9116 asks; good for half a year from the day it is read."""
    expires = datetime.combine(timezone.now().date() + timedelta(days=180), datetime.min.time(), UTC)
    lines = [
        f"Contact: mailto:{the_organisation().email or settings.DEFAULT_FROM_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.SITE_URL}{reverse('front:security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
