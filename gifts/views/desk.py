"""Gifts on the desk: the list, the donors behind it, and its export."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.views.exports import Table, send
from core.paging import keyset_page
from gifts.filters import Listing, listing
from gifts.reports.exported import GIFT, gifts_as_file
from gifts.reports.listing import Totals, givers_of, totals_of, totals_of_days, with_what_stands

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
EXPORTERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
BY_DAY = frozenset({"since", "until", "campaign", "appeal"})


@staff(*READERS)
@require_safe
def gift_list(request: HttpRequest) -> HttpResponse:
    """Gifts, the newest first, with the totals of all that the filter lets through."""
    found = listing(request)
    shown = found.gifts.with_net().select_related("donor", "campaign", "appeal")
    context = {
        "filter": found.form,
        "page": keyset_page(request, shown, field=found.by),
        "totals": totals_shown(found),
        "may_export": bool(person(request).roles & set(EXPORTERS)),
    }
    return render(request, "gifts/list.html", context)


@staff(*READERS)
@require_safe
def giver_list(request: HttpRequest) -> HttpResponse:
    """Who gave the gifts that a filter lets through, the largest sum first."""
    found = listing(request)
    page = Paginator(givers_of(found.gifts), 50).get_page(request.GET.get("page"))
    givers = with_what_stands(page.object_list, found.gifts)
    context = {"filter": found.form, "page": page, "givers": givers}
    return render(request, "gifts/givers.html", context)


@staff(*EXPORTERS, recent=True)
@require_POST
def gift_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down.

    The file streams to whoever asked and is stored nowhere, so there is no link that would have to expire.
    """
    rows = gifts_as_file(listing(request).gifts)
    table = Table(name="gifts", verb="gift.exported", about="gifts", header=list(GIFT), rows=rows)
    return send(request, table, back=reverse("gifts:gift_list"))


def totals_shown(found: Listing) -> Totals:
    """Return the totals of a list: kept ones where it asks for days, a campaign or an appeal alone."""
    form = found.form.form
    if not form.is_valid() or found.by != "given_at":
        return totals_of(found.gifts)
    asked = {name: value for name, value in form.cleaned_data.items() if value or value == 0}
    if not asked.keys() <= BY_DAY:
        return totals_of(found.gifts)
    appeal, campaign = asked.get("appeal"), asked.get("campaign")
    return totals_of_days(
        since=asked.get("since"),
        until=asked.get("until"),
        campaign=campaign.pk if campaign else None,
        appeal=getattr(appeal, "pk", 0) if appeal else None,
    )
