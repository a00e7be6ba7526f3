"""No count below eleven can be read or worked out of what a page shows."""

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from campaigns.reports.suppression import FEWEST, Cell, shown

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
HALVES = ((date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31)))
FUNDS = (1, 2, 3)


def cell(fund: int | None, value: int, days: tuple[date, date] = YEAR) -> Cell:
    return Cell(1, fund, *days, value)


def visible(*cells: Cell) -> list[int]:
    return [each.value for each, is_shown in zip(cells, shown(cells), strict=True) if is_shown]


def test_a_small_count_is_hidden_and_eleven_is_not() -> None:
    assert visible(cell(None, 10)) == []
    assert visible(cell(None, FEWEST)) == [11]


def test_a_total_of_two_parts_of_which_one_is_small_shows_neither_part() -> None:
    assert visible(cell(None, 40), cell(1, 35), cell(2, 5)) == [40]


def test_the_smallest_of_the_other_parts_goes_with_a_small_one() -> None:
    assert visible(cell(None, 60), cell(1, 35), cell(2, 20), cell(3, 5)) == [60, 35]


def test_a_year_less_its_first_half_tells_of_the_second() -> None:
    assert visible(cell(None, 40, YEAR), cell(None, 35, HALVES[0])) == [40]


def test_a_complete_breakdown_of_large_counts_stays() -> None:
    cells = (cell(None, 60), cell(1, 35), cell(2, 25))
    assert visible(*cells) == [60, 35, 25]


def test_what_is_of_no_fund_on_the_page_is_not_told_by_what_is_left() -> None:
    first, second = HALVES
    whole = (cell(None, 45), cell(None, 22, second), cell(3, 22), cell(3, 11, second), cell(1, 11, first))
    assert visible(*whole) != [each.value for each in whole]
    assert len(visible(*whole[:4])) == 4


def test_two_measures_say_nothing_of_each_other() -> None:
    other = Cell(2, None, *YEAR, 5)
    assert visible(cell(None, 40), other, cell(1, 40)) == [40, 40]


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[Cell, ...], dict[tuple[int, int], int]]:
    """A year by halves and funds whose totals are sums; some cells are not on the page."""
    sizes = st.integers(0, 30)
    atoms = {(fund, half): draw(sizes) for fund, half in product(FUNDS, (0, 1))}
    wholes = [
        *(cell(fund, value, HALVES[half]) for (fund, half), value in atoms.items()),
        *(cell(None, sum(atoms[fund, half] for fund in FUNDS), HALVES[half]) for half in (0, 1)),
        *(cell(fund, sum(atoms[fund, half] for half in (0, 1))) for fund in FUNDS),
        cell(None, sum(atoms.values())),
    ]
    return tuple(each for each in wholes if draw(st.booleans())), atoms


def told_exactly(
    cells: tuple[Cell, ...], is_shown: tuple[bool, ...], atoms: dict[tuple[int, int], int]
) -> list[int]:
    """The small pieces that are a combination of what is shown: to ask for one of them adds nothing to it."""
    seen = [
        [
            int(each.fund_id in {None, fund} and each.since <= days[0] and days[1] <= each.until)
            for fund, half in atoms
            for days in [HALVES[half]]
        ]
        for each, seen in zip(cells, is_shown, strict=True)
        if seen
    ]
    alone = [[int(place == other) for other in range(len(atoms))] for place in range(len(atoms))]
    return [
        value
        for place, value in enumerate(atoms.values())
        if 0 < value < FEWEST and rank([*seen, alone[place]]) == rank(seen)
    ]


def rank(rows: list[list[int]], prime: int = 1_000_003) -> int:
    """Of a matrix, over the integers modulo a large prime."""
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left if row[column] % prime), None)
        if pivot is None:
            continue
        left.remove(pivot)
        inverse = pow(pivot[column], -1, prime)
        left = [
            [(a - row[column] * inverse * b) % prime for a, b in zip(row, pivot, strict=True)] for row in left
        ]
        found += 1
    return found


@given(tables())
def test_no_small_piece_follows_from_what_is_shown(
    table: tuple[tuple[Cell, ...], dict[tuple[int, int], int]],
) -> None:
    cells, atoms = table
    assert told_exactly(cells, shown(cells), atoms) == []


@given(tables())
def test_what_is_shown_is_never_small(table: tuple[tuple[Cell, ...], dict[tuple[int, int], int]]) -> None:
    assert [value for value in visible(*table[0]) if value < FEWEST] == []
