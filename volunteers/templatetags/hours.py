"""Minutes as hours, and two times of a clock, on pages."""

from datetime import datetime

from django import template
from django.utils.timezone import localtime

from volunteers.reports.hours import hours_words
from volunteers.reports.when import clocks, day_clocks

register = template.Library()
register.filter("as_hours", hours_words)
register.filter("day_clocks", day_clocks)


@register.filter
def clocks_to(starts: datetime, ends: datetime) -> str:
    """Two moments as the wall clock of the page shows them: `3:00 – 6:00 PM`."""
    return clocks(localtime(starts), localtime(ends))
