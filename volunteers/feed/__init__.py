"""A volunteer's shifts as a calendar (RFC 5545): when, and nothing else.

Each sign-up is one event whose UID stays; whatever changes raises its SEQUENCE. What holds a seat without a
last word is tentative. A seat that was given up stays as cancelled for a while, so that calendars strike it
out. The waitlist is left out. The same rows give the same bytes. There is no METHOD: that would make it an
invitation, which names an organizer (RFC 5546, 3.2.1).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.shield import refuse_leak
from volunteers.feed.zones import zone_rules
from volunteers.models import CalendarFeed, Lockdown, Shift, SignUp, SignUpEvent, Volunteer

KEPT = timedelta(days=90)
READ_AGAIN = timedelta(hours=1)


def open_feeds() -> QuerySet[CalendarFeed]:
    """Return the feeds that answer: not revoked, of somebody who is still here, with no lockdown on."""
    rows = CalendarFeed.objects.filter(revoked_at=None, volunteer__left_at=None)
    is_welcome = Q(volunteer__user=None) | Q(volunteer__user__is_active=True)
    return rows.filter(is_welcome).exclude(Exists(Lockdown.objects.filter(lifted_at=None)))


def sign_ups_of(volunteer: Volunteer, now: datetime) -> QuerySet[SignUp]:
    """Return what the calendar holds: seats, and seats given up, of the last 90 days and all days to come."""
    had_seat = SignUpEvent.objects.filter(sign_up=OuterRef("pk"), from_state__in=SignUp.HOLDING)
    given_up = Q(changed_at__gt=now - KEPT) & Exists(had_seat)
    rows = SignUp.objects.filter(volunteer=volunteer, shift__ends_at__gt=now - KEPT)
    seen = rows.exclude(state=SignUp.State.WAITING).filter(Q(state__in=SignUp.HOLDING) | given_up)
    return seen.select_related("shift").order_by("shift__starts_at", "pk")


def calendar_of(sign_ups: Iterable[SignUp], *, language: str) -> bytes:
    """Return the calendar of sign-ups whose shifts were read along.

    Raises: LeakRefused should anything in it tell a confidential place.
    """
    with translation.override(language):
        name = _("Volunteering")
    calendar = Calendar()
    calendar.add("PRODID", "-//Shifts//Calendar 1//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    rows = list(sign_ups)
    for zone, (first, last) in sorted(_years(rows).items()):
        calendar.add_component(zone_rules(zone, first, last))
    for sign_up in rows:
        calendar.add_component(_event(sign_up, name))
    text: bytes = calendar.to_ical()
    refuse_leak(text.decode(), "feed")
    return text


def _event(sign_up: SignUp, name: str) -> Event:
    shift = sign_up.shift
    status = _status(sign_up)
    is_firm = status == "CONFIRMED"
    start, end = _times(shift)
    event = Event()
    event.add("UID", str(sign_up.uid))
    event.add("DTSTAMP", _whole(sign_up.changed_at))
    event.add("LAST-MODIFIED", _whole(sign_up.changed_at))
    event.add("CREATED", _whole(sign_up.created_at))
    event.add("SEQUENCE", sign_up.sequence + shift.version)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", name)
    event.add("STATUS", status)
    event.add("TRANSP", "OPAQUE" if is_firm else "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    return event


def _status(sign_up: SignUp) -> str:
    if not sign_up.holds_seat or sign_up.shift.state == Shift.State.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if sign_up.state == SignUp.State.CONFIRMED else "TENTATIVE"


def _times(shift: Shift) -> tuple[datetime, datetime]:
    """Start and end on the wall clock of the place; in UTC when the clock shows that time a second time."""
    zone = ZoneInfo(shift.zone)
    start, end = _whole(shift.starts_at).astimezone(zone), _whole(shift.ends_at).astimezone(zone)
    return (start.astimezone(UTC), end.astimezone(UTC)) if start.fold or end.fold else (start, end)


def _years(sign_ups: Iterable[SignUp]) -> dict[str, tuple[int, int]]:
    """The zones that events name, each with the years in which it is used."""
    years: dict[str, tuple[int, int]] = {}
    for sign_up in sign_ups:
        start, end = _times(sign_up.shift)
        if start.tzinfo is UTC or sign_up.shift.zone == "UTC":
            continue
        first, last = years.get(sign_up.shift.zone, (start.year, end.year))
        years[sign_up.shift.zone] = (min(first, start.year), max(last, end.year))
    return years


def _whole(at: datetime) -> datetime:
    """A moment without fractions, which calendars do not know."""
    return at.astimezone(UTC).replace(microsecond=0)
