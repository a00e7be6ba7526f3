"""Reports of what was given: the dashboard, this year against last, sizes, funds, appeals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from core.plots import Plot, bars, line
from gifts.reports.figures import FIGURES, Scope, Sums, sums_of
from gifts.reports.figures.kept import donors_until
from gifts.reports.figures.tables import by_month
from gifts.views.reports.scoping import is_current
from gifts.views.reports.sheets import (
    Report,
    Sheet,
    Stat,
    href_of,
    meanings,
    money,
    money_series,
    number,
    percent,
    words,
)


def dashboard(scope: Scope) -> Report:
    """How the year goes, in one look."""
    before = _before(scope)
    raised, raised_before = (sums_of(FIGURES["raised"], each) for each in (scope, before))
    stats = [
        _stat("raised", scope, format_money(raised.money, "usd"), format_money(raised_before.money, "usd")),
        Stat(_("Gifts"), f"{raised.count:,}", href_of("raised", scope), _then(f"{raised_before.count:,}")),
        *_of_donors(scope, before),
    ]
    if raised.average is not None:
        stats.append(
            Stat(_("A gift, on average"), format_money(raised.average, "usd"), href_of("raised", scope))
        )
    return Report(
        title=_("Reports"),
        lead=_("How this fiscal year goes. Every figure opens what it means and exactly its gifts."),
        stats=stats,
        plots=[*_months(scope)],
        means=meanings("raised", "donors", "newcomers", "retained"),
    )


def _of_donors(scope: Scope, before: Scope) -> list[Stat]:
    donors = sums_of(FIGURES["donors"], scope)
    if scope.is_narrowed:
        return [_stat("donors", scope, f"{donors.count:,}", f"{sums_of(FIGURES['donors'], before).count:,}")]
    last = sums_of(FIGURES["donors"], scope.of_year(scope.year - 1)).count
    kept = sums_of(FIGURES["retained"], scope).count
    return [
        _stat("donors", scope, f"{donors.count:,}", f"{donors_until(before):,}"),
        Stat(
            FIGURES["newcomers"].label,
            f"{sums_of(FIGURES['newcomers'], scope).count:,}",
            href_of("newcomers", scope),
        ),
        Stat(
            _("Retained so far") if is_current(scope) else _("Retained"),
            percent(kept, last),
            href_of("retained", scope),
            _("%(kept)s of %(all)s donors of last year") % {"kept": f"{kept:,}", "all": f"{last:,}"},
        ),
    ]


def year(scope: Scope) -> Report:
    """The year against the one before, month by month and added up."""
    before = _before(scope)
    now, then = (sums_of(FIGURES["raised"], each) for each in (scope, before))
    ahead = now.money - then.money
    return Report(
        title=_("This year against last"),
        lead=_("What was raised in each month of the fiscal year, beside the same month a year before."),
        stats=[
            _stat("raised", scope, format_money(now.money, "usd"), format_money(then.money, "usd")),
            Stat(
                _("Ahead of last year") if ahead >= 0 else _("Behind last year"),
                format_money(abs(ahead), "usd"),
                "",
                percent(ahead, then.money),
            ),
        ],
        plots=_months(scope),
        sheets=[_month_sheet(scope)],
        means=meanings("raised"),
    )


def _before(scope: Scope) -> Scope:
    whole = scope.of_year(scope.year - 1)
    return scope.by_this_day_before() if is_current(scope) else whole


def _then(text: str) -> str:
    return _("%(before)s by this day last year") % {"before": text}


def _stat(name: str, scope: Scope, now: str, then: str) -> Stat:
    words_then = _then(then) if is_current(scope) else _("%(before)s the year before") % {"before": then}
    return Stat(FIGURES[name].label, now, href_of(name, scope), words_then)


def _month_rows(scope: Scope) -> list[tuple[date, Sums, Sums]]:
    """Each month of the year with the same month a year before."""
    since, until = scope.years_span
    found = by_month(scope, since - relativedelta(years=1), until)
    firsts = [since + relativedelta(months=step) for step in range(12)]
    one, none = relativedelta(years=1), Sums()
    return [(first, found.get(first, none), found.get(first - one, none)) for first in firsts]


def _of_month(scope: Scope, first: date) -> str:
    return href_of("raised", replace(scope, since=first, until=first + relativedelta(months=1, days=-1)))


def _months(scope: Scope) -> list[tuple[str, Plot]]:
    rows = _month_rows(scope)
    labels = [date_format(first, "M") for first, _now, _then in rows]
    links = [_of_month(scope, first) for first, _now, _then in rows]
    then_links = [_of_month(scope, first - relativedelta(years=1)) for first, _now, _then in rows]
    gone = sum(first <= scope.today for first, _now, _then in rows)
    now, then = [row[1].money for row in rows], [row[2].money for row in rows]
    names = (f"{scope.year}", f"{scope.year - 1}")
    summary = _("%(now)s in %(year)s; %(then)s in all of the year before.") % {
        "now": format_money(sum(now, ZERO), "usd"),
        "year": scope.year,
        "then": format_money(sum(then, ZERO), "usd"),
    }
    by = bars(
        labels=labels,
        series=[money_series(names[0], now, links), money_series(names[1], then, then_links)],
        summary=summary,
        first=_("Month"),
    )
    grown = [money_series(names[1], _added(then), [])]
    upto = _added(now)[: max(gone, 1)]
    if gone:
        grown.insert(0, money_series(names[0], upto, []))
    added = line(
        labels=labels, series=grown, summary=_("Added up from the first month on."), first=_("Month")
    )
    return [(_("Raised by month"), by), (_("Added up"), added)]


def _added(values: list[Decimal]) -> list[Decimal]:
    return [sum(values[: place + 1], ZERO) for place in range(len(values))]


def _month_sheet(scope: Scope) -> Sheet:
    rows = []
    for first, now, then in _month_rows(scope):
        earlier = _of_month(scope, first - relativedelta(years=1))
        rows.append(
            [
                words(date_format(first, "F Y")),
                number(now.count, _of_month(scope, first)),
                money(now.money, _of_month(scope, first)),
                money(then.money, earlier),
                money(now.money - then.money),
            ]
        )
    headers = [_("Month"), _("Gifts"), _("Raised"), _("A year before"), _("Difference")]
    return Sheet(_("Month by month"), headers, rows)
