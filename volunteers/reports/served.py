"""What somebody did, as their hours tell it: programs and days, never a role or a place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.models import HoursEntry, Program, Volunteer


def served_words(volunteer: Volunteer, *, from_on: date, until_on: date) -> str:
    """Return the programs of approved hours between two days (inclusive), in the active language."""
    counted = HoursEntry.objects.counted().filter(volunteer=volunteer, on__range=(from_on, until_on))
    sums = (
        counted.order_by()
        .values("program")
        .annotate(minutes=Sum("minutes"), days=Count("on", distinct=True), first=Min("on"), last=Max("on"))
    )
    given = {row["program"]: _when(row) for row in sums if row["minutes"] > 0}
    programs = Program.objects.filter(pk__in=given)
    said = (_("%(program)s, %(when)s") % {"program": each, "when": given[each.pk]} for each in programs)
    return "; ".join(said)


def _when(row: Mapping[str, Any]) -> str:
    first, last = (date_format(row[name], "DATE_FORMAT") for name in ("first", "last"))
    if first == last:
        return first
    several = ngettext(
        "%(count)d day from %(first)s to %(last)s", "%(count)d days from %(first)s to %(last)s", row["days"]
    )
    return several % {"count": row["days"], "first": first, "last": last}
