"""Plots of recurring gifts; on the desk each point opens the rows that it counts."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import ZERO, format_money
from core.plots import Plot, Series, bars, line
from gifts.reports.coming import ComingMonth
from gifts.reports.monthly import Month, Part
from gifts.reports.pledges import Coming


def line_plot(months: Sequence[Month]) -> Plot:
    """The monthly sum at the end of each month; a point opens the gifts that counted then."""
    counted = reverse("gifts:recurring_counted")
    last = months[-1]
    summary = _("%(now)s a month now; %(before)s at the end of %(month)s.") % {
        "now": format_money(last.closing, "usd"),
        "before": format_money(months[0].closing, "usd"),
        "month": date_format(months[0].first, "YEAR_MONTH_FORMAT"),
    }
    return line(
        labels=[date_format(month.first, "M") for month in months],
        series=[
            Series(
                name=_("A month"),
                values=[month.closing for month in months],
                texts=[format_money(month.closing, "usd") for month in months],
                links=[f"{counted}?on={month.last}" for month in months],
            )
        ],
        summary=summary,
        first=_("End of"),
    )


def gains_plot(months: Sequence[Month]) -> Plot:
    """What was gained and what was lost in each month."""
    changes = reverse("gifts:recurring_changes")
    gained = [_sum(month, gains=True) for month in months]
    lost = [-_sum(month, gains=False) for month in months]
    links = [f"{changes}?since={month.first}&until={month.last}" for month in months]
    summary = _("%(gained)s gained and %(lost)s lost in these months.") % {
        "gained": format_money(sum(gained, ZERO), "usd"),
        "lost": format_money(sum(lost, ZERO), "usd"),
    }
    return bars(
        labels=[date_format(month.first, "M") for month in months],
        series=[
            Series(_("Gained"), gained, [format_money(each, "usd") for each in gained], links),
            Series(_("Lost"), lost, [format_money(each, "usd") for each in lost], links),
        ],
        summary=summary,
        first=_("Month"),
    )


def coming_plot(months: Sequence[ComingMonth]) -> Plot:
    """What recurring gifts are to bring in each month of this year and the next."""
    total = sum((month.amount for month in months), ZERO)
    return bars(
        labels=[date_format(month.first, "M y") for month in months],
        series=[
            Series(
                name=_("To come"),
                values=[month.amount for month in months],
                texts=[format_money(month.amount, "usd") for month in months],
            )
        ],
        summary=_("%(sum)s until the end of next year, if nothing changes.")
        % {"sum": format_money(total, "usd")},
        first=_("Month"),
    )


def _sum(month: Month, *, gains: bool) -> Decimal:
    """What the parts with this sign add up to; each part by its sum over the month."""
    amounts = [month.parts[part].amount for part in Part]
    return sum((amount for amount in amounts if (amount > 0) is gains), Decimal(0))


def pledges_plot(months: Sequence[Coming]) -> Plot:
    """What is waited for in each month; a bar opens the pledges behind it."""
    here = reverse("gifts:pledge_list")
    summary = _("%(sum)s of pledges fall due from %(first)s to %(last)s.") % {
        "sum": format_money(sum((month.amount for month in months), ZERO), "usd"),
        "first": date_format(months[0].first, "YEAR_MONTH_FORMAT"),
        "last": date_format(months[-1].first, "YEAR_MONTH_FORMAT"),
    }
    return bars(
        labels=[date_format(month.first, "M") for month in months],
        series=[
            Series(
                name=_("Falls due"),
                values=[month.amount for month in months],
                texts=[format_money(month.amount, "usd") for month in months],
                links=[f"{here}?due={month.first}" for month in months],
            )
        ],
        summary=summary,
        first=_("Month"),
    )
