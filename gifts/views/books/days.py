"""Days and months as addresses carry them."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from accounts.organisation import the_zone
from core.clock import legal_day

YEARS = range(1900, 2200)


def today() -> date:
    """Return the organisation's day."""
    return legal_day(timezone.now(), the_zone())


def day_of(request: HttpRequest, name: str, otherwise: date) -> date:
    """Return the day that an address names, or another where it makes no sense."""
    return _read(request.GET.get(name, ""), otherwise)


def month_of(request: HttpRequest, otherwise: date) -> date:
    """Return the first day of the month that an address names, like 2026-11."""
    return _read(f"{request.GET.get('month', '')}-01", otherwise)


def _read(text: str, otherwise: date) -> date:
    """A day of an age that has books: what lies around the others is no day that can be reckoned with."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if day.year in YEARS else otherwise
