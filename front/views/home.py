"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from campaigns.models import Campaign, Fund


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who we are, the kinds of help, what we ask for now."""
    facts = {
        "organisation": the_organisation(),
        "funds": Fund.objects.filter(is_open=True),
        "campaigns": Campaign.objects.running(),
        "now": timezone.now(),
    }
    return render(request, "front/home.html", facts)
