"""What every template may ask of the organisation."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.organisation import the_organisation


def organisation(_request: HttpRequest) -> dict[str, object]:
    """Return the organisation for footers and titles; it is read only where a page shows it."""
    return {"organisation": SimpleLazyObject(the_organisation)}
