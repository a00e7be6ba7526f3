"""Donors as a file."""

from django.db.models import FilteredRelation, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.views.exports import Table, send
from core.exports import Cells, Copied
from donors.models import Donor
from donors.views.lists import EXPORTERS, DonorFilter

DONOR: Cells = {
    "donor": "pk",
    "kind": "kind",
    "name": "name",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "mail": "contact",
    "wants_news": "wants_news",
    "wants_news_since": "wants_news_since",
    "no_post": "no_post",
    "no_phone": "no_phone",
    "quiet_until": "quiet_until",
    "household": "household__formal_greeting",
    "address_1": "home__line1",
    "address_2": "home__line2",
    "city": "home__city",
    "region": "home__region",
    "postal_code": "home__postal_code",
    "country": "home__country",
    "known_since": "created_at",
}


@staff(*EXPORTERS, recent=True)
@require_POST
def donor_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly what the filter shows, as CSV; the reason is asked and written down.

    With each donor goes how they may be reached, so that whoever uses the file can keep to it.
    """
    chosen = DonorFilter(request.GET, queryset=Donor.objects.visible_to(person(request)))
    found = chosen.qs if chosen.form.is_valid() else chosen.qs.none()
    at_home = FilteredRelation("addresses", condition=Q(addresses__is_primary=True))
    rows = found.annotate(home=at_home).order_by("-created_at", "-pk")
    table = Table("donors", "donor.exported", "donors", list(DONOR), Copied(DONOR, rows))
    return send(request, table, back=reverse("donors:donor_list"))
