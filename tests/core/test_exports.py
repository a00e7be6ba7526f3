"""What leaves as CSV is text, and stays text."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports import DANGEROUS, csv_lines, defuse


@pytest.mark.parametrize("start", DANGEROUS)
def test_a_cell_that_begins_like_a_formula_is_defused(start: str) -> None:
    assert defuse(f"{start}1+1") == f"'{start}1+1"
    assert defuse(f"  {start}1+1").startswith("'")


def test_a_negative_amount_stays_a_number() -> None:
    assert defuse(Decimal("-5.00")) == "-5.00"


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")), min_size=1))
def test_any_text_comes_back_as_one_cell_that_is_no_formula(cells: list[str]) -> None:
    text = "".join(csv_lines(["name"], [[cell] for cell in cells]))
    read = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert [
        cell.removeprefix("'") if cell != raw else cell for cell, raw in zip(read, cells, strict=True)
    ] == cells
    assert not any(cell.startswith(DANGEROUS) for cell in read)


def test_the_name_of_a_column_is_defused_too() -> None:
    assert list(csv_lines(["=1+1"], [])) == ['"\'=1+1"\r\n']
