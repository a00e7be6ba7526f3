"""The desk's plots; each point opens the list that it counts."""

from collections.abc import Sequence

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from core.plots import Plot, Series, bars
from desk.reports.donors import Year
from desk.reports.standing import Month


def raised_plot(months: Sequence[Month]) -> Plot:
    """Raised by month, this year against the year before."""
    gifts = reverse("gifts:gift_list")
    links = []
    for month in months:
        last = month.first + relativedelta(months=1, days=-1)
        links.append(f"{gifts}?since={month.first}&until={last}")
    total = sum((month.raised for month in months), ZERO)
    before = sum((month.year_before for month in months), ZERO)
    summary = _("%(total)s in the last twelve months; %(before)s in the twelve before.") % {
        "total": format_money(total, "usd"),
        "before": format_money(before, "usd"),
    }
    return bars(
        labels=[date_format(month.first, "M") for month in months],
        series=[
            Series(
                name=_("Last twelve months"),
                values=[month.raised for month in months],
                texts=[format_money(month.raised, "usd") for month in months],
                links=links,
            ),
            Series(
                name=_("A year before"),
                values=[month.year_before for month in months],
                texts=[format_money(month.year_before, "usd") for month in months],
            ),
        ],
        summary=summary,
        first=_("Month"),
    )


def years_plot(years: Sequence[Year], gifts: str) -> Plot:
    """What a donor gave each year; `gifts` is the address of their gifts, with a query string."""
    given = [year for year in years if year.given > ZERO]
    return bars(
        labels=[f"{year.year}" for year in years],
        series=[
            Series(
                name=_("Given"),
                values=[year.given for year in years],
                texts=[format_money(year.given, "usd") for year in years],
                links=[f"{gifts}&since={year.since}&until={year.until}" for year in years],
            )
        ],
        summary=_("Gave in %(some)s of %(all)s years.") % {"some": len(given), "all": len(years)},
        first=_("Year"),
    )
