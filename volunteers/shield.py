"""Tells the shield (`core.shield`) which places must not be told. Imported when the app starts."""

from collections.abc import Hashable, Iterator

import structlog
from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models.functions import MD5

from core.encryption import CannotOpen
from core.shield import Place, Source, register
from volunteers.location import open_location_text
from volunteers.models import SiteSecret

log = structlog.get_logger(__name__)


def mark() -> Hashable | None:
    """Return what changes when a sealed place does, by one small query; None without keys or places."""
    if not settings.LOCATION_KEYS:
        return None
    joined = StringAgg("sealed", delimiter=" ", order_by="site_id")
    found: str | None = SiteSecret.objects.aggregate(digest=MD5(joined))["digest"]
    return (found, tuple(settings.LOCATION_KEYS)) if found else None


def places() -> Iterator[Place]:
    """Yield what must not be told of each place. One that does not open is passed by; `doctor` says so."""
    for site_id, sealed in SiteSecret.objects.values_list("site_id", "sealed"):
        try:
            location = open_location_text(site_id=site_id, sealed=sealed)
        except CannotOpen:
            log.error("place_does_not_open", object_id=site_id)
            continue
        yield Place(
            street=location.street,
            lines=(location.unit, location.entry),
            phone=location.phone,
            point=location.point,
        )


def closed_places() -> list[str]:
    """Return the labels of places whose sealed text no key of ours opens."""
    closed = []
    for secret in SiteSecret.objects.select_related("site"):
        try:
            open_location_text(site_id=secret.site_id, sealed=secret.sealed)
        except CannotOpen:
            closed.append(secret.site.label)
    return closed


register("volunteers", Source(mark=mark, places=places))
