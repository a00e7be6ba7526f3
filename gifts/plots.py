"""Plots of recurring gifts; on the desk each point opens the rows that it counts."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, GoalKind
from core.money import ZERO, format_money
from core.plots import Plot, Series, bars, line
from core.scatter import Mark, scatter
from gifts.reports.appeals import Results
from gifts.reports.coming import ComingMonth
from gifts.reports.monthly import Month, Part
from gifts.reports.pace import Pace
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


def pace_plot(pace: Pace, campaign: Campaign) -> Plot:
    """Where the campaign stands at the end of each day, beside an even pace; a point opens what it counts."""
    say = _counter(pace.kind, campaign)
    last = pace.points[-1]
    series = [
        Series(
            name=_("Here"),
            values=[point.reached for point in pace.points],
            texts=[say(point.reached) for point in pace.points],
            links=[_opens(pace.kind, campaign, point.day) for point in pace.points],
        )
    ]
    even = [point.even for point in pace.points if point.even is not None]
    if len(even) == len(pace.points):
        series.append(Series(name=_("Even pace"), values=even, texts=[say(each) for each in even]))
    return line(
        labels=[date_format(point.day, "DAY_FORMAT") for point in pace.points],
        series=series,
        summary=_pace_words(pace, say, last.reached),
        first=_("Until"),
    )


def _pace_words(pace: Pace, say: Callable[[Decimal], str], reached: Decimal) -> str:
    ahead = pace.ahead
    said = {"sum": say(reached), "apart": say(abs(ahead or ZERO))}
    if ahead is None:
        return _("%(sum)s so far.") % said
    if ahead >= 0:
        return _("%(sum)s so far: %(apart)s more than an even pace would have by now.") % said
    return _("%(sum)s so far: %(apart)s less than an even pace would have by now.") % said


def _counter(kind: GoalKind, campaign: Campaign) -> Callable[[Decimal], str]:
    if kind == GoalKind.MONEY:
        return lambda value: format_money(value, campaign.currency)
    return lambda value: f"{value.quantize(Decimal(1))}"


def _opens(kind: GoalKind, campaign: Campaign, day: date) -> str:
    """Exactly what a point counts: gifts, their donors, or changes of recurring gifts."""
    if kind == GoalKind.MONTHLY:
        return f"{reverse('gifts:recurring_changes')}?begun=yes&within={campaign.pk}&until={day}"
    page = "gifts:giver_list" if kind == GoalKind.DONORS else "gifts:gift_list"
    goods = "&given=goods&stands=yes" if kind == GoalKind.GOODS else ""
    stands = "&stands=yes" if kind == GoalKind.DONORS else ""
    return f"{reverse(page)}?within={campaign.pk}&until={day}{goods}{stands}"


def appeals_plot(results: Results, campaign: Campaign) -> Plot | None:
    """Appeals by what they cost and what they brought; None while none of them cost anything."""
    paid = [each for each in results.appeals if each.appeal and each.cost]
    if not paid:
        return None
    say = _counter(GoalKind.MONEY, campaign)
    marks = [
        Mark(
            name=f"{each.appeal}",
            x=each.cost,
            y=each.raised,
            text=_("%(name)s: %(cost)s spent, %(sum)s raised")
            % {"name": each.appeal, "cost": say(each.cost), "sum": say(each.raised)},
            link=f"{reverse('gifts:gift_list')}?within={campaign.pk}&appeal={each.appeal.pk}",
        )
        for each in paid
        if each.appeal
    ]
    worth = sum(each.raised >= each.cost for each in paid)
    return scatter(
        marks=marks,
        across=_("Cost"),
        up=_("Raised"),
        even=_("as much as it cost"),
        summary=ngettext(
            "%(worth)s of %(n)s appeal that cost something brought at least its cost.",
            "%(worth)s of %(n)s appeals that cost something brought at least their cost.",
            len(paid),
        )
        % {"worth": worth, "n": len(paid)},
        headers=[_("Appeal"), _("Cost"), _("Raised"), _("Raised per 1 spent")],
        rows=[[f"{each.appeal}", say(each.cost), say(each.raised), f"{each.per_dollar}"] for each in paid],
    )
