"""One donor: who, giving at a glance, and all that passed between us."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import AuditEntry, Role, User
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.paging import keyset_page
from desk.plots import years_plot
from desk.reports.donors import glance_at, years_of
from donors.models import Donor
from gifts.models import Gift
from gifts.schedule import next_on
from letters.kinds import lookup
from letters.models import Letter
from receipts.models import Receipt

SEES_MONEY = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY})
MERGERS = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})
SHOWN = 10


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_page(request: HttpRequest, donor_id: int) -> HttpResponse:
    """Everything known of a donor on one page; gifts are paged, and only for those who work with them."""
    user = person(request)
    folded = Donor.objects.filter(pk=donor_id, merged_into__isnull=False).first()
    if folded is not None:
        return redirect("desk:donor", donor_id=folded.merged_into_id)
    donor = get_object_or_404(Donor.objects.visible_to(user).select_related("household", "user"), pk=donor_id)
    changes = AuditEntry.objects.filter(about_kind="donor", about_id=str(donor.pk)).select_related("actor")
    context = {
        "donor": donor,
        "letters": _letters(donor, user),
        "addresses": donor.addresses.order_by("-is_primary", "pk"),
        "changes": changes.order_by("-at")[:SHOWN],
        "folded": donor.folded.order_by("pk"),
        "may_merge": bool(user.roles & MERGERS) and donor.erased_at is None,
        "may_record": bool(user.roles & MERGERS) and donor.erased_at is None,
    }
    if user.roles & SEES_MONEY:
        context |= _giving(request, donor)
    return render(request, "desk/donor.html", context)


def _giving(request: HttpRequest, donor: Donor) -> dict[str, Any]:
    zone = the_organisation().zone
    today = legal_day(timezone.now(), zone)
    gifts = Gift.objects.filter(donor=donor).exclude(given_at=None).with_net().select_related("campaign")
    receipts = Receipt.objects.filter(donor=donor).select_related("series").defer("pdf", "snapshot")
    href = f"{reverse('gifts:gift_list')}?donor={donor.pk}"
    years = years_of(donor, until=today.year)
    return {
        "glance": glance_at(donor, year=today.year),
        "gifts_href": href,
        "page": keyset_page(request, gifts, field="given_at", size=25),
        "plot": years_plot(years, href) if len(years) > 1 else None,
        "credits": donor.soft_credits.select_related("gift__donor").order_by("-created_at", "-pk")[:SHOWN],
        "recurring": [(row, next_on(row, zone)) for row in donor.recurring_gifts.order_by("-started_at")],
        "receipts": receipts.order_by("-pk")[:SHOWN],
    }


def _letters(donor: Donor, user: User) -> list[tuple[Letter, str]]:
    """The newest letters to the donor's addresses, each with its subject, or its kind before it left."""
    emails = [donor.email, *donor.folded.values_list("email", flat=True)]
    to_donor = Q(to_email__in=[email for email in emails if email])
    if donor.user_id:
        to_donor |= Q(reader=donor.user_id)
    rows = Letter.objects.visible_to(user).filter(to_donor).order_by("-created_at")[:SHOWN]
    return [(letter, letter.subject or str(lookup(letter.kind).title)) for letter in rows]
