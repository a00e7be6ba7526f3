"""What a device at the door shows: shifts by their times, a code for each, and no name of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from core.codes import qr_svg
from volunteers.models import Shift, ShiftKiosk
from volunteers.models.attendance import COUNTED_AFTER, OPENS_BEFORE
from volunteers.proofs import CODE_STEP, door_codes
from volunteers.reports.when import When, moment_words, when


@dataclass(frozen=True)
class Door:
    """A shift at the door. `name` is empty at a confidential place; `code` until it can be checked in."""

    when: When
    name: str
    code: str
    picture: SafeString | str
    opens: str

    @property
    def spaced(self) -> str:
        """The code as people read it, in two halves."""
        middle = len(self.code) // 2
        return f"{self.code[:middle]} {self.code[middle:]}"


@dataclass(frozen=True)
class KioskPage:
    """The page of a device. `fresh_until`: from when its codes are new ones."""

    doors: list[Door]
    label: str
    fresh_until: str


def kiosk_page(kiosk: ShiftKiosk, shifts: Sequence[Shift], now: datetime) -> KioskPage:
    """Return what the device shows now, of the shifts of its place."""
    home = the_zone()
    zone = kiosk.site.zone
    step = CODE_STEP.total_seconds()
    fresh_until = datetime.fromtimestamp((now.timestamp() // step + 1) * step, tz=UTC)
    return KioskPage(
        doors=[_door(kiosk, shift, home, now) for shift in shifts],
        label="" if kiosk.site.is_confidential else kiosk.site.label,
        fresh_until=moment_words(fresh_until, zone=zone, now=now),
    )


def _door(kiosk: ShiftKiosk, shift: Shift, home: str, now: datetime) -> Door:
    times = when(shift, home=home, now=now)
    name = "" if kiosk.site.is_confidential else f"{shift.role} · {shift.role.program}"
    opens_at = shift.starts_at - OPENS_BEFORE
    if not opens_at <= now <= shift.ends_at + COUNTED_AFTER:
        return Door(times, name, "", "", moment_words(opens_at, zone=shift.zone, now=now))
    code = door_codes(kiosk, shift, now)[0]
    path = reverse("volunteers:check_in", args=[code])
    label = _("Code to scan for the shift %(hours)s") % {"hours": times.hours}
    return Door(times, name, code, qr_svg(f"{settings.SITE_URL}{path}", label), "")
