"""One place for a person who gives, volunteers, or both."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from donors.models import Donor
from front.reports import giving_of
from volunteers.reports.schedule import glance_of


@signed_in
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """Shifts, gifts, receipts and details of whoever is signed in, whatever their role."""
    user, organisation = person(request), the_organisation()
    wanted = request.GET.get("year", "")
    facts = {
        "organisation": organisation,
        "time": glance_of(user, home=organisation.zone, now=timezone.now()),
        "donor": Donor.objects.filter(user=user).first(),
        "giving": giving_of(user, year=int(wanted) if wanted.isdecimal() and len(wanted) == 4 else None),
    }
    return render(request, "front/my.html", facts)
