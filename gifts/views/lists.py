"""Checkouts that nobody finished."""

from datetime import date, datetime, time

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from campaigns.models import Campaign
from core.paging import keyset_page
from gifts.filters import ANY, DAY
from gifts.models import Checkout
from gifts.reports.listing import left_behind

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)


class CheckoutFilter(django_filters.FilterSet):
    """What the list of unfinished checkouts can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name or e-mail"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    since = django_filters.DateFilter(method="begun_since", widget=DAY, label=_("Since"))

    class Meta:
        model = Checkout
        fields = ("q",)

    def begun_since(self, checkouts: QuerySet[Checkout], _name: str, day: date) -> QuerySet[Checkout]:
        """Visits of that day and later; a moment, so that the index serves."""
        return checkouts.filter(created_at__gte=timezone.make_aware(datetime.combine(day, time.min)))

    def search(self, checkouts: QuerySet[Checkout], _name: str, words: str) -> QuerySet[Checkout]:
        """By what the visitor wrote."""
        return checkouts.filter(Q(name__icontains=words) | Q(email__icontains=words))


@staff(*READERS)
@require_safe
def checkout_list(request: HttpRequest) -> HttpResponse:
    """Visits to Stripe's page that ended without a gift, the newest first."""
    unfinished = left_behind(timezone.now()).select_related("campaign", "fund")
    chosen = CheckoutFilter(request.GET, queryset=unfinished)
    page = keyset_page(request, chosen.qs, field="created_at")
    return render(request, "gifts/checkouts.html", {"filter": chosen, "page": page})
