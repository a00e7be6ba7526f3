"""When a shift is, in words: on the wall clock of where it takes place, in the reader's language."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from volunteers.models import Shift


def shift_words(shift: Shift) -> str:
    """Return when a shift is, in the active language: `Tue, Dec 8, 3:00 – 6:00 PM`."""
    return span_words(shift.starts_at, shift.ends_at, shift.zone)


def span_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Return a span in words, in the active language.

    The zone is named where its clock is not the organisation's, and the hours are counted in a night in
    which the clock changes.
    """
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    ends_on = end - timedelta(microseconds=1)  # a shift until midnight is a shift of one day
    first, last = clock_pair(start, end)
    facts = {"day": day_words(start), "start": first, "end": last}
    if start.date() == ends_on.date():
        words = _("%(day)s, %(start)s – %(end)s") % facts
    else:
        facts["end_day"] = day_words(end)
        words = _("%(day)s, %(start)s – %(end_day)s, %(end)s") % facts
    notes = [note for note in (_zone_note(start, end), _hours_note(start, end)) if note]
    return f"{words} ({', '.join(notes)})" if notes else words


def moment_words(at: datetime, zone: str) -> str:
    """Return a moment in words, in the active language: `Tue, Dec 8, 3:00 PM`."""
    local = at.astimezone(ZoneInfo(zone))
    words = _("%(day)s, %(time)s") % {"day": day_words(local), "time": clock_words(local)}
    note = _zone_note(local, local)
    return f"{words} ({note})" if note else words


def day_words(local: datetime) -> str:
    """Return the day of a local moment: `Tue, Dec 8`."""
    return date_format(local, "WEEKDAY_FORMAT")


def clock_pair(start: datetime, end: datetime) -> tuple[str, str]:
    """Return two times of a wall clock; both before noon, or both after, is said once: `3:00`, `6:00 PM`."""
    first, last = clock_words(start), clock_words(end)
    if start.date() == end.date() and _half(start) == _half(end):
        first = first.removesuffix(_half(start)).rstrip()
    return first, last


def clock_words(local: datetime) -> str:
    """Return the time of a local moment: `3:00 PM`, `15:00`."""
    return _clock(local.time(), get_language())[0]


def _half(local: datetime) -> str:
    """The half of the day as the clock's words end in it; nothing where the clock counts to 24."""
    return _clock(local.time(), get_language())[1]


@lru_cache(maxsize=4096)
def _clock(at: time, _language: str | None) -> tuple[str, str]:
    """A time of day and its half in the active language. A letter asks seven times, a board at each shift."""
    words = time_format(at, "TIME_FORMAT")
    half = time_format(at, "A")
    return words, half if words.endswith(half) else ""


def _zone_note(start: datetime, end: datetime) -> str:
    """The zone's short name, unless the organisation's clock shows the same."""
    ours = ZoneInfo(the_zone())
    if all(at.utcoffset() == at.astimezone(ours).utcoffset() for at in (start, end)):
        return ""
    name = start.tzname() or ""
    offset = f"{start:%z}"
    return name if name.isalpha() else f"UTC{offset[:3]}:{offset[3:]}"


def _hours_note(start: datetime, end: datetime) -> str:
    """How long it lasts, where the clock alone would tell it wrong."""
    if start.utcoffset() == end.utcoffset():
        return ""
    hours = (end.astimezone(ZoneInfo("UTC")) - start.astimezone(ZoneInfo("UTC"))) / timedelta(hours=1)
    return ngettext("%(hours)g hour", "%(hours)g hours", round(hours)) % {"hours": hours}
