"""Plots as SVG with classes only, so that the content policy holds; each has a summary and a table behind it.

The style sheet colors `.plot-s1` to `.plot-s4`; a point may be a link to the rows it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 12, 30
_ids = count(1)


@dataclass(frozen=True)
class Series:
    """Values of one thing along the labels, as `texts` write them; `links` opens what a point counts."""

    name: str
    values: Sequence[Decimal]
    texts: Sequence[str] = ()
    links: Sequence[str] = ()

    def text(self, place: int) -> str:
        """How the value at a place is written; nothing where the line ends before."""
        if place >= len(self.values):
            return ""
        return self.texts[place] if self.texts else f"{self.values[place]}"


@dataclass(frozen=True)
class Plot:
    """A drawing, one sentence that says what it shows, and the table behind it."""

    svg: SafeString
    summary: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    key: Sequence[str] = ()
    mark: str = "line"


def thermometer(*, raised: Decimal, goal: Decimal, text: str) -> SafeString:
    """Return a bar filled as far as `raised` is of `goal`, named by `text`; more than the goal is full."""
    share = min(max(raised / goal, Decimal(0)), Decimal(1)) * 100
    return format_html(
        '<svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="thermometer-track" width="100" height="4"/>'
        '<rect class="thermometer-level" width="{}" height="4"/></svg>',
        text,
        f"{share:.2f}",
    )


def sparkline(*, values: Sequence[Decimal], text: str) -> SafeString:
    """Return a small line without axes, named by `text`."""
    top = max([*values, Decimal(1)])
    step = Decimal(116) / max(len(values) - 1, 1)
    points = " ".join(
        f"{2 + step * place:.1f},{28 - 26 * value / top:.1f}" for place, value in enumerate(values)
    )
    return format_html(
        '<svg class="sparkline" viewBox="0 0 120 30" role="img" aria-label="{}">'
        '<polyline class="plot-line plot-s1" points="{}"/></svg>',
        text,
        points,
    )


def line(*, labels: Sequence[str], series: Sequence[Series], summary: str, first: str = "") -> Plot:
    """Return lines over the labels; `first` heads the table's first column."""
    scale = _Scale.over(series, len(labels))
    drawn = format_html_join(
        "", "{}", ((_one_line(entry, number, scale),) for number, entry in _numbered(series))
    )
    return _plot(labels, series, scale, drawn, summary=summary, first=first, mark="line")


def bars(*, labels: Sequence[str], series: Sequence[Series], summary: str, first: str = "") -> Plot:
    """Return bars side by side over the labels; `first` heads the table's first column."""
    scale = _Scale.over(series, len(labels))
    wide = scale.slot * Decimal("0.68") / max(len(series), 1)
    drawn = format_html_join(
        "",
        "{}",
        ((_bars_of(entry, number, scale, wide=wide, of=len(series)),) for number, entry in _numbered(series)),
    )
    return _plot(labels, series, scale, drawn, summary=summary, first=first, mark="bar")


@dataclass(frozen=True)
class _Scale:
    top: Decimal
    step: Decimal
    slot: Decimal

    @classmethod
    def over(cls, series: Sequence[Series], places: int) -> "_Scale":
        step, steps = _steps([value for entry in series for value in entry.values])
        return cls(step * steps, step, Decimal(WIDTH - LEFT - RIGHT) / max(places, 1))

    def x(self, place: int) -> Decimal:
        return LEFT + self.slot * (Decimal(place) + Decimal("0.5"))

    def y(self, value: Decimal) -> Decimal:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.top)


def _steps(values: Sequence[Decimal]) -> tuple[Decimal, int]:
    """Return the step of an axis, 1, 2 or 5 times a power of ten, and how often it goes: five times at most.

    What is counted in whole numbers has no step between them.
    """
    largest = max(values, default=Decimal(0))
    power = Decimal(1) if all(value == int(value) for value in values) else Decimal("0.01")
    while power * 50 < largest:
        power *= 10
    step = next(size for size in (power, 2 * power, 5 * power, 10 * power) if size * 5 >= largest)
    return step, max(1, ceil(largest / step))


def _numbered(series: Sequence[Series]) -> list[tuple[int, Series]]:
    return list(enumerate(series, start=1))


