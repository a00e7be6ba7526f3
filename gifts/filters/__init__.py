"""What lists of gifts can be narrowed to. It all stands in the address, so a view can be kept and sent."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.forms import CheckboxSelectMultiple, DateInput, HiddenInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organisation import the_zone
from campaigns.models import Appeal, Campaign, Challenge, Fund
from donors.models import Donor
from gifts.models import Frequency, Gift, GiftKind, RecurringGift
from gifts.models.gift import GiftQuerySet
from gifts.reports.monthly import COUNTS, midnight
from gifts.reports.progress import tree_of

ANY = _("Any")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
KINDS = [("once", _("One-time")), ("recurring", _("Recurring"))]
NOT_ARRIVED = frozenset({Gift.State.PROCESSING, Gift.State.FAILED})
DAY = DateInput(attrs={"type": "date"})
State = RecurringGift.State
# the standing views of recurring gifts: each gift stands in one of them, and may be ending besides
STANDING = {
    "active": (pgettext_lazy("recurring gifts", "Active"), COUNTS),
    "past_due": (pgettext_lazy("recurring gifts", "Past due"), Q(state=State.PAST_DUE)),
    "paused": (pgettext_lazy("recurring gifts", "Paused"), Q(state=State.ACTIVE, is_paused=True)),
    "ending": (
        pgettext_lazy("recurring gifts", "Ending"),
        Q(state__in=[State.ACTIVE, State.PAST_DUE], ends_at__isnull=False),
    ),
    "ended": (pgettext_lazy("recurring gifts", "Ended"), Q(state=State.CANCELLED)),
    "pending": (pgettext_lazy("recurring gifts", "Not begun"), Q(state=State.PENDING)),
}


def let_through(chosen: django_filters.FilterSet) -> QuerySet[Any]:
    """Return what a filter lets through: nothing where it cannot be read.

    Else a value that is none would be passed over, and a letter or a file meant for few would go to all.
    """
    found: QuerySet[Any] = chosen.qs
    return found if chosen.form.is_valid() else found.none()


class GiftFilter(django_filters.FilterSet):
    """Filters of the gift list and of its export."""

    q = django_filters.CharFilter(method="search", label=_("Donor, e-mail or Stripe id"))
    state = django_filters.MultipleChoiceFilter(
        choices=Gift.State.choices, widget=CheckboxSelectMultiple, label=_("State")
    )
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    within = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(),
        method="of_tree",
        empty_label=ANY,
        label=_("Campaign with its parts"),
    )
    appeal = django_filters.ModelChoiceFilter(
        queryset=Appeal.objects.all(), empty_label=ANY, null_label=_("None"), label=_("Appeal")
    )
    challenge = django_filters.ModelChoiceFilter(
        queryset=Challenge.objects.all(), method="of_challenge", empty_label=ANY, label=_("Matched by")
    )
    given = django_filters.ChoiceFilter(
        choices=GiftKind.choices, field_name="kind", empty_label=ANY, label=_("What was given")
    )
    stands = django_filters.ChoiceFilter(
        choices=YES_NO, method="that_stand", empty_label=ANY, label=_("Something of it stands")
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
    donor = django_filters.NumberFilter(method="of_donor", widget=HiddenInput, label=_("Donor's number"))

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

    def of_tree(self, gifts: GiftQuerySet, _name: str, campaign: Campaign) -> GiftQuerySet:
        """Gifts to a campaign or to one below it."""
        return gifts.filter(campaign__in=tree_of(campaign.pk))

    def of_challenge(self, gifts: GiftQuerySet, _name: str, challenge: Challenge) -> GiftQuerySet:
        """Gifts for which something of a pot stands."""
        matches = challenge.matches.order_by().values("gift").annotate(sum=Sum("amount"))
        return gifts.filter(pk__in=matches.filter(sum__gt=0).values("gift"))

    def that_stand(self, gifts: GiftQuerySet, _name: str, answer: str) -> GiftQuerySet:
        """Of which something stands after refunds and disputes, or nothing does."""
        return gifts.filter(stands__gt=0) if answer == "yes" else gifts.filter(stands__lte=0)

    def of_fund(self, gifts: GiftQuerySet, _name: str, fund: Fund) -> GiftQuerySet:
        """Gifts of which some or all goes to the fund; a gift is listed once."""
        return gifts.filter(pk__in=fund.allocations.values("gift"))

    def without_donor(self, gifts: GiftQuerySet, _name: str, answer: str) -> GiftQuerySet:
        """Payments that nobody here knows, or all others."""
        return gifts.filter(is_unmatched=answer == "yes")

    def of_donor(self, gifts: GiftQuerySet, _name: str, number: Decimal) -> GiftQuerySet:
        """A number of a record that was folded into another is that one's."""
        return gifts.filter(donor=_standing(number))

    def repeats(self, gifts: GiftQuerySet, _name: str, kind: str) -> GiftQuerySet:
        """One-time gifts, or charges of recurring ones."""
        return gifts.filter(recurring__isnull=kind == "once")


