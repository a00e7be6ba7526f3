"""Lists of what surrounds gifts: payouts, checkouts that nobody finished."""

from datetime import date, datetime, time

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from campaigns.models import Campaign
from core.paging import keyset_page
from gifts.filters import ANY, DAY, YES_NO
from gifts.models import Checkout, Payout
from gifts.reports.listing import left_behind

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
BOOKKEEPERS = (Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)


class PayoutFilter(django_filters.FilterSet):
    """What the list of payouts can be narrowed to."""

    q = django_filters.CharFilter(field_name="payout_id", label=_("Stripe's id (po_…)"))
    state = django_filters.ChoiceFilter(choices=Payout.State.choices, empty_label=ANY, label=_("State"))
    attention = django_filters.ChoiceFilter(
        choices=YES_NO, method="not_tied_out", empty_label=ANY, label=_("Does not tie out")
    )

    class Meta:
        model = Payout
        fields = ("q",)

    def not_tied_out(self, payouts: QuerySet[Payout], _name: str, answer: str) -> QuerySet[Payout]:
        """Those whose lines do not sum to them, or all others."""
        return payouts.filter(needs_attention=answer == "yes")


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


@staff(*BOOKKEEPERS)
@require_safe
def payout_list(request: HttpRequest) -> HttpResponse:
    """Payouts, the newest first; each says whether the net of its lines is its amount."""
    chosen = PayoutFilter(request.GET, queryset=Payout.objects.all())
    page = keyset_page(request, chosen.qs, field="created_at")
    return render(request, "gifts/payouts.html", {"filter": chosen, "page": page})


@staff(*BOOKKEEPERS)
@require_safe
def payout_page(request: HttpRequest, payout_id: int) -> HttpResponse:
    """One payout, down to its lines."""
    payout = get_object_or_404(Payout, pk=payout_id)
    page = keyset_page(request, payout.lines.select_related("gift__donor"), field="occurred_at", size=200)
    return render(request, "gifts/payout.html", {"payout": payout, "page": page})
