"""Recurring gifts on the desk: the list with its standing views, and its export."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from accounts.views.exports import Table, send
from core.paging import keyset_page
from gifts.filters import STANDING, RecurringFilter, let_through
from gifts.models import RecurringGift
from gifts.reports.exported import RECURRING, recurring_as_file
from gifts.reports.monthly import monthly_of
from gifts.reports.recurring_list import totals_of
from gifts.schedule import next_on

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class View:
    """A standing view: its name, and the address's query string that shows it with the other filters kept."""

    label: str | Promise
    query: str
    is_here: bool


@staff(*READERS)
@require_safe
def recurring_list(request: HttpRequest) -> HttpResponse:
    """Recurring gifts, the newest first, with what all that the filter lets through come to in a month."""
    chosen = RecurringFilter(request.GET, queryset=RecurringGift.objects.all())
    found = let_through(chosen)
    shown = found.annotate(monthly=monthly_of()).select_related("donor", "fund")
    page, zone = keyset_page(request, shown, field="started_at"), the_zone()
    context = {
        "filter": chosen,
        "views": _standing_views(request),
        "page": page,
        "rows": [(gift, next_on(gift, zone)) for gift in page.rows],
        "totals": totals_of(found),
        "may_export": bool(person(request).roles & HANDS),
    }
    return render(request, "gifts/recurring.html", context)


@staff(*HANDS, recent=True)
@require_POST
def recurring_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    gifts = let_through(RecurringFilter(request.GET, queryset=RecurringGift.objects.all()))
    table = Table(
        name="recurring-gifts",
        verb="recurring.exported",
        about="recurring_gifts",
        header=list(RECURRING),
        rows=recurring_as_file(gifts),
    )
    return send(request, table, back=reverse("gifts:recurring_list"))


def _standing_views(request: HttpRequest) -> list[View]:
    """All of them, and each; why a gift ended belongs to those that did."""
    here = request.GET.get("state", "")
    found = []
    for name, label in [("", _("All")), *((name, label) for name, (label, _rows) in STANDING.items())]:
        query = request.GET.copy()
        for gone in ("state", "older", "newer", *(("why",) if name != "ended" else ())):
            query.pop(gone, None)
        if name:
            query["state"] = name
        found.append(View(label, query.urlencode(), name == here))
    return found
