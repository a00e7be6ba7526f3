"""What was spent on a campaign beside its appeals."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from campaigns.actions.costs import add_cost, remove_cost
from campaigns.forms.costs import CostForm
from campaigns.models import Campaign, CampaignCost
from core.clock import legal_day
from core.money import ZERO

WRITERS = {Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR}
AT_ONCE = 50


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_http_methods(["GET", "HEAD"])
def costs(request: HttpRequest, slug: str) -> HttpResponse:
    """The costs, the newest first, and a form for one more."""
    campaign = get_object_or_404(Campaign, slug=slug)
    return _show(request, campaign, CostForm(initial={"spent_on": legal_day(timezone.now(), the_zone())}))


@staff(*WRITERS)
@require_POST
def cost_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Write one down."""
    campaign = get_object_or_404(Campaign, slug=slug)
    form = CostForm(request.POST)
    if not form.is_valid():
        return _show(request, campaign, form)
    add_cost(campaign_id=campaign.pk, facts=form.facts(), by=person(request), now=timezone.now())
    messages.success(request, _("The cost is saved."))
    return redirect("campaigns:costs", slug)


@staff(*WRITERS)
@require_POST
def cost_remove(request: HttpRequest, cost_id: int) -> HttpResponse:
    """Take one out that was a mistake."""
    cost = get_object_or_404(CampaignCost.objects.select_related("campaign"), pk=cost_id)
    if "sure" not in request.POST:
        return render(request, "campaigns/cost_remove.html", {"cost": cost, "campaign": cost.campaign})
    remove_cost(cost_id=cost.pk, by=person(request), now=timezone.now())
    messages.success(request, _("The cost is taken out."))
    return redirect("campaigns:costs", cost.campaign.slug)


def _show(request: HttpRequest, campaign: Campaign, form: CostForm) -> HttpResponse:
    context = {
        "campaign": campaign,
        "form": form,
        "page": Paginator(campaign.costs.all(), AT_ONCE).get_page(request.GET.get("page")),
        "total": campaign.costs.aggregate(sum=Sum("amount"))["sum"] or ZERO,
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "campaigns/costs.html", context)
