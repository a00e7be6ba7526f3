"""Which counts may be shown so that none below eleven can be read or worked out.

Small counts are hidden, and so are counts that would give one away: a total less the parts that are shown,
a year less the months that are shown. Source: 5-the-wall, rule 8; the usual cell suppression of public tables
(threshold 11 as the Centers for Medicare & Medicaid Services ask in their cell size suppression policy).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FEWEST = 11
# far above any count, and above what the few ones of an equation can come to
PRIME = 2**61 - 1


@dataclass(frozen=True)
class Cell:
    """A count of one measure over some days, of one fund or (None) of all."""

    measure_id: int
    fund_id: int | None
    since: date
    until: date
    value: int

    def holds(self, other: "Cell") -> bool:
        """Whether what the other counts is counted here, too, among more."""
        return (
            self != other
            and self.measure_id == other.measure_id
            and (self.fund_id is None or self.fund_id == other.fund_id)
            and self.since <= other.since
            and other.until <= self.until
        )

    def meets(self, other: "Cell") -> bool:
        """Whether something may be counted in both; two funds never meet."""
        same_fund = self.fund_id is None or other.fund_id is None or self.fund_id == other.fund_id
        return same_fund and self.since <= other.until and other.since <= self.until


@lru_cache(maxsize=64)
def shown(cells: tuple[Cell, ...]) -> tuple[bool, ...]:
    """Return for each cell whether its value may stand on a page beside the others that may.

    Hides until nothing is given away any more: for each total, either what is left of it without its shown
    parts counts eleven or more, or nothing is left and no part is hidden; and no small piece (one fund
    between two bounds in time) follows from all that is shown together. Each time the smallest one goes.
    """
    visible = [cell.value >= FEWEST for cell in cells]
    while True:
        told = next((give for cell in range(len(cells)) if (give := _gives_away(cells, visible, cell))), None)
        told = told or _solved(cells, visible)
        if not told:
            return tuple(visible)
        visible[min(told, key=lambda place: (cells[place].value, place))] = False


def _gives_away(cells: Sequence[Cell], visible: Sequence[bool], whole: int) -> list[int]:
    """Return the shown parts of a shown total that together leave too little of it, else nothing.

    All choices of parts that do not meet count; the one that leaves least is the worst.
    """
    if not visible[whole]:
        return []
    inside = [place for place, cell in enumerate(cells) if cells[whole].holds(cell)]
    parts = _most([place for place in inside if visible[place]], cells)
    left = cells[whole].value - _sum(parts, cells)
    is_complete = left == 0 and not any(not visible[place] for place in inside)
    return [] if left >= FEWEST or is_complete or not parts else parts


def _most(places: Sequence[int], cells: Sequence[Cell]) -> list[int]:
    """Return those places whose cells do not meet each other and sum to the most.

    Between two bounds in time stands either one cell of all funds, or for each fund the best of its own.
    """
    of_all = [place for place in places if cells[place].fund_id is None]
    funds = {cells[place].fund_id for place in places} - {None}
    of_funds = [[place for place in places if cells[place].fund_id == fund] for fund in funds]
    bounds = sorted({day for place in places for day in (cells[place].since, _after(cells[place]))})
    best: dict[date, list[int]] = {day: [] for day in bounds[:1]}
    for end in bounds[1:]:
        ways = [
            [*best[start], *way]
            for start in bounds
            if start < end
            for way in (
                [place for fund in of_funds for place in _chain(fund, cells, start, end)],
                *([place] for place in of_all if (cells[place].since, _after(cells[place])) == (start, end)),
            )
        ]
        best[end] = max(ways, key=lambda way: _sum(way, cells))
    return best[bounds[-1]] if bounds else []


def _chain(places: Sequence[int], cells: Sequence[Cell], start: date, end: date) -> list[int]:
    """Return the cells of one fund, one after the other from start to end, that sum to the most."""
    within = sorted(
        (place for place in places if start <= cells[place].since and _after(cells[place]) <= end),
        key=lambda place: _after(cells[place]),
    )
    best: list[tuple[date, list[int]]] = [(start, [])]
    for place in within:
        before = next(way for until, way in reversed(best) if until <= cells[place].since)
        taken = [*before, place]
        if _sum(taken, cells) > _sum(best[-1][1], cells):
            best.append((_after(cells[place]), taken))
    return best[-1][1]


def _solved(cells: Sequence[Cell], visible: Sequence[bool]) -> list[int]:
    """Return the shown cells that hold a piece whose small count all shown ones together tell, or nothing."""
    seen = [place for place, is_seen in enumerate(visible) if is_seen]
    for measure in sorted({cells[place].measure_id for place in seen}):
        here = [place for place in seen if cells[place].measure_id == measure]
        for pieces in _ways_to_cut([cell for cell in cells if cell.measure_id == measure]):
            rows = [[*(int(_is_in(piece, cells[at])) for piece in pieces), cells[at].value] for at in here]
            for row in reduced(rows, len(pieces)):
                alone = [piece for piece, factor in zip(pieces, row, strict=False) if factor]
                if len(alone) == 1 and 0 < row[-1] < FEWEST:
                    return [place for place in here if _is_in(alone[0], cells[place])]
    return []


Piece = tuple[int | None, date]


def _ways_to_cut(cells: Sequence[Cell]) -> list[list[Piece]]:
    """Return the pieces that a reader may think of: each fund from each bound in time to the next.

    Once with what is of no fund that is named, and once without, for who knows that there is nothing else.
    """
    starts = sorted({day for cell in cells for day in (cell.since, _after(cell))})[:-1]
    named = sorted({cell.fund_id for cell in cells if cell.fund_id is not None})
    ways: list[list[int | None]] = [[*named, None], list(named)] if named else [[None]]
    return [[(fund, start) for fund in funds for start in starts] for funds in ways]


def _is_in(piece: Piece, cell: Cell) -> bool:
    fund, start = piece
    return cell.fund_id in {None, fund} and cell.since <= start <= cell.until


def reduced(rows: list[list[int]], width: int) -> list[list[int]]:
    """Return equations solved as far as they can be (reduced row echelon form), their values last.

    All numbers are those of arithmetic modulo PRIME: a count that follows is itself, and quick to find.
    """
    done = 0
    for column in range(width):
        pivot = next((place for place in range(done, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        inverse = pow(rows[done][column], -1, PRIME)
        top = rows[done] = [value * inverse % PRIME for value in rows[done]]
        for place, row in enumerate(rows):
            if place != done and (factor := row[column]):
                rows[place] = [
                    (value - factor * above) % PRIME if above else value
                    for value, above in zip(row, top, strict=True)
                ]
        done += 1
    return rows[:done]


def _after(cell: Cell) -> date:
    return cell.until + timedelta(days=1)


def _sum(places: Sequence[int], cells: Sequence[Cell]) -> int:
    return sum(cells[place].value for place in places)
