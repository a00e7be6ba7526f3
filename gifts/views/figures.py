"""How recurring gifts go: the monthly sum and its moves, who stays, and what is to come."""

from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import let_through
from gifts.filters.moves import MoveFilter
from gifts.models import RecurringChange
from gifts.plots import coming_plot, gains_plot, line_plot
from gifts.reports.cohorts import cohorts, still_giving
from gifts.reports.coming import coming_by_month
from gifts.reports.monthly import NOTHING, Part, counted_at_end_of, line_now, months_of_line, moves
from gifts.views.recurring import READERS

SPANS = (12, 24, 36)


@staff(*READERS)
@require_safe
def recurring_line(request: HttpRequest) -> HttpResponse:
    """The monthly sum over the last months, and what moved it in each."""
    zone, now = the_zone(), timezone.now()
    this = legal_day(now, zone).replace(day=1)
    asked = request.GET.get("months", "")
    span = next((months for months in SPANS if asked == f"{months}"), SPANS[0])
    months = months_of_line(since=this - relativedelta(months=span - 1), until=this, zone=zone)
    stands = line_now()
    context = {
        "months": months[::-1],
        "parts": Part,
        "plot": line_plot(months),
        "gains": gains_plot(months),
        "stands": stands,
        "a_year": stands * 12,
        "differs_by": stands - months[-1].closing,
        "as_of": now,
        "spans": SPANS,
        "span": span,
    }
    return render(request, "gifts/recurring_line.html", context)


@staff(*READERS)
@require_safe
def recurring_changes(request: HttpRequest) -> HttpResponse:
    """The changes behind a figure of the moves, the newest first; their sum is that figure."""
    chosen = MoveFilter(request.GET, queryset=moves())
    return _changes(request, let_through(chosen), {"filter": chosen})


@staff(*READERS)
@require_safe
def recurring_counted(request: HttpRequest) -> HttpResponse:
    """The gifts that a figure of the monthly sum is made of: those that counted at the end of a day."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        raise Http404 from None
    return _changes(request, counted_at_end_of(day, the_zone()), {"day": day})


@staff(*READERS)
@require_safe
def recurring_cohorts(request: HttpRequest) -> HttpResponse:
    """Monthly donors by the month they began in, and how many of them still give so many months after."""
    zone, now = the_zone(), timezone.now()
    rows = cohorts(today=legal_day(now, zone), zone=zone)
    context = {"cohorts": rows, "columns": range(len(rows)), "count": sum(row.count for row in rows)}
    return render(request, "gifts/recurring_cohorts.html", {**context, "as_of": now})


@staff(*READERS)
@require_safe
def recurring_cohort(request: HttpRequest) -> HttpResponse:
    """The donors of one cell."""
    after_text = request.GET.get("after", "")
    try:
        first = date.fromisoformat(f"{request.GET.get('began', '')}-01")
        after = int(after_text) if after_text else None
    except ValueError:
        raise Http404 from None
    if after is not None and not 0 <= after <= 600:
        raise Http404
    donors = still_giving(first=first, after=after, zone=the_zone())
    page = Paginator(donors, 50).get_page(request.GET.get("page"))
    return render(request, "gifts/recurring_cohort.html", {"first": first, "after": after, "page": page})


@staff(*READERS)
@require_safe
def recurring_coming(request: HttpRequest) -> HttpResponse:
    """What is to be charged in each month of this year and the next, if nothing changes."""
    now = timezone.now()
    months = coming_by_month(now=now)
    years: dict[int, Decimal] = {}
    for month in months:
        years[month.first.year] = years.get(month.first.year, ZERO) + month.amount
    context = {"months": months, "years": years, "plot": coming_plot(months), "as_of": now}
    return render(request, "gifts/recurring_coming.html", context)


def _changes(
    request: HttpRequest, changes: QuerySet[RecurringChange], context: dict[str, object]
) -> HttpResponse:
    """A page of changes with the sum of all that are listed."""
    shown = changes.select_related("recurring__donor", "request__asked_by")
    total = changes.order_by().aggregate(sum=Sum("moved"), count=Count("pk"))
    context |= {
        "page": keyset_page(request, shown, field="at"),
        "moved": total["sum"] or NOTHING,
        "count": total["count"],
    }
    return render(request, "gifts/recurring_changes.html", context)
