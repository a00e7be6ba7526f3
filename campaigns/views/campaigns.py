"""Writing a campaign and moving it through its life. Lists and figures are pages of gifts."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from campaigns.actions.campaigns import (
    close_campaign,
    create_campaign,
    edit_campaign,
    publish_campaign,
    reopen_campaign,
)
from campaigns.actions.refused import CampaignChanged, CampaignRefused
from campaigns.forms.campaign import CampaignForm, Lines, PresetFormSet, initial_of, presets_of
from campaigns.models import Campaign, Fund
from core.clock import legal_day

NEVER = datetime.min.replace(tzinfo=UTC)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new draft."""
    now = timezone.now()
    if request.method != "POST":
        today = legal_day(now, the_organisation().zone)
        chosen = {"starts_on": today, "funds": Fund.objects.filter(is_open=True)}
        return _show(request, None, CampaignForm(initial=chosen), _lines(None))
    form, lines = CampaignForm(request.POST), PresetFormSet(request.POST, prefix="presets")
    if form.is_valid() & lines.is_valid():
        try:
            made = create_campaign(facts=form.facts(presets_of(lines)), by=person(request), now=now)
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is saved. Only staff see it until you publish it."))
            return _onward(request, made)
    return _show(request, None, form, lines)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a campaign."""
    campaign = get_object_or_404(Campaign, slug=slug)
    if request.method != "POST":
        return _show(request, campaign, CampaignForm(initial=initial_of(campaign)), _lines(campaign))
    form, lines = CampaignForm(request.POST), PresetFormSet(request.POST, prefix="presets")
    if form.is_valid() & lines.is_valid():
        try:
            campaign = edit_campaign(
                campaign_id=campaign.pk,
                facts=form.facts(presets_of(lines)),
                seen_at=_moment(form.cleaned_data["version"]),
                by=person(request),
                now=timezone.now(),
            )
        except CampaignChanged as refusal:
            # the next save is meant: the person was told
            form.data = {**request.POST.dict(), "version": campaign.updated_at.isoformat()}
            form.add_error(None, str(refusal))
        except CampaignRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return _onward(request, campaign)
    return _show(request, Campaign.objects.get(pk=campaign.pk), form, lines)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a draft to the public."""
    return _turn(request, slug, publish_campaign, _("The campaign is public and takes gifts."))


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more gifts."""
    return _turn(
        request, slug, close_campaign, _("The campaign takes no more gifts. Its page stays and says so.")
    )


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Take gifts again."""
    return _turn(request, slug, reopen_campaign, _("The campaign takes gifts again."))


def _turn(request: HttpRequest, slug: str, action: Callable[..., object], said: str) -> HttpResponse:
    """Take a campaign to its next state, or say why not."""
    campaign = get_object_or_404(Campaign, slug=slug)
    try:
        action(campaign_id=campaign.pk, by=person(request), now=timezone.now())
    except CampaignRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("gifts:campaign", slug)


def _show(request: HttpRequest, campaign: Campaign | None, form: CampaignForm, lines: Lines) -> HttpResponse:
    context = {"campaign": campaign, "form": form, "lines": lines, "saved": form.is_bound}
    return render(request, "campaigns/edit.html", context)


def _lines(campaign: Campaign | None) -> Lines:
    columns = ("amount", "impact", "impact_es", "is_default")
    initial = campaign.presets.values(*columns) if campaign else []
    return PresetFormSet(prefix="presets", initial=list(initial))


def _moment(text: str) -> datetime:
    """Read the form's own mark; nonsense is a moment at which nobody saw anything."""
    try:
        return parse_datetime(text) or NEVER
    except ValueError:
        return NEVER


def _onward(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return redirect("gifts:preview" if "look" in request.POST else "gifts:campaign", campaign.slug)
