"""Days as people write them beside a pile of envelopes: 2026-11-20, 11/20, 11/20/26, 20."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
ALONE = re.compile(r"\d{1,2}")


def read_day(text: str, *, until: date) -> date:
    """Return the day that a person meant; where year or month are open, the last such day `until` then.

    Raises: ValidationError with a sentence for what is no day.
    """
    words = text.strip()
    try:
        if match := ISO.fullmatch(words):
            return date(*map(int, match.groups()))
        if match := SLASHED.fullmatch(words):
            month, day, year = match.groups()
            return _in_year(int(month), int(day), year, until)
        if ALONE.fullmatch(words):
            return _in_month(int(words), until)
    except ValueError:
        pass  # the 31st of a month that has none: said below like any other word
    raise ValidationError(_("Please write a day like 11/20, 2026-11-20 or just 20."))


def _in_year(month: int, day: int, year: str | None, until: date) -> date:
    if year is not None:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for back in range(9):  # 2/29 may lie as far back as eight years
        try:
            found = date(until.year - back, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                raise
            continue
        if found <= until:
            return found
    raise ValueError(day)


def _in_month(day: int, until: date) -> date:
    year, month = until.year, until.month
    for _back in range(3):  # no two months in a row lack the same day
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
        if found is not None and found <= until:
            return found
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    raise ValueError(day)