def _standing(number: Decimal) -> int:
    """Return the number of the record that stands for a donor's; what is no number of ours is nobody's."""
    is_ours = number == int(number) and 0 < number < 2**63
    found = Donor.objects.standing_for(int(number)) if is_ours else None
    return found.pk if found else 0


class RecurringFilter(django_filters.FilterSet):
    """Filters of the list of recurring gifts and of its export."""

    q = django_filters.CharFilter(method="search", label=_("Donor, e-mail or Stripe id"))
    state = django_filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _rows) in STANDING.items()],
        method="standing",
        empty_label=ANY,
        label=_("State"),
    )
    why = django_filters.ChoiceFilter(
        choices=RecurringGift.Ended.choices[1:],
        field_name="ended_for",
        empty_label=ANY,
        label=_("Why it ended"),
    )
    frequency = django_filters.ChoiceFilter(
        choices=Frequency.choices[1:], empty_label=ANY, label=_("How often")
    )
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_("Campaign")
    )
    fund = django_filters.ModelChoiceFilter(queryset=Fund.objects.all(), empty_label=ANY, label=_("Fund"))
    least = django_filters.NumberFilter(field_name="amount", lookup_expr="gte", label=_("At least"))
    most = django_filters.NumberFilter(field_name="amount", lookup_expr="lte", label=_("At most"))
    since = django_filters.DateFilter(
        field_name="started_at", method="from_day", widget=DAY, label=_("Begun from")
    )
    until = django_filters.DateFilter(
        field_name="started_at", method="to_day", widget=DAY, label=_("Begun to")
    )
    ended_since = django_filters.DateFilter(
        field_name="cancelled_at", method="from_day", widget=DAY, label=_("Ended from")
    )
    ended_until = django_filters.DateFilter(
        field_name="cancelled_at", method="to_day", widget=DAY, label=_("Ended to")
    )
    expires = django_filters.DateFilter(
        field_name="method_expires_on", lookup_expr="lte", widget=DAY, label=_("Card good until at most")
    )
    donor = django_filters.NumberFilter(method="of_donor", widget=HiddenInput, label=_("Donor's number"))

    class Meta:
        model = RecurringGift
        fields = ("q",)

    def search(self, gifts: QuerySet[RecurringGift], _name: str, words: str) -> QuerySet[RecurringGift]:
        """By the donor, or by an id of Stripe's."""
        words = words.strip()[:100]
        if words.startswith(("sub_", "cus_")):
            return gifts.filter(Q(subscription_id=words) | Q(customer_id=words))
        return gifts.filter(donor__in=Donor.objects.containing(words).values("pk"))

    def of_donor(
        self, gifts: QuerySet[RecurringGift], _name: str, number: Decimal
    ) -> QuerySet[RecurringGift]:
        """A number of a record that was folded into another is that one's."""
        return gifts.filter(donor=_standing(number))

    def standing(self, gifts: QuerySet[RecurringGift], _name: str, name: str) -> QuerySet[RecurringGift]:
        """Those of one standing view."""
        return gifts.filter(STANDING[name][1])

    def from_day(self, gifts: QuerySet[RecurringGift], field: str, day: date) -> QuerySet[RecurringGift]:
        """Of that day and later; a moment, so that the index serves."""
        return gifts.filter(**{f"{field}__gte": midnight(day, the_zone())})

    def to_day(self, gifts: QuerySet[RecurringGift], field: str, day: date) -> QuerySet[RecurringGift]:
        """Of that day and before."""
        return gifts.filter(**{f"{field}__lt": midnight(day + timedelta(days=1), the_zone())})


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
    gifts = cast("GiftQuerySet", let_through(chosen))
    if NOT_ARRIVED.intersection(request.GET.getlist("state")):
        return Listing(chosen, gifts, by="created_at")
    return Listing(chosen, gifts.exclude(given_at=None), by="given_at")
