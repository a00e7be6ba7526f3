"""What lists of gifts can be narrowed to. It all stands in the address, so a view can be kept and sent."""

from dataclasses import dataclass
from typing import cast

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, DateInput, HiddenInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import Appeal, Campaign, Fund
from donors.models import Donor
from gifts.models import Gift
from gifts.models.gift import GiftQuerySet

ANY = _("Any")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
KINDS = [("once", _("One-time")), ("recurring", _("Recurring"))]
NOT_ARRIVED = frozenset({Gift.State.PROCESSING, Gift.State.FAILED})
DAY = DateInput(attrs={"type": "date"})


class GiftFilter(django_filters.FilterSet):
    """Filters of the gift list and of its export."""

    q = django_filters.CharFilter(method="search", label=_("Donor, e-mail or Stripe id"))
    state = django_filters.MultipleChoiceFilter(
        choices=Gift.State.choices, widget=CheckboxSelectMultiple, label=_("State")
    )
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    appeal = django_filters.ModelChoiceFilter(
        queryset=Appeal.objects.all(), empty_label=ANY, null_label=_("None"), label=_("Appeal")
    )
    fund = django_filters.ModelChoiceFilter(
        queryset=Fund.objects.all(), method="of_fund", empty_label=ANY, label=_("Fund")
    )
    since = django_filters.DateFilter(field_name="given_on", lookup_expr="gte", widget=DAY, label=_("From"))
    until = django_filters.DateFilter(field_name="given_on", lookup_expr="lte", widget=DAY, label=_("To"))
    least = django_filters.NumberFilter(field_name="amount", lookup_expr="gte", label=_("At least"))
    most = django_filters.NumberFilter(field_name="amount", lookup_expr="lte", label=_("At most"))
    kind = django_filters.ChoiceFilter(choices=KINDS, method="repeats", empty_label=ANY, label=_("Repeats"))
    source = django_filters.ChoiceFilter(choices=Gift.Source.choices, empty_label=ANY, label=_("How it came"))
    unmatched = django_filters.ChoiceFilter(
        choices=YES_NO, method="without_donor", empty_label=ANY, label=_("Without a donor")
    )
    donor = django_filters.NumberFilter(field_name="donor", widget=HiddenInput, label=_("Donor's number"))

    class Meta:
        model = Gift
        fields = ("q",)

    def search(self, gifts: GiftQuerySet, _name: str, words: str) -> GiftQuerySet:
        """By donor, by the payer's name or address as the bank gave them, or by an id of Stripe's.

        Two sets put together: one condition over donors and gifts at once could use no index.
        """
        words = words.strip()[:100]
        if words.startswith(("pi_", "ch_", "py_")):
            return gifts.filter(Q(payment_id=words) | Q(charge_id=words))
        of_donors = Gift.objects.filter(donor__in=Donor.objects.containing(words).values("pk"))
        strangers = Gift.objects.filter(is_unmatched=True).filter(
            Q(payer_name__icontains=words) | Q(payer_email__icontains=words)
        )
        return gifts.filter(pk__in=of_donors.values("pk").union(strangers.values("pk"), all=True))

    def of_fund(self, gifts: GiftQuerySet, _name: str, fund: Fund) -> GiftQuerySet:
        """Gifts of which some or all goes to the fund; a gift is listed once."""
        return gifts.filter(pk__in=fund.allocations.values("gift"))

    def without_donor(self, gifts: GiftQuerySet, _name: str, answer: str) -> GiftQuerySet:
        """Payments that nobody here knows, or all others."""
        return gifts.filter(is_unmatched=answer == "yes")

    def repeats(self, gifts: GiftQuerySet, _name: str, kind: str) -> GiftQuerySet:
        """One-time gifts, or charges of recurring ones."""
        return gifts.filter(recurring__isnull=kind == "once")


@dataclass(frozen=True)
class Listing:
    """What an address asks to see: its form, its gifts, and the moment by which they stand in order."""

    form: GiftFilter
    gifts: GiftQuerySet
    by: str


def listing(request: HttpRequest) -> Listing:
    """Return the gifts that the address lets through.

    Gifts stand by the moment they were given. What a bank still confirms or refused has none: it is listed
    only when asked for, and then all stand by the moment we heard of them.
    """
    chosen = GiftFilter(request.GET, queryset=Gift.objects.all())
    gifts = cast("GiftQuerySet", chosen.qs)
    if NOT_ARRIVED.intersection(request.GET.getlist("state")):
        return Listing(chosen, gifts, by="created_at")
    return Listing(chosen, gifts.exclude(given_at=None), by="given_at")
