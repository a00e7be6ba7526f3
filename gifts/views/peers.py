"""Peer pages: what friends read, what their owner writes, what staff decide. They show what was raised."""

from decimal import Decimal

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import READ, own, person, public, signed_in, staff
from accounts.models import Role, User
from accounts.organisation import the_organisation
from campaigns.actions.peers import (
    PeerRefused,
    ask_for_page,
    change_page,
    close_page,
    decline_page,
    open_page,
)
from campaigns.forms.peers import DecisionForm, PeerForm
from campaigns.models import Campaign, PeerPage
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import ANY
from gifts.reports.raised import raised_by_appeal

WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}


class PeerFilter(django_filters.FilterSet):
    """What the list of peer pages can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Title or name"))
    state = django_filters.ChoiceFilter(choices=PeerPage.State.choices, empty_label=ANY, label=_l("State"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_l("Campaign")
    )

    class Meta:
        model = PeerPage
        fields = ("q",)

    def search(self, pages: QuerySet[PeerPage], _name: str, words: str) -> QuerySet[PeerPage]:
        """By a part of the title, or of the name that stands there."""
        word = words.strip()
        return pages.filter(Q(title__icontains=word) | Q(shown_name__icontains=word))


@public
@require_safe
def peer_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A friend's page, with what it raised, once staff have read it; nobody sees it there before."""
    page = get_object_or_404(PeerPage.objects.public().select_related("campaign"), slug=slug)
    return render(request, "gifts/peer_page.html", _shown(page))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def peer_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a page of one's own for a campaign that takes gifts."""
    campaign = get_object_or_404(Campaign.objects.running(), slug=slug)
    user = person(request)
    form = PeerForm(request.POST or None, initial={"shown_name": user.name.partition(" ")[0]})
    if request.method == "POST" and form.is_valid():
        try:
            page = ask_for_page(campaign_id=campaign.pk, facts=form.facts(), by=user, now=timezone.now())
        except PeerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. We read each page before it opens, and write to you."))
            return redirect("gifts:my_peer_page", page_id=page.pk)
    context = {"form": form, "campaign": campaign, "organisation": the_organisation()}
    return render(request, "gifts/peer_edit.html", context)


def _own_page(user: User, page_id: int) -> PeerPage:
    return get_object_or_404(PeerPage.objects.owned_by(user).select_related("campaign"), pk=page_id)


@own(_own_page, *READ, "POST")
def my_peer_page(request: HttpRequest, page: PeerPage) -> HttpResponse:
    """One's own page: as it looks, what it raised, and its words to change."""
    initial = {name: getattr(page, name) for name in PeerForm.base_fields}
    form = PeerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_page(page_id=page.pk, facts=form.facts(), by=person(request), now=timezone.now())
        except PeerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. We read it again before it is shown."))
            return redirect("gifts:my_peer_page", page_id=page.pk)
    return render(request, "gifts/my_peer_page.html", _shown(page) | {"form": form})


@own(_own_page, "POST")
def my_peer_page_close(request: HttpRequest, page: PeerPage) -> HttpResponse:
    """Take one's own page from sight."""
    close_page(page_id=page.pk, by=person(request), now=timezone.now())
    messages.success(request, _("Your page is closed. Thank you for asking with us."))
    return redirect("front:my")


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def peer_list(request: HttpRequest) -> HttpResponse:
    """Peer pages, the newest first, each with what it raised."""
    chosen = PeerFilter(request.GET, queryset=PeerPage.objects.select_related("campaign", "owner"))
    page = keyset_page(request, chosen.qs, field="asked_at")
    raised = raised_by_appeal(row.appeal_id for row in page.rows if row.appeal_id)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(row, raised.get(row.appeal_id or 0, ZERO)) for row in page.rows],
    }
    return render(request, "gifts/peers.html", context)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def peer_review(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page as its readers would see it, and the decision."""
    page = get_object_or_404(PeerPage.objects.select_related("campaign", "owner", "appeal"), pk=page_id)
    form = DecisionForm(initial={"read_at": page.asked_at.isoformat()})
    may_decide = bool(person(request).roles & WRITERS)
    return render(request, "gifts/peer_review.html", _shown(page) | {"form": form, "may_decide": may_decide})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def peer_decide(request: HttpRequest, page_id: int) -> HttpResponse:
    """Open, decline or close a page."""
    page = get_object_or_404(PeerPage, pk=page_id)
    form = DecisionForm(request.POST)
    what = request.POST.get("what", "")
    if not form.is_valid() or (what == "decline" and not form.cleaned_data["why"]):
        messages.error(request, _("Say why it does not open."))
        return redirect("gifts:peer_review", page_id=page.pk)
    try:
        _decide(page, what, form, person(request))
    except PeerRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("gifts:peer_review", page_id=page.pk)


def _decide(page: PeerPage, what: str, form: DecisionForm, by: User) -> None:
    now, read_at = timezone.now(), form.cleaned_data["read_at"]
    if what == "open":
        open_page(page_id=page.pk, read_at=read_at, by=by, now=now)
    elif what == "decline":
        decline_page(page_id=page.pk, read_at=read_at, why=form.cleaned_data["why"], by=by, now=now)
    elif what == "close":
        close_page(page_id=page.pk, by=by, now=now)


def _shown(page: PeerPage) -> dict[str, object]:
    """A page with what stands of the gifts that came by it, counted now."""
    raised: Decimal = raised_by_appeal([page.appeal_id]).get(page.appeal_id, ZERO) if page.appeal_id else ZERO
    code = page.appeal.code if page.appeal else ""
    return {
        "page": page,
        "raised": raised,
        "as_of": timezone.now(),
        "give_href": f"{page.campaign.get_absolute_url()}?appeal={code}",
        "address": f"{settings.SITE_URL}{page.get_absolute_url()}",
        "organisation": the_organisation(),
    }
