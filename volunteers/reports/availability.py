"""A volunteer's week: the hours that suit, weekday by weekday."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from volunteers.models import Availability, Volunteer
from volunteers.reports.when import day_clocks


@dataclass(frozen=True)
class Hours:
    """Hours of a weekday, and how the volunteer feels about them."""

    row: Availability

    @property
    def words(self) -> str:
        """`4:00 – 8:00 PM`; all day where they end as they begin."""
        row = self.row
        if row.starts == row.ends:
            return _("All day")
        return day_clocks(row.starts, row.ends)


@dataclass(frozen=True)
class Weekday:
    """A day of the week with its hours, if any."""

    name: str | Promise
    hours: list[Hours]


def week_of(volunteer: Volunteer) -> list[Weekday]:
    """Return the seven days, Monday first. One query."""
    rows = list(volunteer.availability.all())
    return [
        Weekday(name, [Hours(row) for row in rows if row.weekday == number])
        for number, name in WEEKDAYS.items()
    ]
