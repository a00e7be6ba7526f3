"""The first page."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from campaigns.models import Campaign, Fund
from campaigns.reports.impact import headlines
from gifts.reports.raised import raised_by_campaign


@dataclass(frozen=True)
class Running:
    """A campaign that takes gifts, and what stands of them now."""

    campaign: Campaign
    raised: Decimal


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who we are, the kinds of help, what we ask for now."""
    campaigns = list(Campaign.objects.running())
    raised = raised_by_campaign(campaign.pk for campaign in campaigns)
    facts = {
        "organisation": the_organisation(),
        "funds": Fund.objects.filter(is_open=True),
        "running": [Running(campaign, raised[campaign.pk]) for campaign in campaigns],
        "headlines": headlines(),
        "as_of": timezone.now(),
    }
    return render(request, "front/home.html", facts)
