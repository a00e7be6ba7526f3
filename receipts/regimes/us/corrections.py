"""Whether a receipt that is put right later still helps the donor."""

from calendar import FRIDAY
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _


class Cure(StrEnum):
    """What a corrected paper is worth: all; all unless the donor filed, or was due to; nothing."""

    CURES = "cures"
    UNLESS_FILED = "unless_filed"
    TOO_LATE = "too_late"


def is_contemporaneous(*, obtained_on: date, due_on: date, filed_on: date | None = None) -> bool:
    """Tell whether a paper came in time: by the day of filing or the day it was due, whichever is earlier.

    `due_on` includes the donor's extension. Source: IRC 170(f)(8)(C); Durden v. Commissioner, T.C. Memo.
    2012-140.
    """
    return obtained_on <= (min(filed_on, due_on) if filed_on else due_on)


def cure_of(*, given_on: date, corrected_on: date) -> Cure:
    """Return what a correction is worth to a donor whose return we do not see.

    For a person whose year is the calendar year: nobody files before it ends, and nobody is in time after the
    extended day in October. A company's own year may differ. Source: as above; IRC 6072(a), 6081, 7503.
    """
    if corrected_on.year <= given_on.year:
        return Cure.CURES
    last_day = _working_day(date(given_on.year + 1, 10, 15))
    in_time = is_contemporaneous(obtained_on=corrected_on, due_on=last_day)
    return Cure.UNLESS_FILED if in_time else Cure.TOO_LATE


def warning(cure: Cure) -> str:
    """Return the sentence for staff who correct a receipt; empty where there is nothing to fear."""
    return {
        Cure.CURES: "",
        Cure.UNLESS_FILED: _(
            "A correction helps the donor only if it arrives before they file their tax return and before "
            "that return is due. If they have filed already, the new receipt does not cure it."
        ),
        Cure.TOO_LATE: _(
            "The donor's tax return for that year was due, extension included. The new receipt is right, "
            "but it does not cure that return."
        ),
    }[cure]


def _working_day(day: date) -> date:
    """Return the day, or the Monday after where it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day