def _one_line(entry: Series, number: int, scale: _Scale) -> SafeString:
    points = [(scale.x(place), scale.y(value)) for place, value in enumerate(entry.values)]
    floor = scale.y(Decimal(0))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:.1f},{floor:.1f} {path} {points[-1][0]:.1f},{floor:.1f}" if points else ""
    dots = format_html_join(
        "",
        "{}",
        (
            (_linked(entry, place, _circle(x, y, number, f"{entry.name}: {entry.text(place)}")),)
            for place, (x, y) in enumerate(points)
        ),
    )
    shade = (
        format_html('<polygon class="plot-area plot-s{}" points="{}"/>', number, area) if number == 1 else ""
    )
    return format_html('{}<polyline class="plot-line plot-s{}" points="{}"/>{}', shade, number, path, dots)


def _circle(x: Decimal, y: Decimal, number: int, text: str) -> SafeString:
    return format_html(
        '<circle class="plot-dot plot-s{}" cx="{}" cy="{}" r="3.5"><title>{}</title></circle>',
        number,
        f"{x:.1f}",
        f"{y:.1f}",
        text,
    )


def _bars_of(entry: Series, number: int, scale: _Scale, *, wide: Decimal, of: int) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (_linked(entry, place, _bar(entry, place, number, scale, wide=wide, of=of)),)
            for place in range(len(entry.values))
        ),
    )


def _bar(entry: Series, place: int, number: int, scale: _Scale, *, wide: Decimal, of: int) -> SafeString:
    value = max(entry.values[place], Decimal(0))
    left = scale.x(place) - wide * of / 2 + wide * (number - 1)
    high = scale.y(Decimal(0)) - scale.y(value)
    return format_html(
        '<rect class="plot-bar plot-s{}" x="{}" y="{}" width="{}" height="{}" rx="2">'
        "<title>{}</title></rect>",
        number,
        f"{left:.1f}",
        f"{scale.y(value):.1f}",
        f"{wide - 1:.1f}",
        f"{high:.1f}",
        f"{entry.name}: {entry.text(place)}",
    )


def _linked(entry: Series, place: int, mark: SafeString) -> SafeString:
    return format_html('<a href="{}">{}</a>', entry.links[place], mark) if entry.links else mark


def _plot(
    labels: Sequence[str],
    series: Sequence[Series],
    scale: _Scale,
    drawn: SafeString,
    *,
    summary: str,
    first: str,
    mark: str,
) -> Plot:
    number = next(_ids)
    role = "group" if any(entry.links for entry in series) else "img"
    svg = format_html(
        '<svg viewBox="0 0 {} {}" role="{}" aria-labelledby="plot-{}">'
        '<title id="plot-{}">{}</title>{}{}</svg>',
        WIDTH, HEIGHT, role, number, number, summary, _axes(labels, scale), drawn,
    )  # fmt: skip
    rows = [[label, *(entry.text(place) for entry in series)] for place, label in enumerate(labels)]
    key = [entry.name for entry in series] if len(series) > 1 else []
    return Plot(svg, summary, [first or _("When"), *(entry.name for entry in series)], rows, key, mark)


def _axes(labels: Sequence[str], scale: _Scale) -> SafeString:
    levels = [scale.step * place for place in range(int(scale.top / scale.step) + 1)]
    grid = format_html_join(
        "",
        '<line class="plot-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="plot-axis plot-end" x="{}" y="{}">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, f"{y:.1f}", f"{y:.1f}", LEFT - 8, f"{y + 4:.1f}", _short(at))
            for at, y in ((at, scale.y(at)) for at in levels)
        ),
    )
    every = max(1, -(-len(labels) // 12))
    names = format_html_join(
        "",
        '<text class="plot-axis plot-middle" x="{}" y="{}">{}</text>',
        (
            (f"{scale.x(place):.1f}", HEIGHT - 8, label)
            for place, label in enumerate(labels)
            if place % every == 0
        ),
    )
    return format_html("{}{}", grid, names)


def _short(value: Decimal) -> str:
    """A number for an axis: 2.5 k, 1 M."""
    for size, sign in ((1_000_000, " M"), (1_000, " k")):
        if value >= size:
            return f"{(value / size).normalize():f}{sign}"
    return f"{value.normalize():f}"
