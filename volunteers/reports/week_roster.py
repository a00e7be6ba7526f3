"""Who comes in a week: for the wall of the office, and as rows of a file. First names and initials only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from volunteers.models import Shift, SignUp, Volunteer
from volunteers.reports.slots import Slot
from volunteers.reports.when import day_words

SHIFT_HEADER = (
    "day",
    "hours",
    "zone",
    "program",
    "role",
    "place",
    "state",
    "seats",
    "taken",
    "asked_for",
    "waiting",
    "still_needed",
)
ROSTER_HEADER = ("day", "hours", "zone", "program", "role", "place", "volunteer")


@dataclass(frozen=True)
class Line:
    """A shift that takes place, and who is confirmed."""

    slot: Slot
    people: list[str]

    @property
    def free(self) -> range:
        """One for each seat that nobody holds: a line to write on."""
        return range(max(self.slot.seats - self.slot.held, 0))


@dataclass(frozen=True)
class RosterDay:
    """A day of the roster."""

    words: str
    lines: list[Line]


def week_roster(slots: Sequence[Slot]) -> list[RosterDay]:
    """Return the days that have shifts, with who is confirmed for each. One query."""
    taking_place = [slot for slot in slots if slot.state == Shift.State.OPEN]
    rows = SignUp.objects.filter(
        shift__in=[slot.pk for slot in taking_place], state=SignUp.State.CONFIRMED
    ).order_by("volunteer__name", "pk")
    people: defaultdict[int, list[str]] = defaultdict(list)
    for shift_id, name in rows.values_list("shift_id", "volunteer__name"):
        people[shift_id].append(Volunteer(name=name).short_name)
    days: dict[str, list[Line]] = {}
    for slot in sorted(taking_place, key=lambda slot: (slot.day, slot.starts_at, slot.role.place)):
        days.setdefault(day_words(slot.day), []).append(Line(slot, people[slot.pk]))
    return [RosterDay(words, lines) for words, lines in days.items()]


def shift_rows(slots: Sequence[Slot]) -> Iterator[list[object]]:
    """Yield shifts as rows of a file."""
    for slot in slots:
        needs = "; ".join(slot.needs) if slot.is_ahead else ""
        counts = [slot.seats, slot.held, slot.asked, slot.waiting]
        yield [*_facts(slot), slot.state, *counts, needs]


def roster_rows(slots: Sequence[Slot]) -> Iterator[list[object]]:
    """Yield who is confirmed as rows of a file."""
    for day in week_roster(slots):
        for line in day.lines:
            for name in line.people:
                yield [*_facts(line.slot), name]


def _facts(slot: Slot) -> list[object]:
    return [slot.day.isoformat(), slot.hours, slot.zone, slot.role.program, slot.role.name, slot.site]
