"""What each fund received, what was spent of it and what is left."""

from datetime import date
from decimal import Decimal
from heapq import merge

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from accounts.views.exports import Table, send
from campaigns.models import Fund
from core.money import ZERO, format_money
from core.plots import Plot, Series, bars
from gifts.reports.fund_balances import (
    Month,
    all_movements,
    days_of,
    funds_held,
    months_of,
    movements_of,
    spendings_of,
)
from gifts.reports.journal.accounts import last_day
from gifts.views.books.days import day_of, today
from gifts.views.books.spending import opening_form, spending_form

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = (Role.FINANCE, Role.ADMINISTRATOR)
AT_ONCE = 100
HEADER = ("day", "what", "received", "fees", "spent", "fund")


@staff(*READERS)
@require_safe
def fund_balances(request: HttpRequest) -> HttpResponse:
    """Every fund as of a day."""
    until = day_of(request, "until", today())
    held = funds_held(until=until)
    context = {
        "until": until,
        "held": held,
        "left": sum((one.left for one in held), ZERO),
        "restricted": sum((one.left for one in held if one.fund.is_restricted), ZERO),
        "overspent": [one for one in held if one.left < 0],
        "currency": settings.CURRENCY,
    }
    return render(request, "gifts/books/funds.html", context)


@staff(*READERS)
@require_safe
def fund_statement(request: HttpRequest, fund_id: int) -> HttpResponse:
    """A fund's statement: its figures, its months, and the rows that any of them is the sum of."""
    fund = get_object_or_404(Fund, pk=fund_id)
    until = day_of(request, "until", today())
    since = _since(request)
    months = months_of(fund, until=until)
    after = max(_number(request.GET.get("after", "")), 0)
    rows = movements_of(fund, since=since, until=until, at_most=AT_ONCE + 1, after=after)
    may_write = bool(person(request).roles & set(HANDS))
    context = {
        "fund": fund,
        "held": funds_held(until=until, fund_id=fund.pk)[0],
        "until": until,
        "since": since,
        "months": [one for one in months if since is None or one.first >= since.replace(day=1)][::-1],
        "plot": _plot(months[-24:], fund.pk) if months else None,
        "rows": rows[:AT_ONCE],
        "older": after + AT_ONCE if len(rows) > AT_ONCE else 0,
        "spendings": spendings_of(fund, since=since, until=until),
        "organisation": the_organisation(),
        "currency": settings.CURRENCY,
        "may_write": may_write,
        "spend": spending_form() if may_write else None,
        "opening": opening_form(fund) if may_write else None,
    }
    return render(request, "gifts/books/fund.html", context)


@staff(*HANDS, recent=True)
@require_POST
def fund_export(request: HttpRequest, fund_id: int) -> HttpResponseBase:
    """The fund's rows as CSV: what it received and what was spent of it."""
    fund = get_object_or_404(Fund, pk=fund_id)
    until = day_of(request, "until", today())
    since = _since(request)
    went = spendings_of(fund, since=since, until=until)
    count = sum(lines for _day, lines in days_of(fund, since=since, until=until)) + len(went)
    came = (
        (row.day, row.kind, row.amount, row.fee if fund.bears_fees else "", "", fund.code)
        for row in all_movements(fund, since=since, until=until)
    )
    spent = ((row.day, row.what, "", "", row.amount, fund.code) for row in reversed(went))
    rows = merge(came, spent, key=lambda row: row[0])
    table = Table(f"fund-{fund.code}", "fund.exported", "fund", HEADER, rows, count)
    return send(request, table, back=reverse("gifts:fund_statement", args=[fund.pk]))


def _plot(months: list[Month], fund_id: int) -> Plot:
    """Received and spent by month; each bar opens its rows."""
    page = reverse("gifts:fund_statement", args=[fund_id])
    links = [f"{page}?since={one.first}&until={last_day(one.first)}" for one in months]
    came = [max(one.received, Decimal(0)) for one in months]
    went = [max(one.spent, Decimal(0)) for one in months]
    return bars(
        labels=[date_format(one.first, "M Y") for one in months],
        series=[
            Series(_("Received"), came, [format_money(value, settings.CURRENCY) for value in came], links),
            Series(_("Spent"), went, [format_money(value, settings.CURRENCY) for value in went], links),
        ],
        summary=_("What the fund received and what was spent of it, month by month."),
        first=_("Month"),
    )


def _since(request: HttpRequest) -> date | None:
    """From which day on rows are shown; from the beginning unless the address says."""
    begin = day_of(request, "since", date.min)
    return None if begin == date.min else begin


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
