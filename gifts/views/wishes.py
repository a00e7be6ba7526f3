"""The wish list: what the public sees and promises, what staff wish for and tick off."""

from datetime import datetime, timedelta

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, public, staff
from accounts.models import Role
from accounts.organisation import the_organisation
from campaigns.actions.wishes import (
    WishRefused,
    note_brought,
    note_not_come,
    offer,
    save_place,
    save_wish,
    withdraw_offer,
)
from campaigns.forms.wishes import OfferForm, PlaceForm, WishForm
from campaigns.models import DropOff, WishItem, WishOffer
from core.network import network_of
from core.paging import keyset_page
from gifts.actions.defence import hashed, is_off, take
from gifts.filters import ANY

AT_ONCE = 50
WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}
SETTLERS = {Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR}
MOST_AN_HOUR = 20


class OfferFilter(django_filters.FilterSet):
    """What the list of offers can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name or code"))
    state = django_filters.ChoiceFilter(choices=WishOffer.State.choices, empty_label=ANY, label=_l("State"))
    item = django_filters.ModelChoiceFilter(
        queryset=WishItem.objects.all(), empty_label=ANY, label=_l("What is wanted")
    )

    class Meta:
        model = WishOffer
        fields = ("q",)

    def search(self, offers: QuerySet[WishOffer], _name: str, words: str) -> QuerySet[WishOffer]:
        """By a part of the name, or the code on the page they keep."""
        word = words.strip()
        return offers.filter(Q(name__icontains=word) | Q(code=word.lower()))


@public
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """What is still wanted."""
    items = WishItem.objects.filter(is_open=True)
    places = DropOff.objects.filter(is_open=True)
    context = {"items": items, "places": places, "organisation": the_organisation()}
    return render(request, "gifts/wishes.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest, item_id: int) -> HttpResponse:
    """Promise to bring some of it. A network may promise twenty times an hour."""
    item = get_object_or_404(WishItem, pk=item_id, is_open=True)
    form = OfferForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        try:
            _admit(request, now)
            made = offer(
                item_id=item.pk,
                place_id=said["place"].pk,
                count=said["count"],
                name=said["name"],
                brings_on=said["brings_on"],
                form_key=said["form_key"],
                now=now,
            )
        except WishRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("gifts:wish_offer", code=made.code)
    context = {
        "item": item,
        "form": form,
        "places": DropOff.objects.filter(is_open=True),
        "organisation": the_organisation(),
    }
    return render(request, "gifts/wish.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def wish_offer(request: HttpRequest, code: str) -> HttpResponse:
    """The page that whoever promised keeps: what, where, when; and the way back."""
    found = get_object_or_404(WishOffer.objects.select_related("item", "place"), code=code)
    if request.method == "POST":
        withdraw_offer(code=found.code, now=timezone.now())
        return redirect("gifts:wish_offer", code=found.code)
    context = {"offer": found, "organisation": the_organisation()}
    response = render(request, "gifts/wish_offer.html", context)
    response["Cache-Control"] = "no-store"  # it says who comes where and when
    return response


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def wish_list(request: HttpRequest) -> HttpResponse:
    """What is wanted and promised, the places, and who brings what."""
    chosen = OfferFilter(request.GET, queryset=WishOffer.objects.select_related("item", "place"))
    page = keyset_page(request, chosen.qs, field="made_at")
    context = {
        "items": Paginator(WishItem.objects.all(), AT_ONCE).get_page(request.GET.get("page")),
        "places": DropOff.objects.all(),
        "filter": chosen,
        "page": page,
        "may_write": bool(person(request).roles & WRITERS),
        "may_settle": bool(person(request).roles & SETTLERS),
    }
    return render(request, "gifts/wish_list.html", context)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def wish_edit(request: HttpRequest, item_id: int | None = None) -> HttpResponse:
    """Wish for something, or change it."""
    item = get_object_or_404(WishItem, pk=item_id) if item_id else None
    initial = {name: getattr(item, name) for name in WishForm.base_fields} if item else {}
    form = WishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_wish(item_id=item_id, facts=form.facts(), by=person(request), now=timezone.now())
        except WishRefused as refusal:
            form.add_error("wanted", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("gifts:wish_list")
    return render(request, "gifts/wish_edit.html", {"form": form, "row": item})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_off_edit(request: HttpRequest, place_id: int | None = None) -> HttpResponse:
    """Name a public place where goods are taken, or change it."""
    place = get_object_or_404(DropOff, pk=place_id) if place_id else None
    names = set(PlaceForm.base_fields) - {"is_public"}
    initial = {name: getattr(place, name) for name in names} if place else {}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_place(place_id=place_id, facts=form.facts(), by=person(request), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("gifts:wish_list")
    return render(request, "gifts/wish_edit.html", {"form": form, "row": place, "is_place": True})


@staff(*SETTLERS)
@require_POST
def wish_settle(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Tick an offer off: brought, or not come."""
    get_object_or_404(WishOffer, pk=offer_id)
    settle = note_brought if request.POST.get("what") == "brought" else note_not_come
    try:
        settle(offer_id=offer_id, by=person(request), now=timezone.now())
    except WishRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("gifts:wish_list")


def _admit(request: HttpRequest, now: datetime) -> None:
    start = now.replace(minute=0, second=0, microsecond=0)
    source = hashed("network", network_of(request))
    if not is_off() and not take(scope="wish", source=source, limit=MOST_AN_HOUR, window=start):
        raise WishRefused(
            _("Much was promised from your network just now. Please try again in %(n)s minutes.")
            % {"n": max(1, int((start + timedelta(hours=1) - now).total_seconds() // 60))}
        )
