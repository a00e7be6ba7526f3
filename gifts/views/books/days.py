"""Days and months as addresses carry them."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from accounts.organisation import the_zone
from core.clock import legal_day


def today() -> date:
    """Return the organisation's day."""
    return legal_day(timezone.now(), the_zone())


def day_of(request: HttpRequest, name: str, otherwise: date) -> date:
    """Return the day that an address names, or another where it makes no sense."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise


def month_of(request: HttpRequest, otherwise: date) -> date:
    """Return the first day of the month that an address names, like 2026-11."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return otherwise
