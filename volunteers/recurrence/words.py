"""Sentences for rules, in the language of the page."""

from collections.abc import Sequence
from datetime import date, time

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from volunteers.recurrence.rules import Kind, Repeat
from volunteers.recurrence.times import Pattern

NTH_WORDS: dict[int, Promise] = {
    1: _l("first"),
    2: _l("second"),
    3: _l("third"),
    4: _l("fourth"),
    -1: _l("last"),
}


def listed(words: Sequence[str]) -> str:
    """Return words as one reads them: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def repeat_sentence(repeat: Repeat) -> str:
    """Return how a rule repeats, in words: `Every Tuesday and Thursday`."""
    names = listed([str(WEEKDAYS[day]) for day in repeat.weekdays])
    every = {"count": repeat.every, "days": names}
    match repeat.kind:
        case Kind.DAILY:
            return ngettext("Every day", "Every %(count)s days", repeat.every) % every
        case Kind.WEEKLY if len(repeat.weekdays) == 7 and repeat.every == 1:
            return _("Every day")
        case Kind.WEEKLY:
            return ngettext("Every %(days)s", "Every %(count)s weeks on %(days)s", repeat.every) % every
        case Kind.MONTHLY_WEEKDAY:
            facts = {**every, "nths": listed([str(NTH_WORDS[nth]) for nth in repeat.nths])}
            return (
                ngettext(
                    "On the %(nths)s %(days)s of every month",
                    "On the %(nths)s %(days)s, every %(count)s months",
                    repeat.every,
                )
                % facts
            )
        case Kind.MONTHLY_DAY:
            return _monthly_day(repeat)


def _monthly_day(repeat: Repeat) -> str:
    facts = {"count": repeat.every, "day": repeat.month_day}
    if repeat.month_day == -1:
        words = ngettext(
            "On the last day of every month", "On the last day, every %(count)s months", repeat.every
        )
    else:
        words = ngettext(
            "On day %(day)s of every month", "On day %(day)s, every %(count)s months", repeat.every
        )
    return words % facts


def clock_time(at: time) -> str:
    """Return a wall time as the page's language writes it: `3:00 PM`, `15:00`."""
    return time_format(at, "TIME_FORMAT")


def span_words(start: time, end: time) -> str:
    """Return from when to when, and whether that is tomorrow."""
    facts = {"start": clock_time(start), "end": clock_time(end)}
    if end <= start:
        return _("%(start)s to %(end)s (ends the next day)") % facts
    return _("%(start)s to %(end)s") % facts


def day_words(day: date) -> str:
    """Return a day as the page's language writes it."""
    return date_format(day, "DATE_FORMAT")


def pattern_sentence(pattern: Pattern) -> str:
    """Return the whole of it: how it repeats, when on the day, from when, until when."""
    facts = {
        "repeats": repeat_sentence(pattern.repeat),
        "span": span_words(pattern.start_time, pattern.end_time),
        "first": day_words(pattern.starts_on),
    }
    if pattern.until_on is None:
        return _("%(repeats)s, %(span)s, from %(first)s on.") % facts
    return _("%(repeats)s, %(span)s, from %(first)s until %(last)s.") % {
        **facts,
        "last": day_words(pattern.until_on),
    }
