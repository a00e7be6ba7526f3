"""How well the coming weeks are covered, program by program."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.reports.slots import DAY, Names, Slot

WEEKS = 12
# from which share of covered shifts on a cell has which shade, darkest first
SHADES = ((1.0, 4), (0.9, 3), (0.75, 2), (0.5, 1))


@dataclass(frozen=True)
class Cell:
    """The shifts to come of a program in a week, and how many of them want somebody."""

    monday: date
    shifts: int
    gaps: int

    @property
    def covered(self) -> int:
        """Those that have whom they need."""
        return self.shifts - self.gaps

    @property
    def shade(self) -> str:
        """`none` without shifts, else 0 (most are gaps) to 4 (all are covered)."""
        if not self.shifts:
            return "none"
        share = self.covered / self.shifts
        return str(next((shade for least, shade in SHADES if share >= least), 0))


@dataclass(frozen=True)
class ProgramWeeks:
    """A row of the map."""

    program_id: int
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class CoverageMap:
    """Programs by weeks, and what it says in a sentence."""

    mondays: list[date]
    rows: list[ProgramWeeks]
    summary: str


def coverage_map(slots: Sequence[Slot], names: Names, monday: date) -> CoverageMap:
    """Return the map of the weeks from a Monday on. Shifts that have begun are left out."""
    mondays = [monday + DAY * 7 * number for number in range(WEEKS)]
    shifts, gaps = Counter[tuple[int, date]](), Counter[tuple[int, date]]()
    for slot in slots:
        if slot.is_ahead:
            key = slot.role.program_id, slot.day - DAY * slot.day.weekday()
            shifts[key] += 1
            gaps[key] += slot.is_gap
    rows = [
        ProgramWeeks(key, name, [Cell(week, shifts[key, week], gaps[key, week]) for week in mondays])
        for key, name in names.programs.items()
        if any(shifts[key, week] for week in mondays)
    ]
    return CoverageMap(mondays, rows, _summary(rows))


def _summary(rows: Iterable[ProgramWeeks]) -> str:
    cells = [(row.name, cell) for row in rows for cell in row.cells]
    shifts = sum(cell.shifts for _name, cell in cells)
    gaps = sum(cell.gaps for _name, cell in cells)
    if not shifts:
        return _("No shift is planned in these weeks.")
    if not gaps:
        return ngettext(
            "The one shift planned is covered.", "All %(shifts)d shifts planned are covered.", shifts
        ) % {"shifts": shifts}
    name, worst = max(cells, key=lambda pair: (pair[1].gaps, -pair[1].covered))
    return ngettext(
        "%(gaps)d of %(shifts)d shifts wants somebody. Most in the week of %(week)s: %(program)s, %(worst)d.",
        "%(gaps)d of %(shifts)d shifts want somebody. Most in the week of %(week)s: %(program)s, %(worst)d.",
        gaps,
    ) % {
        "gaps": gaps,
        "shifts": shifts,
        "week": date_format(worst.monday, "DAY_FORMAT"),
        "program": name,
        "worst": worst.gaps,
    }
