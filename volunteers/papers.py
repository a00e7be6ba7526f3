"""From a volunteer's hours to the papers about them. No paper names a program, a role or a place."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.organisation import the_letterhead, the_zone
from core.clock import legal_day
from core.shield import refuse_leak
from volunteers.models import HoursEntry, Volunteer
from volunteers.models.hours import HoursEntryQuerySet
from volunteers.pdf import HoursLine, HoursPaper, render_certificate, render_letter
from volunteers.pdf.labels import LABELS
from volunteers.reports.hours import hours_words

LETTER, CERTIFICATE = "letter", "certificate"
SCHEDULED, REPORTED = (
    Q(kind=kind) | Q(corrects__kind=kind) for kind in (HoursEntry.Kind.ATTENDANCE, HoursEntry.Kind.REPORTED)
)


class NoHours(Exception):
    """Nothing counts in these days; the sentence is for the person."""


@dataclass(frozen=True)
class Wanted:
    """Which paper, about which days (inclusive), in which language."""

    paper: str
    from_on: date
    until_on: date
    language: str


def hours_paper(volunteer: Volunteer, wanted: Wanted, now: datetime) -> bytes:
    """Return the paper about a volunteer's approved hours, as they stand now.

    Raises: NoHours; LeakRefused for words that would tell a confidential place.
    """
    with translation.override(wanted.language):
        said = _said(volunteer, wanted, now)
    letterhead = the_letterhead()
    refuse_leak((said, letterhead), "volunteers.pdf")
    render = render_certificate if wanted.paper == CERTIFICATE else render_letter
    return render(said, letterhead)


def _said(volunteer: Volunteer, wanted: Wanted, now: datetime) -> HoursPaper:
    counted = HoursEntry.objects.filter(volunteer=volunteer, on__range=(wanted.from_on, wanted.until_on))
    lines = _lines(counted.counted().order_by(), wanted.language)
    total = sum(minutes for _line, minutes in lines)
    if total <= 0:
        raise NoHours(_("No approved hours on these days yet."))
    return HoursPaper(
        language="es" if wanted.language == "es" else "en",
        name=volunteer.name,
        from_on=date_format(wanted.from_on, "DATE_FORMAT"),
        until_on=date_format(wanted.until_on, "DATE_FORMAT"),
        total=hours_words(total),
        lines=tuple(line for line, _minutes in lines),
        issued_on=date_format(legal_day(now, the_zone()), "DATE_FORMAT"),
        issued_at=now,
    )


def _lines(counted: HoursEntryQuerySet, language: str) -> list[tuple[HoursLine, int]]:
    """Return the months, scheduled and reported hours apart, each with its minutes."""
    labels = LABELS[language]
    months = counted.annotate(month=TruncMonth("on")).values("month").order_by("month")
    sums = months.annotate(
        scheduled=Sum("minutes", filter=SCHEDULED), reported=Sum("minutes", filter=~SCHEDULED)
    )
    found = []
    for row in sums:
        month = date_format(row["month"], "F Y")
        for service, minutes in ((labels.scheduled, row["scheduled"]), (labels.reported, row["reported"])):
            if minutes:
                found.append((HoursLine(month, service, hours_words(minutes)), minutes))
    return found
