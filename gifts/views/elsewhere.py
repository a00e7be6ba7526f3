"""Recurring gifts that other programs collect, on the desk: a list for reference, and one file with ours."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from accounts.views.exports import Table, send
from core.paging import keyset_page
from gifts.filters import let_through
from gifts.filters.elsewhere import ElsewhereFilter
from gifts.models import RecurringElsewhere
from gifts.reports.exported import ELSEWHERE, all_recurring_as_file

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
HANDS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})


@staff(*READERS)
@require_safe
def elsewhere_list(request: HttpRequest) -> HttpResponse:
    """What other programs collect, the newest known first. No sum: nothing of it is ours to count."""
    chosen = ElsewhereFilter(request.GET, queryset=RecurringElsewhere.objects.all())
    page = keyset_page(request, let_through(chosen).select_related("donor"), field="created_at")
    may_export = bool(person(request).roles & HANDS)
    return render(request, "gifts/elsewhere.html", {"filter": chosen, "page": page, "may_export": may_export})


@staff(*READERS)
@require_safe
def elsewhere_donor(_request: HttpRequest, elsewhere_id: int) -> HttpResponse:
    """Lead to the donor's page, where it is shown."""
    row = get_object_or_404(RecurringElsewhere, pk=elsewhere_id)
    return redirect("desk:donor", donor_id=row.donor_id)


@staff(*HANDS, recent=True)
@require_POST
def elsewhere_export(request: HttpRequest) -> HttpResponseBase:
    """All recurring gifts as CSV: ours, and those elsewhere that the filter lets through."""
    found = let_through(ElsewhereFilter(request.GET, queryset=RecurringElsewhere.objects.all()))
    table = Table(
        name="all-recurring-gifts",
        verb="recurring.all_exported",
        about="recurring_gifts",
        header=list(ELSEWHERE),
        rows=all_recurring_as_file(found, zone=the_zone()),
    )
    return send(request, table, back=reverse("gifts:elsewhere_list"))
