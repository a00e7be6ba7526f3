"""Campaigns as the money sees them: the list, and one campaign with its appeals.

They stand here and not in campaigns, since they show what was raised.
"""

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from campaigns.models import Campaign
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import ANY
from gifts.models import GivingPolicy
from gifts.reports.appeals import results_of
from gifts.reports.raised import raised_by_campaign

WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}


class CampaignFilter(django_filters.FilterSet):
    """What the list of campaigns can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name or address"))
    state = django_filters.ChoiceFilter(choices=Campaign.State.choices, empty_label=ANY, label=_("State"))

    class Meta:
        model = Campaign
        fields = ("q",)

    def search(self, campaigns: QuerySet[Campaign], _name: str, words: str) -> QuerySet[Campaign]:
        """By a part of the name in either language, or of the address."""
        word = words.strip()
        named = Q(name__icontains=word) | Q(name_es__icontains=word)
        return campaigns.filter(named | Q(slug__icontains=word))


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns, the newest first, with what each raised and the sum of what is filtered."""
    chosen = CampaignFilter(request.GET, queryset=Campaign.objects.all())
    counted = chosen.qs.annotate(appeal_count=Count("appeals"))
    page = keyset_page(request, counted, field="created_at")
    raised = raised_by_campaign(chosen.qs.order_by().values_list("pk", flat=True))
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(campaign, raised[campaign.pk]) for campaign in page.rows],
        "total": sum(raised.values(), ZERO),
        "count": len(raised),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "gifts/campaigns.html", context)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def campaign_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign: how far it is, what each appeal brought, and what can be done with it."""
    campaign = get_object_or_404(Campaign, slug=slug)
    policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy(pk=1)
    presets = list(campaign.presets.all())
    context = {
        "campaign": campaign,
        "presets": presets,
        "unreachable": [each for each in presets if not policy.minimum <= each.amount <= policy.maximum],
        "policy": policy,
        "funds": campaign.funds.all(),
        "raised": raised_by_campaign([campaign.pk])[campaign.pk],
        "results": results_of(campaign),
        "as_of": timezone.now(),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "gifts/campaign.html", context)
