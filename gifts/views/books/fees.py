"""What processing costs."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from accounts.organisation import the_zone
from core.money import ZERO, format_money
from core.plots import Plot, Series, bars
from gifts.reports.fees import Cost, Month, fees_by_month
from gifts.views.books.days import day_of, today


@staff(Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Fees by month and kind, their rate, and what donors covered of them."""
    until = day_of(request, "until", today())
    since = day_of(request, "since", until.replace(year=until.year - 1, day=1))
    months = fees_by_month(since=since, until=until, zone=the_zone())
    whole = Cost(
        sum((one.whole.charged for one in months), ZERO), sum((one.whole.fees for one in months), ZERO)
    )
    covered = sum((one.covered for one in months), ZERO)
    context = {
        "since": since,
        "until": until,
        "months": months[::-1],
        "whole": whole,
        "covered": covered,
        "borne": whole.fees - covered,
        "plot": _plot(months) if months else None,
    }
    return render(request, "gifts/books/fees.html", context)


def _plot(months: list[Month]) -> Plot:
    paid = [max(one.whole.fees, Decimal(0)) for one in months]
    covered = [one.covered for one in months]
    return bars(
        labels=[date_format(one.first, "M Y") for one in months],
        series=[
            Series(_("Fees"), paid, [format_money(value, "usd") for value in paid]),
            Series(_("Covered by donors"), covered, [format_money(value, "usd") for value in covered]),
        ],
        summary=_("Fees of each month beside what donors added toward them."),
        first=_("Month"),
    )
