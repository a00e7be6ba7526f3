"""Counts as a page may show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.models import Fund, ImpactFigure, ImpactMeasure
from campaigns.reports.suppression import Cell, shown


@dataclass(frozen=True)
class Count:
    """What is counted, and how many; None: left out to protect people."""

    measure: ImpactMeasure
    value: int | None


@dataclass(frozen=True)
class Line:
    """The counts of one fund, or of all (None); a measure that was not counted there has an empty place."""

    fund: Fund | None
    counts: Sequence[Count | None]


@dataclass(frozen=True)
class Period:
    """Some days, what was counted in them, and whether anything is left out."""

    since: date
    until: date
    measures: Sequence[ImpactMeasure]
    lines: Sequence[Line]

    @property
    def leaves_out(self) -> bool:
        """Whether a count is not shown."""
        return any(count and count.value is None for line in self.lines for count in line.counts)


def shown_values(figures: Sequence[ImpactFigure]) -> dict[int, int | None]:
    """Return by key what may be shown of each count, beside all the others given; None: nothing."""
    cells = tuple(
        Cell(figure.measure_id, figure.fund_id, figure.since, figure.until, figure.value)
        for figure in figures
    )
    return {
        figure.pk: figure.value if is_shown else None
        for figure, is_shown in zip(figures, shown(cells), strict=True)
    }


def public_periods() -> list[Period]:
    """Return what the public may see, the newest days first. One query."""
    figures = public_figures()
    values = shown_values(figures)
    days = sorted({(figure.until, figure.since) for figure in figures}, reverse=True)
    return [
        _period([figure for figure in figures if (figure.until, figure.since) == pair], values)
        for pair in days
    ]


def headlines(most: int = 3) -> list[tuple[Count, ImpactFigure]]:
    """Return the newest count of all funds for each measure, where it may be shown, for the first page."""
    figures = public_figures()
    values = shown_values(figures)
    newest: dict[int, tuple[Count, ImpactFigure]] = {}
    for figure in figures:
        value = values[figure.pk]
        if figure.fund_id is None and value is not None:
            newest.setdefault(figure.measure_id, (Count(figure.measure, value), figure))
    return list(newest.values())[:most]


def public_figures() -> list[ImpactFigure]:
    """Return the counts meant for the public, the newest first; their values are not yet fit to be shown."""
    rows = ImpactFigure.objects.filter(is_public=True, measure__is_open=True)
    return list(rows.select_related("measure", "fund"))


def _period(figures: Sequence[ImpactFigure], values: dict[int, int | None]) -> Period:
    measures = list({figure.measure_id: figure.measure for figure in figures}.values())
    by_place = {(figure.fund_id, figure.measure_id): figure for figure in figures}
    funds = {figure.fund_id: figure.fund for figure in figures}
    in_order = sorted(
        funds.items(), key=lambda item: (item[1] is not None, item[1].position if item[1] else 0)
    )
    lines = [
        Line(
            fund,
            [
                Count(measure, values[figure.pk])
                if (figure := by_place.get((fund_id, measure.pk))) is not None
                else None
                for measure in measures
            ],
        )
        for fund_id, fund in in_order
    ]
    return Period(figures[0].since, figures[0].until, measures, lines)
