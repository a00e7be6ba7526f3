"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from campaigns.models import Campaign, Fund
from campaigns.reports.impact import headlines
from core.clock import legal_day
from gifts.reports.progress import progress_of


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who we are, the kinds of help, what we ask for now."""
    now, organisation = timezone.now(), the_organisation()
    # one below another that runs stands on that one's page
    running = Campaign.objects.running().exclude(parent__state=Campaign.State.PUBLISHED)
    today = legal_day(now, organisation.zone)
    campaigns = [campaign for campaign in running if campaign.takes_gifts_on(today)]
    facts = {
        "organisation": organisation,
        "funds": Fund.objects.filter(is_open=True),
        "headlines": headlines(),
        "running": list(progress_of(campaigns).values()),
        "as_of": now,
    }
    return render(request, "front/home.html", facts)
