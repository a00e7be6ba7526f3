"""Hours as the desk looks at them: words, sums of what a filter shows, rows for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from volunteers.models import HoursEntry, Volunteer
from volunteers.models.hours import HoursEntryQuerySet

EXPORT_HEADER = ("day", "volunteer", "program", "minutes", "hours", "kind", "state", "reason", "entered_at")
MOST_AT_ONCE = 500


def hours_words(minutes: int | None) -> str:
    """Return minutes as `12 h 30 min`, `45 min`, `−1 h`; nothing for nothing known."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    facts = {"hours": number_format(hours, force_grouping=True), "minutes": rest}
    if hours and rest:
        words = _("%(hours)s h %(minutes)02d min") % facts
    else:
        words = _("%(minutes)d min") % facts if rest else _("%(hours)s h") % facts
    return f"−{words}" if minutes < 0 else words


@dataclass(frozen=True)
class Totals:
    """What a filter shows: entries, minutes that count, entries that wait to be approved."""

    rows: int
    counted: int
    waiting: int


def totals_of(entries: HoursEntryQuerySet) -> Totals:
    """Return the sums of these entries. One query."""
    approved, pending = Q(state=HoursEntry.State.APPROVED), Q(state=HoursEntry.State.PENDING)
    found = entries.order_by().aggregate(
        rows=Count("pk"),
        counted=Sum("minutes", filter=approved),
        waiting=Count("pk", filter=pending),
    )
    return Totals(found["rows"], found["counted"] or 0, found["waiting"])


@dataclass(frozen=True)
class Share:
    """What would be approved of one volunteer."""

    volunteer: Volunteer
    entries: list[HoursEntry]

    @property
    def minutes(self) -> int:
        """The sum of them."""
        return sum(entry.minutes for entry in self.entries)


def shares_of(entries: Sequence[HoursEntry]) -> list[Share]:
    """Return entries by their volunteers, in the order of names."""
    by_volunteer: dict[Volunteer, list[HoursEntry]] = {}
    for entry in sorted(entries, key=lambda one: (one.volunteer.name, one.on, one.pk)):
        by_volunteer.setdefault(entry.volunteer, []).append(entry)
    return [Share(volunteer, found) for volunteer, found in by_volunteer.items()]


def export_rows(entries: HoursEntryQuerySet) -> Iterator[tuple[object, ...]]:
    """Yield one row for each entry, corrections too, so that the sum of a column is what counts."""
    for entry in entries.select_related("volunteer", "program").iterator(chunk_size=500):
        yield (
            entry.on.isoformat(),
            entry.volunteer.name,
            entry.program.name,
            entry.minutes,
            f"{entry.minutes / 60:.2f}",
            entry.kind,
            entry.state,
            entry.reason,
            entry.created_at.isoformat(),
        )
