"""Where a confidential place is: sealed and opened here, and nowhere else.

Only `volunteers.actions.locations` and `volunteers.shield` may import this (import-linter). The keys are of
their own (LOCATION_KEYS), and each sealed text is bound to its site so that it opens for no other. Without
a key the feature is off: nothing is sealed, nothing opens, and the rest of the house works.
"""

import json
from dataclasses import asdict, dataclass

from django.conf import settings

from core.encryption import CannotOpen, is_sealed_with_first, seal, unseal


class LocationsOff(Exception):
    """No key is set: confidential places cannot be kept here."""


@dataclass(frozen=True)
class Location:
    """Street and number, what helps to find the door, town, phone, point on the map, how to get in."""

    street: str
    unit: str = ""
    town: str = ""
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    entry: str = ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def is_on() -> bool:
    """Whether a key is set."""
    return bool(settings.LOCATION_KEYS)


def seal_location_text(*, site_id: int, location: Location) -> str:
    """Return a location sealed for its site. Raises: LocationsOff."""
    if not is_on():
        raise LocationsOff
    return seal(json.dumps(asdict(location)), keys=settings.LOCATION_KEYS, bound_to=_bond(site_id))


def open_location_text(*, site_id: int, sealed: str) -> Location:
    """Return the location that was sealed for this site. Raises: LocationsOff; CannotOpen."""
    if not is_on():
        raise LocationsOff
    values = json.loads(unseal(sealed, keys=settings.LOCATION_KEYS, bound_to=_bond(site_id)))
    try:
        return Location(**values)
    except TypeError as error:
        raise CannotOpen from error


def needs_resealing(sealed: str) -> bool:
    """Whether another than the first key sealed it."""
    return not is_sealed_with_first(sealed, keys=settings.LOCATION_KEYS)


def _bond(site_id: int) -> str:
    return f"volunteers.site:{site_id}"
