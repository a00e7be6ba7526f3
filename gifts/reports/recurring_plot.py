"""The plot of a donor's recurring gift."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from core.plots import Plot, Series, bars
from gifts.reports.recurring_page import Month


def months_plot(months: Sequence[Month], currency: str) -> Plot:
    """What came of one gift in each month, and what is to come."""
    given = sum((month.given for month in months), ZERO)
    promised = sum((month.promised for month in months), ZERO)
    return bars(
        labels=[date_format(month.first, "M y") for month in months],
        series=[
            Series(
                name=_("Given"),
                values=[month.given for month in months],
                texts=[format_money(month.given, currency) for month in months],
            ),
            Series(
                name=_("To come"),
                values=[month.promised for month in months],
                texts=[format_money(month.promised, currency) for month in months],
            ),
        ],
        summary=_("%(given)s since %(first)s; %(promised)s to come until %(last)s.")
        % {
            "given": format_money(given, currency),
            "first": date_format(months[0].first, "YEAR_MONTH_FORMAT"),
            "promised": format_money(promised, currency),
            "last": date_format(months[-1].first, "YEAR_MONTH_FORMAT"),
        },
        first=_("Month"),
    )
