"""Plots say the same as their tables, break no content policy, and survive any value."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.plots import Series, bars, line, sparkline, thermometer

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999"), places=2)


def test_a_bar_plot_has_its_table_and_a_link_for_every_point() -> None:
    plot = bars(
        labels=["Jan", "Feb"],
        series=[Series("Raised", [Decimal(10), Decimal(30)], ["$10", "$30"], ["/a/", "/b/"])],
        summary="$40 in two months.",
        first="Month",
    )

    assert (plot.headers, plot.rows) == (["Month", "Raised"], [["Jan", "$10"], ["Feb", "$30"]])
    assert plot.svg.count("<rect") == 2
    assert [link in plot.svg for link in ('href="/a/"', 'href="/b/"')] == [True, True]
    assert "<title>Raised: $30</title>" in plot.svg


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([0], "0 1"),
        ([1], "0 1"),
        ([1, 3], "0 1 2 3"),
        ([7], "0 2 4 6 8"),
        ([37], "0 10 20 30 40"),
        ([250], "0 50 100 150 200 250"),
        ([1_100], "0 500 1 k 1.5 k"),
        (["0.40"], "0 0.1 0.2 0.3 0.4"),
    ],
)
def test_an_axis_has_few_round_steps_and_counts_in_whole_numbers(values: list[int | str], told: str) -> None:
    plot = bars(labels=["a"] * len(values), series=[Series("b", [*map(Decimal, values)])], summary="s")
    assert re.findall(r'plot-end"[^>]*>([^<]*)<', plot.svg) == re.split(r" (?!k)", told)


def test_two_lines_have_a_key_and_one_has_none() -> None:
    one, other = Series("2026", [Decimal(1)]), Series("2025", [Decimal(2)])

    assert line(labels=["Jan"], series=[one, other], summary="s").key == ["2026", "2025"]
    assert line(labels=["Jan"], series=[one], summary="s").key == []


@pytest.mark.parametrize(
    ("raised", "width"), [("0", "0.00"), ("25", "25.00"), ("250", "100.00"), ("-5", "0.00")]
)
def test_a_thermometer_is_filled_from_empty_to_full(raised: str, width: str) -> None:
    svg = thermometer(raised=Decimal(raised), goal=Decimal(100), text="words")

    assert f'class="thermometer-level" width="{width}"' in svg


@given(st.lists(amounts, max_size=40))
def test_any_amounts_are_drawn_inside_the_frame_and_without_inline_style(values: list[Decimal]) -> None:
    labels = [str(place) for place in range(len(values))]
    drawn = [
        bars(labels=labels, series=[Series("a", values)], summary="s").svg,
        line(labels=labels, series=[Series("a", values)], summary="s").svg,
        sparkline(values=values, text="s"),
    ]

    assert [word in svg for svg in drawn for word in ("style=", "<script", "NaN", 'y="-', 'height="-')] == [
        False
    ] * 15


def test_words_from_people_are_escaped() -> None:
    plot = bars(labels=["<b>"], series=[Series("<script>", [Decimal(1)])], summary='"><img>')

    assert "<script" not in plot.svg
    assert "<img" not in plot.svg
    assert "<b>" not in plot.svg
