"""Lists of what surrounds gifts: recurring gifts, payouts, checkouts that nobody finished."""

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import staff
from accounts.models import Role
from campaigns.models import Campaign
from core.paging import keyset_page
from gifts.models import Checkout, Frequency, Payout, RecurringGift

READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
BOOKKEEPERS = (Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)


class RecurringFilter(django_filters.FilterSet):
    """What the list of recurring gifts can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Donor or e-mail"))
    state = django_filters.ChoiceFilter(choices=RecurringGift.State.choices, label=_("State"))
    frequency = django_filters.ChoiceFilter(choices=Frequency.choices[1:], label=_("How often"))

    class Meta:
        model = RecurringGift
        fields = ("q",)

    def search(self, gifts: QuerySet[RecurringGift], _name: str, words: str) -> QuerySet[RecurringGift]:
        """By the donor, or by Stripe's id of the subscription."""
        named = Q(donor__name__icontains=words) | Q(donor__email__icontains=words)
        return gifts.filter(named | Q(subscription_id=words))


class CheckoutFilter(django_filters.FilterSet):
    """What the list of unfinished checkouts can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name or e-mail"))
    campaign = django_filters.ModelChoiceFilter(queryset=Campaign.objects.all(), label=_("Campaign"))

    class Meta:
        model = Checkout
        fields = ("q",)

    def search(self, checkouts: QuerySet[Checkout], _name: str, words: str) -> QuerySet[Checkout]:
        """By what the visitor wrote."""
        return checkouts.filter(Q(name__icontains=words) | Q(email__icontains=words))


@staff(*READERS)
@require_safe
def recurring_list(request: HttpRequest) -> HttpResponse:
    """Recurring gifts, the newest first, with the sum of each charge of what is filtered."""
    chosen = RecurringFilter(request.GET, queryset=RecurringGift.objects.select_related("donor", "fund"))
    page = keyset_page(request, chosen.qs, field="started_at")
    each = chosen.qs.order_by().aggregate(total=Sum("amount"))["total"]
    context = {"filter": chosen, "page": page, "count": chosen.qs.count(), "each": each}
    return render(request, "gifts/recurring.html", context)


@staff(*READERS)
@require_safe
def checkout_list(request: HttpRequest) -> HttpResponse:
    """Visits to Stripe's page that ended without a gift."""
    unfinished = Checkout.objects.exclude(state=Checkout.State.COMPLETED).select_related("campaign", "fund")
    chosen = CheckoutFilter(request.GET, queryset=unfinished)
    page = keyset_page(request, chosen.qs, field="created_at")
    return render(request, "gifts/checkouts.html", {"filter": chosen, "page": page})


@staff(*BOOKKEEPERS)
@require_safe
def payout_list(request: HttpRequest) -> HttpResponse:
    """Payouts, the newest first; each says whether the net of its lines is its amount."""
    page = keyset_page(request, Payout.objects.all(), field="created_at")
    return render(request, "gifts/payouts.html", {"page": page})


@staff(*BOOKKEEPERS)
@require_safe
def payout_page(request: HttpRequest, payout_id: int) -> HttpResponse:
    """One payout, down to its lines."""
    payout = get_object_or_404(Payout, pk=payout_id)
    page = keyset_page(request, payout.lines.select_related("gift__donor"), field="occurred_at", size=200)
    return render(request, "gifts/payout.html", {"payout": payout, "page": page})
