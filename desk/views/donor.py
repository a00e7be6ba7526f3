"""One donor: who, giving at a glance, and all that passed between us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import AuditEntry, Role
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.paging import keyset_page
from desk.reports import glance_at
from donors.models import Donor
from gifts.models import Gift
from letters.models import Letter
from receipts.models import Receipt


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_page(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Everything known of a donor on one page; gifts are paged."""
    donor = get_object_or_404(
        Donor.objects.visible_to(person(request)).select_related("household", "user"), pk=donor_id
    )
    gifts = Gift.objects.filter(donor=donor).exclude(given_at=None).with_net().select_related("campaign")
    today = legal_day(timezone.now(), the_organisation().zone)
    letters = (
        Letter.objects.filter(to_email=donor.email).order_by("-created_at")
        if donor.email
        else Letter.objects.none()
    )
    context = {
        "donor": donor,
        "glance": glance_at(donor, year=today.year),
        "page": keyset_page(request, gifts, field="given_at", size=25),
        "recurring": donor.recurring_gifts.select_related("campaign", "fund").order_by("-started_at"),
        "receipts": Receipt.objects.filter(donor=donor)
        .select_related("series")
        .defer("pdf", "snapshot")
        .order_by("-pk")[:10],
        "letters": letters[:10],
        "addresses": donor.addresses.order_by("-is_primary", "pk"),
        "changes": AuditEntry.objects.filter(about_kind="donor", about_id=str(donor.pk))
        .select_related("actor")
        .order_by("-at")[:10],
    }
    return render(request, "desk/donor.html", context)
