"""When a shift is, in words: on the wall clock of where it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.letters.spoken import clock_pair, clock_words
from volunteers.models import Shift

NEAR = 7
SOME_DAY = date(2000, 1, 1)
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class When:
    """The span of a shift in its own zone. `home`: the organisation's zone, which need not be said."""

    starts: datetime
    ends: datetime
    home: str
    now: datetime

    @property
    def day(self) -> date:
        """The local day on which it begins."""
        return self.starts.date()

    @property
    def day_words(self) -> str:
        """`Tuesday, December 8`."""
        return day_words(self.day)

    @property
    def hours(self) -> str:
        """`3:00 – 6:00 PM`, and the zone where it is not the organisation's."""
        words = clocks(self.starts, self.ends)
        if self.ends.date() > self.day and self.ends.time() != datetime.min.time():
            words = _("%(hours)s the next day") % {"hours": words}
        return f"{words} {self.zone}".rstrip()

    @property
    def zone(self) -> str:
        """`MST` where the clock on the wall is not the organisation's; nothing where it is."""
        if self.starts.utcoffset() == self.starts.astimezone(ZoneInfo(self.home)).utcoffset():
            return ""
        name = self.starts.tzname() or ""
        return name if name.isalpha() else f"UTC{self.starts:%z}"

    @property
    def length(self) -> str:
        """`3 hours`, `1 hour 30 minutes`: as it will be lived, also when the clock changes."""
        # two moments with one zone between them would be subtracted as the hands of a clock
        return length_words(self.ends.astimezone(UTC) - self.starts.astimezone(UTC))

    @cached_property
    def days_off(self) -> int:
        """Midnights until it begins, on its own wall."""
        return (self.day - self.now.astimezone(self.starts.tzinfo).date()).days

    @property
    def near(self) -> str:
        """`today`, `tomorrow`, `in 3 days`."""
        if self.days_off < 2:
            return _("today") if self.days_off < 1 else _("tomorrow")
        return self.countdown

    @property
    def headline(self) -> str:
        """`Tomorrow, 3:00 PM`, `Friday, 3:00 PM`, `Tuesday, December 8, 3:00 PM`; or until when it lasts."""
        at = clock_words(self.starts)
        if self.starts <= self.now:
            return _("Now, until %(time)s") % {"time": clock_words(self.ends)}
        if self.days_off == 0:
            return _("Today, %(time)s") % {"time": at}
        if self.days_off == 1:
            return _("Tomorrow, %(time)s") % {"time": at}
        day = date_format(self.day, "l") if self.days_off < NEAR else self.day_words
        return _("%(day)s, %(time)s") % {"day": day, "time": at}

    @property
    def countdown(self) -> str:
        """`in 3 days`, `in 2 hours`, `in 20 minutes`; nothing for tomorrow, nor once it has begun."""
        left = self.starts - self.now
        if left <= timedelta(0) or self.days_off == 1:
            return ""
        if self.days_off > 1:
            return ngettext("in %(number)d day", "in %(number)d days", self.days_off) % {
                "number": self.days_off
            }
        minutes = max(int(left.total_seconds() // 60), 1)
        if minutes >= 60:
            hours = round(minutes / 60)
            return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
        return ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}


def when(shift: Shift, *, home: str, now: datetime) -> When:
    """Return when a shift is, in the words of its own wall."""
    zone = ZoneInfo(shift.zone)
    return When(shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone), home, now)


def clocks(starts: datetime, ends: datetime) -> str:
    """Return two times of a wall clock: `3:00 – 6:00 PM`, `10:00 PM – 7:00 AM`, `15:00 – 18:00`."""
    # a line may break at the dash only
    return " – ".join(word.replace(" ", NO_BREAK) for word in clock_pair(starts, ends))


def day_clocks(starts: time, ends: time) -> str:
    """Return two times of any day, the second perhaps on the next: `10:00 PM – 7:00 AM the next day`."""
    words = clocks(datetime.combine(SOME_DAY, starts), datetime.combine(SOME_DAY, ends))
    return _("%(hours)s the next day") % {"hours": words} if ends <= starts else words


def length_words(span: timedelta) -> str:
    """Return how long something lasts: `3 hours`, `1 hour 30 minutes`."""
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    parts = []
    if hours or not minutes:
        parts.append(ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours})
    if minutes:
        parts.append(ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes})
    return " ".join(parts)


def day_words(day: date) -> str:
    """Return a day with its weekday: `Tuesday, December 8`."""
    return date_format(day, "LONG_DAY_FORMAT")


def moment_words(at: datetime, *, zone: str, now: datetime) -> str:
    """Return a moment near today in words: `today, 3:00 PM`, `Monday, December 7, 3:00 PM`"""
    local = at.astimezone(ZoneInfo(zone))
    off = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    day = {0: _("today"), 1: _("tomorrow")}.get(off) or day_words(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": clock_words(local)}
