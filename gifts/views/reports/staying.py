"""Reports of who stays: retention, first-time and returning donors, cohorts."""

from decimal import Decimal

from django.utils.translation import gettext as _

from core.money import ZERO
from core.plots import Series, bars, line
from gifts.reports.figures import Scope, Sums
from gifts.reports.figures.tables import Cohort, cohorts
from gifts.views.reports.sheets import (
    Cell,
    Report,
    Sheet,
    count_series,
    href_of,
    meanings,
    money,
    number,
    percent,
    words,
)

COHORTS = 12


def retention(scope: Scope) -> Report:
    """Year by year: how many came back, and how much of the money."""
    by_year = _years(scope)
    years = [year for year in by_year if year - 1 in by_year]
    rows = [_retention_row(scope, year, by_year[year], by_year[year - 1]) for year in years]
    shares = [_share(by_year[year], by_year[year - 1]) for year in years]
    plot = line(
        labels=[f"{year}" for year in years],
        series=[
            Series(
                _("Donors retained, in percent"),
                shares,
                [f"{share:.1f} %" for share in shares],
                [href_of("retained", scope.of_year(year)) for year in years],
            )
        ],
        summary=_("Of last year's donors, this share gave again. The current year is not over."),
        first=_("Fiscal year"),
    )
    return Report(
        title=_("Retention"),
        lead=_("Who comes back. Money retained is what they give now, against all that was given last year."),
        plots=[(_("Donors who gave again"), plot)] if rows else [],
        sheets=[Sheet(_("Year by year"), _retention_headers(), rows[::-1])],
        means=meanings("retained", "newcomers", "recaptured", "lybunt"),
    )


def _retention_headers() -> list[str]:
    return [
        _("Fiscal year"),
        _("Donors the year before"),
        _("Gave again"),
        _("Donors retained"),
        _("Money retained"),
        _("First-time"),
        _("Recaptured"),
        _("Lapsed"),
    ]


def _retention_row(scope: Scope, year: int, now: list[Cohort], last: list[Cohort]) -> list[Cell]:
    here = scope.of_year(year)
    kept = Sums(sum(row.retained for row in now), sum((row.retained_given for row in now), ZERO))
    before = Sums(sum(row.donors for row in last), sum((row.given for row in last), ZERO))
    new = sum(row.donors for row in now if row.first == year)
    back = sum(row.donors for row in now) - kept.count - new
    return [
        words(f"{year}"),
        number(before.count, href_of("donors", scope.of_year(year - 1))),
        number(kept.count, href_of("retained", here)),
        words(percent(kept.count, before.count)),
        words(percent(kept.money, before.money)),
        number(new, href_of("newcomers", here)),
        number(back, href_of("recaptured", here)),
        number(before.count - kept.count, href_of("lybunt", here)),
    ]


def _share(now: list[Cohort], last: list[Cohort]) -> Decimal:
    before = sum(row.donors for row in last)
    return Decimal(sum(row.retained for row in now) * 100) / before if before else ZERO


def returning(scope: Scope) -> Report:
    """First-time donors and those who gave before."""
    by_year = _years(scope)
    years = sorted(by_year)
    first = [Sums(*_of(by_year[year], is_new=True)) for year in years]
    again = [Sums(*_of(by_year[year], is_new=False)) for year in years]
    plot = bars(
        labels=[f"{year}" for year in years],
        series=[
            count_series(
                _("First-time"), first, [href_of("newcomers", scope.of_year(year)) for year in years]
            ),
            count_series(_("Gave before"), again, [href_of("donors", scope.of_year(year)) for year in years]),
        ],
        summary=_("%(first)s first-time donors in the last year shown; %(again)s gave before.")
        % {"first": f"{first[-1].count:,}" if years else 0, "again": f"{again[-1].count:,}" if years else 0},
        first=_("Fiscal year"),
    )
    rows = [
        [
            words(f"{year}"),
            number(new.count, href_of("newcomers", scope.of_year(year))),
            money(new.money),
            number(old.count),
            money(old.money),
        ]
        for year, new, old in zip(years, first, again, strict=True)
    ]
    headers = [_("Fiscal year"), _("First-time"), _("They gave"), _("Gave before"), _("They gave")]
    return Report(
        title=_("First-time and returning donors"),
        lead=_("Who gave for the first time ever, and who had given in an earlier year."),
        plots=[(_("Donors by year"), plot)] if years else [],
        sheets=[Sheet(_("Year by year"), headers, rows[::-1])],
        means=meanings("newcomers", "donors"),
    )


def cohort_table(scope: Scope) -> Report:
    """Each year's first-time donors, and what share of them gave in the years after."""
    found = cohorts(scope.month)
    firsts = sorted({row.first for row in found})[-COHORTS:]
    last = max((row.year for row in found), default=scope.year)
    at = {(row.first, row.year): row for row in found}
    rows: list[list[Cell]] = []
    for first in firsts:
        began = at[first, first].donors
        cells = [words(f"{first}"), number(began, href_of("cohort", scope, cohort=first, year=first))]
        for year in range(first, last + 1):
            row = at.get((first, year))
            share = row.donors * 100 // began if row else 0
            href = href_of("cohort", scope, cohort=first, year=year) if row else ""
            note = _("%(n)s of %(all)s") % {"n": row.donors if row else 0, "all": began}
            cells.append(Cell(f"{share}", row.donors if row else 0, href, min(share // 20, 4), note))
        rows.append(cells)
    wide = max((len(row) for row in rows), default=2)
    headers = [_("First gave in"), _("Donors"), *(f"+{step}" for step in range(wide - 2))]
    return Report(
        title=_("Cohorts"),
        lead=_("Donors by the fiscal year of their first gift, and what share gave so many years after."),
        sheets=[
            Sheet(
                _("Share of donors who gave, in percent"),
                headers,
                rows,
                is_heat=True,
                note=_("The last cell of each row is the current year, which is not over."),
            )
        ],
        means=meanings("cohort"),
    )


def _of(rows: list[Cohort], *, is_new: bool) -> tuple[int, Decimal]:
    some = [row for row in rows if (row.first == row.year) is is_new]
    return sum(row.donors for row in some), sum((row.given for row in some), ZERO)


def _years(scope: Scope) -> dict[int, list[Cohort]]:
    by_year: dict[int, list[Cohort]] = {}
    for row in cohorts(scope.month):
        by_year.setdefault(row.year, []).append(row)
    return {year: by_year[year] for year in sorted(by_year)[-COHORTS:]}
