"""A plot of things by two amounts, with the line on which both are equal; as `core.plots`, classes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.plots import Plot

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 130, 16, 40
TICKS = 4
_ids = count(1)


@dataclass(frozen=True)
class Mark:
    """One thing: what it is called, where it stands, how that is written, and what it opens."""

    name: str
    x: Decimal
    y: Decimal
    text: str
    link: str


def scatter(
    *,
    marks: Sequence[Mark],
    across: str,
    up: str,
    even: str,
    summary: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Plot:
    """Return marks over two axes, named `across` and `up`; `even` names the line where both are equal."""
    right = _round_up(max([*(mark.x for mark in marks), Decimal(1)]))
    high = _round_up(max([*(mark.y for mark in marks), Decimal(1)]))
    number = next(_ids)
    drawn = format_html_join("", "{}", ((_mark(mark, right, high),) for mark in marks))
    ground = format_html("{}{}", _axes(right, high, across, up), _even(right, high, even))
    svg = format_html(
        '<svg class="scatter" viewBox="0 0 {} {}" role="group" aria-labelledby="scatter-{}">'
        '<title id="scatter-{}">{}</title>{}{}</svg>',
        WIDTH, HEIGHT, number, number, summary, ground, drawn,
    )  # fmt: skip
    return Plot(svg, summary, headers, rows, (), "bar")


def _x(value: Decimal, right: Decimal) -> str:
    return f"{LEFT + (WIDTH - LEFT - RIGHT) * value / right:.1f}"


def _y(value: Decimal, high: Decimal) -> str:
    return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * max(value, Decimal(0)) / high:.1f}"


def _mark(mark: Mark, right: Decimal, high: Decimal) -> SafeString:
    x, y = _x(mark.x, right), _y(mark.y, high)
    return format_html(
        '<a href="{}"><circle class="plot-bar plot-s1" cx="{}" cy="{}" r="7"><title>{}</title></circle>'
        '<text x="{}" y="{}">{}</text></a>',
        mark.link,
        x,
        y,
        mark.text,
        f"{Decimal(x) + 12}",
        f"{Decimal(y) + 4}",
        mark.name if len(mark.name) <= 20 else f"{mark.name[:19]}…",
    )


def _even(right: Decimal, high: Decimal, words: str) -> SafeString:
    """From nothing for nothing to as far as both axes reach."""
    both = min(right, high)
    x, y = _x(both, right), _y(both, high)
    return format_html(
        '<path class="even" d="M{} {}L{} {}"/><text x="{}" y="{}">{}</text>',
        _x(Decimal(0), right),
        _y(Decimal(0), high),
        x,
        y,
        f"{Decimal(x) + 6}",
        f"{Decimal(y) - 4}",
        words,
    )


def _axes(right: Decimal, high: Decimal, across: str, up: str) -> SafeString:
    lines = format_html_join(
        "",
        '<line class="plot-grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="plot-axis plot-end" x="{}" y="{}">{}</text>',
        (
            (
                LEFT,
                WIDTH - RIGHT,
                _y(at, high),
                _y(at, high),
                LEFT - 8,
                f"{Decimal(_y(at, high)) + 4}",
                _short(at),
            )
            for at in (high * step / TICKS for step in range(TICKS + 1))
        ),
    )
    names = format_html_join(
        "",
        '<text class="plot-axis plot-middle" x="{}" y="{}">{}</text>',
        (
            (_x(at, right), HEIGHT - BOTTOM + 16, _short(at))
            for at in (right * step / TICKS for step in range(TICKS + 1))
        ),
    )
    return format_html(
        '{}{}<text x="{}" y="{}">{}</text><text class="plot-middle" x="{}" y="{}">{}</text>',
        lines,
        names,
        LEFT + 4,
        TOP - 4,
        up,
        (WIDTH - RIGHT + LEFT) // 2,
        HEIGHT - 6,
        across,
    )


def _round_up(value: Decimal) -> Decimal:
    """The next 1, 2, 4 or 8 with zeros behind it."""
    size = Decimal(10) ** (len(str(int(value))) - 1)
    return next((size * step for step in (1, 2, 4, 8) if size * step >= value), size * 10)


def _short(value: Decimal) -> str:
    for size, sign in ((1_000_000, " M"), (1_000, " k")):
        if value >= size:
            return f"{(value / size).normalize():f}{sign}"
    return f"{value.normalize():f}"
