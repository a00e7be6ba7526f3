"""Campaigns as the money sees them: the list, and one campaign as a fundraiser looks at it each morning.

They stand here and not in campaigns, since they show what was raised.
"""

from datetime import datetime

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from campaigns.models import Campaign, Challenge
from core.clock import legal_day
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import ANY
from gifts.models import Gift, GivingPolicy
from gifts.plots import appeals_plot, pace_plot
from gifts.reports.appeals import results_of
from gifts.reports.pace import pace_of
from gifts.reports.pots import pots
from gifts.reports.progress import progress_of, tree_of
from gifts.reports.raised import raised_by_campaign

WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}
READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
NEWEST = 8


class CampaignFilter(django_filters.FilterSet):
    """What the list of campaigns can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name or address"))
    state = django_filters.ChoiceFilter(choices=Campaign.State.choices, empty_label=ANY, label=_("State"))
    parent = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.exclude(children=None).distinct(),
        empty_label=ANY,
        null_label=_("None"),
        label=_("Part of"),
    )

    class Meta:
        model = Campaign
        fields = ("q",)

    def search(self, campaigns: QuerySet[Campaign], _name: str, words: str) -> QuerySet[Campaign]:
        """By a part of the name in either language, or of the address."""
        word = words.strip()
        named = Q(name__icontains=word) | Q(name_es__icontains=word)
        return campaigns.filter(named | Q(slug__icontains=word))


@staff(*READERS)
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns, the newest first, with what each raised with its parts, and the sum of what is filtered."""
    chosen = CampaignFilter(request.GET, queryset=Campaign.objects.all())
    counted = chosen.qs.annotate(appeal_count=Count("appeals")).select_related("parent")
    page = keyset_page(request, counted, field="created_at")
    # each campaign's own gifts alone, so that none counts twice in the sum
    raised = raised_by_campaign(chosen.qs.order_by().values_list("pk", flat=True))
    standing = progress_of(page.rows)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(campaign, standing[campaign.pk]) for campaign in page.rows],
        "total": sum(raised.values(), ZERO),
        "count": len(raised),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "gifts/campaigns.html", context)


@staff(*READERS)
@require_safe
def campaign_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign: how far it is and how fast, who gave last, its parts, its pots and its appeals."""
    campaign = get_object_or_404(Campaign.objects.select_related("parent"), slug=slug)
    now = timezone.now()
    policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy(pk=1)
    presets = list(campaign.presets.all())
    context = {
        "campaign": campaign,
        "presets": presets,
        "unreachable": [each for each in presets if not policy.minimum <= each.amount <= policy.maximum],
        "policy": policy,
        "funds": campaign.funds.all(),
        "shares": campaign.shares.select_related("fund"),
        "may_write": bool(person(request).roles & WRITERS),
        **_standing(campaign, now),
    }
    return render(request, "gifts/campaign.html", context)


def _standing(campaign: Campaign, now: datetime) -> dict[str, object]:
    """What of the page money changes, all of it counted now."""
    zone = the_zone()
    today = legal_day(now, zone)
    parts = list(campaign.children.all())
    standing = progress_of([campaign, *parts])
    progress = standing[campaign.pk]
    pace = pace_of(progress, today=today, zone=zone)
    results = results_of(campaign)
    above = [pk for pk in (campaign.pk, campaign.parent_id) if pk]
    challenges = list(Challenge.objects.filter(campaign__in=above).order_by("-ends_on", "pk"))
    told = [
        (each, pots([each], today=max(today, each.ends_on), currency=campaign.currency))
        for each in challenges
    ]
    newest = Gift.objects.filter(campaign__in=tree_of(campaign.pk)).exclude(given_at=None)
    return {
        "progress": progress,
        "parts": [standing[part.pk] for part in parts],
        "pace": pace_plot(pace, campaign) if pace else None,
        "opens_on": campaign.starts_on if today < campaign.starts_on else None,
        "results": results,
        "appeals_plot": appeals_plot(results, campaign),
        "challenges": [(each, pot[0]) for each, pot in told],
        "newest": newest.select_related("donor", "campaign").order_by("-given_at", "-pk")[:NEWEST],
        "as_of": now,
    }
