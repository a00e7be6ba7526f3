"""Where a confidential place is: sealed by its keepers, read by who is due there, and by nobody else.

Keepers write and never read back: an address that is wrong is written anew. So there is one way to read one.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Organisation, User
from core.encryption import CannotOpen
from core.shield import Place, forget, is_recognisable, would_tell
from volunteers.gates import is_cleared
from volunteers.gates.days import local_days
from volunteers.location import (
    Location,
    LocationsOff,
    is_on,
    needs_resealing,
    open_location_text,
    seal_location_text,
)
from volunteers.models import (
    LocationReading,
    Lockdown,
    Shift,
    SignUp,
    Site,
    SiteSecret,
)
from volunteers.models.sites import SHOWN_BEFORE

__all__ = [
    "Location",
    "LocationRefused",
    "SealRefused",
    "hold_readings",
    "is_on",
    "reseal_locations",
    "reveal_location",
    "seal_location",
]

READINGS = "volunteers.location"  # the advisory lock that readings share and a lockdown holds alone

log = structlog.get_logger(__name__)


class SealRefused(Exception):
    """The sentence is for the person."""


class LocationRefused(Exception):
    """The address is not shown. One sentence for every reason, so that it tells nothing."""


def seal_location(*, site_id: int, location: Location, actor: User | None, now: datetime) -> None:
    """Write down where a confidential place is, in place of what stood there.

    Raises: SealRefused without a key, for a place that is not confidential, for an address that the shield
    could not know again, and where label, district or the organisation's own address tell it.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site_id)
        _check_sealable(site, location)
        try:
            sealed = seal_location_text(site_id=site.pk, location=location)
        except LocationsOff as error:
            raise SealRefused(_("No key for places is set here, so no address can be kept.")) from error
        SiteSecret.objects.update_or_create(site=site, defaults={"sealed": sealed, "changed_at": now})
        record(
            actor=actor,
            verb="location.sealed",
            about=("site", str(site.pk)),
            now=now,
            after={"phone": bool(location.phone), "point": location.point is not None},
        )
        forget()
    forget()


def reveal_location(*, sign_up_id: int, user: User, is_fresh_factor: bool, now: datetime) -> Location:
    """Return where a volunteer is due, and note that they were told.

    Whoever is not due, not cleared, early, late or not sure to be themselves gets the same refusal.

    Raises: LocationRefused; SignUp.DoesNotExist.
    """
    with transaction.atomic():
        hold_readings(alone=False)
        rows = SignUp.objects.select_for_update(of=("self",))
        sign_up = rows.select_related("volunteer__user", "shift__role__program", "shift__site").get(
            pk=sign_up_id
        )
        site = sign_up.shift.site
        reason = _reason_against(Asker(user, is_fresh_factor), sign_up, now)
        if reason:
            log.info("location_refused", rule=reason, user_id=user.pk, object_id=sign_up.pk)
            raise LocationRefused(neutral())
        location = _opened(site)
        LocationReading.objects.create(site=site, sign_up=sign_up, user=user, at=now)
        record(
            actor=user,
            verb="location.read",
            about=("site", str(site.pk)),
            now=now,
            after={"sign_up": sign_up.pk},
        )
    return location


def neutral() -> str:
    """Return what everybody reads to whom no address is shown, whatever the reason."""
    return _("The address is not shown now. If you are due there, a coordinator can help.")


def hold_readings(*, alone: bool) -> None:
    """Wait until no reading is under way (`alone`), or let readings pass beside each other, until commit.

    Without it a reading that began before a lockdown could end after it.
    """
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [READINGS])


def reseal_locations() -> int:
    """Seal with the first key what an older one sealed; returns how many. Raises: CannotOpen."""
    count = 0
    with transaction.atomic():
        for secret in SiteSecret.objects.select_for_update().order_by("pk"):
            if needs_resealing(secret.sealed):
                location = open_location_text(site_id=secret.site_id, sealed=secret.sealed)
                secret.sealed = seal_location_text(site_id=secret.site_id, location=location)
                secret.save(update_fields=["sealed"])
                count += 1
    forget()
    return count


@dataclass(frozen=True)
class Asker:
    """Who asks, and whether they have just shown a second factor."""

    user: User
    is_fresh: bool


def _reason_against(asker: Asker, sign_up: SignUp, now: datetime) -> str:
    """Return the first condition that does not hold, or nothing when the address is due."""
    shift, volunteer = sign_up.shift, sign_up.volunteer
    is_own = volunteer.user_id == asker.user.pk and asker.user.is_active and volunteer.left_at is None
    conditions = {
        "own": is_own,
        "factor": asker.is_fresh,
        "confidential": shift.site.is_confidential,
        "open_shift": shift.state == Shift.State.OPEN,
        "seat": sign_up.state == SignUp.State.CONFIRMED,
        "time": shift.starts_at - SHOWN_BEFORE <= now < shift.ends_at,
        "lockdown": not Lockdown.objects.open().exists(),
        "sealed": is_on() and SiteSecret.objects.filter(site=shift.site).exists(),
        # the agreement in its wording of those days is part of it
        "cleared": all(
            is_cleared(volunteer=volunteer, program=shift.role.program, site=shift.site, day=day)
            for day in local_days(shift.starts_at, shift.ends_at, shift.zone)
        ),
    }
    return next((name for name, holds in conditions.items() if not holds), "")


def _opened(site: Site) -> Location:
    secret = SiteSecret.objects.get(site=site)
    try:
        return open_location_text(site_id=site.pk, sealed=secret.sealed)
    except CannotOpen:
        log.error("place_does_not_open", object_id=site.pk)
        raise LocationRefused(neutral()) from None


def _check_sealable(site: Site, location: Location) -> None:
    if not site.is_confidential:
        raise SealRefused(_("Only a confidential place has a sealed address. Change its kind first."))
    if not is_recognisable(location.street):
        raise SealRefused(_("Please write street and number, so that it can be told from other words."))
    place = Place(location.street, (location.unit, location.entry), location.phone, location.point)
    if would_tell(place, [site.label, site.district]):
        raise SealRefused(_("The label or the district tells this address. Change them first."))
    public = Organisation.objects.values_list("legal_name", "public_name", "address", "phone", "website")
    if would_tell(place, list(public)):
        raise SealRefused(
            _("This address or phone stands on the organisation's letterhead. Change it there first.")
        )
