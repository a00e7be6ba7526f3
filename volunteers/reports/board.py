"""The coordinator's board: some days of shifts as a grid of roles, a list, a month's calendar."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from volunteers.models import Shift
from volunteers.reports.slots import DAY, RoleName, Slot, Wanted
from volunteers.reports.when import day_words


@dataclass(frozen=True)
class Row:
    """A role of the week's grid, and its shifts day by day."""

    role: RoleName
    cells: list[list[Slot]]


@dataclass(frozen=True)
class Board:
    """Some days of shifts."""

    wanted: Wanted
    slots: list[Slot]

    @cached_property
    def days(self) -> list[date]:
        """The columns."""
        return [self.wanted.first + DAY * number for number in range(self.wanted.days)]

    @cached_property
    def gaps(self) -> list[Slot]:
        """What somebody is needed for, the nearest first."""
        return [slot for slot in self.slots if slot.is_gap]

    @cached_property
    def rows(self) -> list[Row]:
        """The grid: a row for each role that has a shift, in the order of programs."""
        cells: dict[int, list[list[Slot]]] = {}
        for slot in self.slots:
            row = cells.setdefault(slot.role_id, [[] for _day in self.days])
            row[(slot.day - self.wanted.first).days].append(slot)
        roles = {slot.role for slot in self.slots}
        return [Row(role, cells[role.role_id]) for role in sorted(roles, key=lambda role: role.place)]

    @cached_property
    def by_day(self) -> list[tuple[str, list[Slot]]]:
        """The list: days that have shifts, in each the gaps first."""
        found: defaultdict[date, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            found[slot.day].append(slot)
        return [
            (day_words(day), sorted(found[day], key=lambda slot: not slot.is_gap)) for day in sorted(found)
        ]

    @property
    def held(self) -> int:
        """Seats that are taken on shifts that take place."""
        return sum(slot.held for slot in self.slots if slot.state == Shift.State.OPEN)

    @property
    def seats(self) -> int:
        """Seats of shifts that take place."""
        return sum(slot.seats for slot in self.slots if slot.state == Shift.State.OPEN)


@dataclass(frozen=True)
class MonthDay:
    """A day of the month's calendar: how many shifts, and how many of them are gaps."""

    on: date
    is_in_month: bool
    shifts: int
    gaps: int


def month_days(first: date) -> tuple[date, int]:
    """Return the Monday with which the calendar of a month begins, and how many days it shows."""
    monday = first - DAY * first.weekday()
    following = (first.replace(day=28) + DAY * 4).replace(day=1)
    weeks = -(-(following - monday).days // 7)
    return monday, weeks * 7


def calendar_of(board: Board, month: date) -> list[list[MonthDay]]:
    """Return the weeks of a month, Monday first, from the shifts of these days that take place."""
    shifts, gaps = Counter[date](), Counter[date]()
    for slot in board.slots:
        if slot.state == Shift.State.OPEN:
            shifts[slot.day] += 1
            gaps[slot.day] += slot.is_gap
    days = [MonthDay(on, on.month == month.month, shifts[on], gaps[on]) for on in board.days]
    return [days[start : start + 7] for start in range(0, len(days), 7)]
