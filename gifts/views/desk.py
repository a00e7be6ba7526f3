"""Gifts on the desk: the list, its export, and what Stripe said that still waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.audit import record
from accounts.models import Role
from core.exports import csv_response
from core.paging import keyset_page
from gifts.filters import filtered
from gifts.models import Gift
from gifts.reports.listing import EXPORT_HEADER, export_rows, totals_of

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
NOT_ARRIVED = {Gift.State.PROCESSING, Gift.State.FAILED}


@staff(*READERS)
@require_safe
def gift_list(request: HttpRequest) -> HttpResponse:
    """Gifts by their day, newest first; those a bank still confirms or refused by when we heard of them."""
    chosen, gifts = filtered(request)
    waiting = set(request.GET.getlist("state")) & NOT_ARRIVED
    rows = gifts if waiting else gifts.exclude(given_at=None)
    shown = rows.with_net().select_related("donor", "campaign", "appeal", "recurring")
    page = keyset_page(request, shown, field="created_at" if waiting else "given_at")
    context = {"filter": chosen, "page": page, "totals": totals_of(rows)}
    return render(request, "gifts/list.html", context)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
@require_POST
def gift_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down."""
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        messages.error(request, _("Please say what the export is for. It is written in the audit trail."))
        return redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    _form, gifts = filtered(request)
    now = timezone.now()
    record(
        actor=person(request),
        verb="export_gifts",
        about=("gifts", "list"),
        now=now,
        after={
            "rows": gifts.count(),
            "filters": ", ".join(sorted(key for key in request.GET if request.GET[key])),
        },
        reason=reason,
    )
    return csv_response(f"gifts-{now:%Y-%m-%d}.csv", EXPORT_HEADER, export_rows(gifts))
