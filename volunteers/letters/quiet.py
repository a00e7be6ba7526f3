"""The night of a volunteer, and when something may be said around it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from volunteers.models import Shift, Volunteer

# what is said less than this before a start comes too late to be of use
USEFUL = timedelta(hours=1)
# what cannot wait until morning is said this long before the night
EVENING = timedelta(hours=1)

Night = tuple[datetime, datetime]


class TooLate(Exception):
    """There is no waking hour left in which to say it."""


def night_at(at: datetime, *, volunteer: Volunteer, zone: str) -> Night | None:
    """Return begin and end (exclusive) of the quiet hours that hold a moment, on the wall clock of a zone."""
    local = at.astimezone(ZoneInfo(zone)).date()
    for day in (local - timedelta(days=1), local):
        begin, end = _quiet_from(day, volunteer, zone)
        if begin <= at < end:
            return begin, end
    return None


def _quiet_from(day: date, volunteer: Volunteer, zone: str) -> Night:
    """The quiet hours that begin on a day; none where both times are the same."""
    crosses = volunteer.quiet_until < volunteer.quiet_from
    last = day + timedelta(days=1) if crosses else day
    return _instant(day, volunteer.quiet_from, zone), _instant(last, volunteer.quiet_until, zone)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def due_at(starts_at: datetime, lead: timedelta, *, volunteer: Volunteer, zone: str) -> datetime:
    """Return when to remind: the lead before the start, else in the morning, else before the night begins."""
    wanted = starts_at - lead
    night = night_at(wanted, volunteer=volunteer, zone=zone)
    if night is None:
        return wanted
    begin, morning = night
    return morning if morning <= starts_at - USEFUL else begin - EVENING


def not_before(now: datetime, *, volunteer: Volunteer, shift: Shift, is_urgent: bool = False) -> datetime:
    """Return from when on something about a shift may be said: now, or in the morning.

    What is urgent (do not come!) breaks the quiet when morning would be too late.
    Raises: TooLate when the shift began, or morning is too late.
    """
    if now >= shift.starts_at:
        raise TooLate
    night = night_at(now, volunteer=volunteer, zone=shift.zone)
    if night is None:
        return now
    if night[1] <= shift.starts_at - USEFUL:
        return night[1]
    if is_urgent:
        return now
    raise TooLate
