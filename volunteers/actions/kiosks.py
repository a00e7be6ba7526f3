"""Devices at the door: opened for a day, and what is typed or scanned there.

A device holds a token of its own and no staff session. What it shows for a shift changes every few minutes,
so that it opens nothing at home; the number of a volunteer is of one sign-up and no use on another shift.
"""

from datetime import datetime, time, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from volunteers.actions.attending import AttendanceRefused
from volunteers.models import Shift, ShiftKiosk, SignUp, Site, Volunteer
from volunteers.models.attendance import COUNTED_AFTER
from volunteers.proofs import door_codes, door_number

A_DAY = timedelta(days=1)
# so many wrong numbers within so long, and no number is taken for a while
MISSES, MISSES_WITHIN = 10, timedelta(minutes=10)


def open_kiosk(*, site_id: int, actor: User, now: datetime) -> tuple[ShiftKiosk, str]:
    """Make a device of somebody's the kiosk of a place; return it with its token, which is kept nowhere else.

    It ends with the local day, or with the last shift that begins on that day.
    """
    with transaction.atomic():
        site = Site.objects.get(pk=site_id)
        token = token_urlsafe(32)
        kiosk = ShiftKiosk.objects.create(
            site=site,
            token_hash=sha256(token.encode()).hexdigest(),
            opened_by=actor,
            opened_at=now,
            closes_at=_closes_at(site, now),
        )
        record(actor=actor, verb="kiosk.opened", about=("site", str(site.pk)), now=now)
        return kiosk, token


def close_kiosk(*, kiosk_id: int, actor: User, now: datetime) -> ShiftKiosk:
    """End a kiosk; one that has ended stays as it is."""
    with transaction.atomic():
        kiosk = ShiftKiosk.objects.select_for_update().get(pk=kiosk_id)
        if kiosk.closed_at is None:
            kiosk.closed_at = now
            kiosk.save(update_fields=["closed_at"])
            record(actor=actor, verb="kiosk.closed", about=("site", str(kiosk.site_id)), now=now)
        return kiosk


def kiosk_of(token: str, now: datetime) -> ShiftKiosk | None:
    """Return the open kiosk that holds a token."""
    digest = sha256(token.encode()).hexdigest()
    return ShiftKiosk.objects.open(now).select_related("site").filter(token_hash=digest).first()


def shifts_at(kiosk: ShiftKiosk, now: datetime) -> list[Shift]:
    """Return the shifts of its place that one can come to or leave while it is open."""
    rows = Shift.objects.open().filter(site=kiosk.site_id, ends_at__gt=now - COUNTED_AFTER)
    return list(rows.filter(starts_at__lt=kiosk.closes_at).select_related("role__program", "site"))


def sign_up_by_number(*, kiosk_id: int, number: str, now: datetime) -> int:
    """Return the confirmed sign-up whose number was typed.

    Raises: AttendanceRefused for a number of nobody, and for any number after too many of those.
    """
    with transaction.atomic():
        kiosk = ShiftKiosk.objects.select_for_update().get(pk=kiosk_id)
        is_recent = kiosk.missed_at is not None and now - kiosk.missed_at < MISSES_WITHIN
        is_paused = is_recent and kiosk.misses >= MISSES
        found = [] if is_paused else _with_number(kiosk, number, now)
        if not found and not is_paused:
            kiosk.misses, kiosk.missed_at = kiosk.misses + 1 if is_recent else 1, now
            kiosk.save(update_fields=["misses", "missed_at"])
    if is_paused:
        raise AttendanceRefused(
            _("Too many wrong numbers. Please scan the code with your phone, or ask a coordinator."), "number"
        )
    if len(found) != 1:
        raise AttendanceRefused(
            _("No shift here today has this number. It stands beside your shift on your own page."), "number"
        )
    return found[0]


def sign_up_by_code(*, volunteer: Volunteer, code: str, now: datetime) -> SignUp:
    """Return a volunteer's confirmed sign-up on the shift whose code an open kiosk shows.

    Raises: AttendanceRefused for a code that none shows now, and for a shift they are not on.
    """
    for kiosk in ShiftKiosk.objects.open(now):
        for shift in shifts_at(kiosk, now):
            if any(constant_time_compare(code, shown) for shown in door_codes(kiosk, shift, now)):
                return _own_sign_up(volunteer, shift)
    raise AttendanceRefused(
        _("This code is over. Please scan the one that the device at the door shows now.")
    )


def _own_sign_up(volunteer: Volunteer, shift: Shift) -> SignUp:
    own = SignUp.objects.filter(volunteer=volunteer, shift=shift, state=SignUp.State.CONFIRMED).first()
    if own is None:
        raise AttendanceRefused(
            _("You are not on this shift. If you came to help, a coordinator can sign you up.")
        )
    own.shift = shift
    return own


def _with_number(kiosk: ShiftKiosk, number: str, now: datetime) -> list[int]:
    confirmed = SignUp.objects.filter(shift__in=shifts_at(kiosk, now), state=SignUp.State.CONFIRMED)
    return [one.pk for one in confirmed if constant_time_compare(door_number(one), number)]


def _closes_at(site: Site, now: datetime) -> datetime:
    zone = ZoneInfo(site.zone)
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today + A_DAY, time.min, zone)
    of_today = Shift.objects.open().filter(site=site, ends_at__gt=now, starts_at__lt=midnight)
    ends = of_today.order_by("-ends_at").values_list("ends_at", flat=True).first()
    return max(midnight, ends + COUNTED_AFTER) if ends else midnight
