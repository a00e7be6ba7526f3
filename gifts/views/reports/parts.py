"""Reports of what a sum is made of: sizes of gifts, funds, appeals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.models import Fund
from core.money import ZERO, format_money
from core.plots import Plot, bars
from gifts.reports.figures import Scope, Sums
from gifts.reports.figures.behind import SIZES
from gifts.reports.figures.scope import WITHOUT
from gifts.reports.figures.tables import by_key, by_size
from gifts.views.reports.scoping import appeals_by_id
from gifts.views.reports.sheets import (
    Cell,
    Report,
    Sheet,
    Stat,
    count_series,
    href_of,
    meanings,
    money,
    money_series,
    number,
    percent,
    words,
)

ASSORTED = 12


def sizes(scope: Scope) -> Report:
    """Gifts by what was given."""
    steps = by_size(scope)
    names = [_step(step) for step in range(len(SIZES))]
    links = [href_of("raised", scope, size=step) for step in range(len(SIZES))]
    total = sum(step.count for step in steps)
    most = max(range(len(steps)), key=lambda step: steps[step].count)
    plot = bars(
        labels=names,
        series=[count_series(_("Gifts"), steps, links)],
        summary=_("Most gifts, %(share)s, are of %(step)s.")
        % {"share": percent(steps[most].count, total), "step": names[most]},
        first=_("Amount"),
    )
    rows = [
        [words(name), number(step.count, link), words(percent(step.count, total)), money(step.money, link)]
        for name, step, link in zip(names, steps, links, strict=True)
    ]
    headers = [_("Amount"), _("Gifts"), _("Share"), _("Stands")]
    return Report(
        title=_("Sizes of gifts"),
        lead=_("Gifts that arrived, by the amount that was given."),
        plots=[(_("Gifts by amount"), plot)],
        sheets=[Sheet(_("By amount"), headers, rows, is_titled=False)],
        means=meanings("raised"),
    )


def funds(scope: Scope) -> Report:
    """What was given for each fund."""
    found = by_key(scope, "fund_id")
    known = Fund.objects.in_bulk(key for key in found if key is not None)
    rows = [(known[key].name, sums, {"fund": key}) for key, sums in found.items() if key in known]
    return _parts(
        scope,
        rows,
        title=_("Funds"),
        lead=_("What was given for each fund: its share of each gift, less its share of what went back."),
        first=_("Fund"),
    )


def appeals(scope: Scope) -> Report:
    """What each appeal brought in the days, against what it cost."""
    found = by_key(scope, "appeal_id")
    known = appeals_by_id({key for key in found if key is not None})
    rows = []
    for key, sums in found.items():
        appeal = known.get(key) if key is not None else None
        cost = appeal.cost if appeal else ZERO
        back = _("%(times)s for each one spent") % {"times": f"{sums.money / cost:.1f}"} if cost else ""
        name = f"{appeal} · {appeal.campaign}" if appeal else _("Without an appeal")
        rows.append((name, sums, {"appeal": key or WITHOUT}, back))
    return _parts(
        scope,
        [(name, sums, more) for name, sums, more, _back in rows],
        title=_("Appeals"),
        lead=_("What each mailing, e-mail or event brought in these days, and what came back for its cost."),
        first=_("Appeal"),
        notes={name: back for name, _sums, _more, back in rows},
    )


def _parts(
    scope: Scope,
    rows: Sequence[tuple[str, Sums, Mapping[str, int | None]]],
    *,
    title: str,
    lead: str,
    first: str,
    notes: dict[str, str] | None = None,
) -> Report:
    """The parts that a sum is made of, the largest first."""
    listed = sorted(rows, key=lambda row: -row[1].money)
    total = sum((sums.money for _name, sums, _more in listed), ZERO)
    cells: list[list[Cell]] = []
    for place, (name, sums, more) in enumerate(listed, start=1):
        href = href_of("raised", scope, **more)
        note = (notes or {}).get(name, "")
        cells.append(
            [
                words(f"{place} · {name}", note=note),
                number(sums.count, href),
                money(sums.money, href),
                words(percent(sums.money, total)),
            ]
        )
    headers = [first, _("Gifts"), _("Raised"), _("Share")]
    return Report(
        title=title,
        lead=lead,
        stats=[Stat(_("Raised"), format_money(total, "usd"), href_of("raised", scope))],
        plots=[(title, _part_plot(scope, listed, total, first))] if listed else [],
        sheets=[Sheet(title, headers, cells, is_titled=False)],
        means=meanings("raised"),
    )


def _part_plot(
    scope: Scope, listed: Sequence[tuple[str, Sums, Mapping[str, int | None]]], total: Decimal, first: str
) -> Plot:
    shown = listed[:ASSORTED]
    return bars(
        labels=[f"{place}" for place, _row in enumerate(shown, start=1)],
        series=[
            money_series(
                _("Raised"),
                [sums.money for _name, sums, _more in shown],
                [href_of("raised", scope, **more) for _name, _sums, more in shown],
            )
        ],
        summary=_("%(sum)s in all; most for %(first)s.")
        % {"sum": format_money(total, "usd"), "first": listed[0][0]},
        first=first,
    )


def _step(step: int) -> str:
    least, *above = SIZES[step : step + 2]
    if not above:
        return _("%(least)s and more") % {"least": f"${least:,}"}
    return f"${least:,}–{above[0]:,}" if least else _("less than %(most)s") % {"most": f"${above[0]:,}"}
