"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's address; the Host header is never trusted for one."""
    return {"SITE_URL": settings.SITE_URL}
