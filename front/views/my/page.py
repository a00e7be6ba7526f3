"""The first of one's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from campaigns.models import PeerPage
from donors.models import Donor
from front.reports import giving_of
from gifts.reports.recurring_page import glances_of
from letters.models import Letter
from volunteers.reports.schedule import glance_of


@signed_in
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """Shifts, gifts, receipts and letters of whoever is signed in, whatever their role."""
    user, organisation, now = person(request), the_organisation(), timezone.now()
    facts = {
        "organisation": organisation,
        "time": glance_of(user, home=organisation.zone, now=now),
        "donor": Donor.objects.filter(user=user).first(),
        "giving": giving_of(user),
        "peer_pages": PeerPage.objects.owned_by(user).order_by("-asked_at"),
        "recurring": glances_of(user, now=now),
        "letter": Letter.objects.sent_to(user).exclude(subject="").order_by("-created_at", "-pk").first(),
    }
    return render(request, "front/my.html", facts)
