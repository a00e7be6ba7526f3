"""What the list of donors can be narrowed to: who they are, what they gave. It all stands in the address."""

from datetime import date, timedelta
from typing import Any, cast

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import DateInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organisation import the_zone
from campaigns.models import Appeal, Campaign, Fund
from core.clock import legal_day
from donors.models import Address, Donor, DonorQuerySet, Tag
from gifts.reports.donor_giving import (
    PATTERNS,
    Ends,
    Wanted,
    who_began_or_ended,
    who_followed,
    who_gave,
    who_gives_again,
)
from gifts.reports.monthly import midnight

ANY = _("Any")
AT_MOST = 1_000_000
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
DAY = DateInput(attrs={"type": "date"})
OF_MONEY = (
    *("pattern", "gave_since", "gave_until", "campaign", "fund", "appeal", "least", "most", "recurring"),
    *("first_since", "first_until", "last_since", "last_until", "largest"),
)


def _choice(label: Any, method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(choices=YES_NO, method=method, empty_label=ANY, label=label)


def _day(label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(method="together", widget=DAY, label=label)


def _sum(label: Any) -> django_filters.NumberFilter:
    return django_filters.NumberFilter(method="together", label=label, max_digits=12, decimal_places=2)


def _one(rows: "QuerySet[Any]", label: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(queryset=rows, method="together", empty_label=ANY, label=label)


class DonorFilter(django_filters.FilterSet):
    """Filters of the list of donors, of its export and of what is done to all of it."""

    q = django_filters.CharFilter(method="search", label=_("Name, e-mail or phone"))
    pattern = django_filters.ChoiceFilter(
        choices=PATTERNS, method="gave_so", empty_label=ANY, label=pgettext_lazy("donors", "Gave")
    )
    gave_since = _day(_("Gave from"))
    gave_until = _day(_("Gave to"))
    campaign = _one(Campaign.objects.all(), _("Campaign"))
    fund = _one(Fund.objects.all(), _("Fund"))
    appeal = _one(Appeal.objects.all(), _("Appeal"))
    least = _sum(_("Gave in all at least"))
    most = _sum(_("Gave in all at most"))
    first_since = _day(_("First gift from"))
    first_until = _day(_("First gift to"))
    last_since = _day(_("Last gift from"))
    last_until = _day(_("Last gift to"))
    largest = _sum(_("Largest gift at least"))
    recurring = _choice(_("Has a recurring gift"), "with_recurring")
    tag = django_filters.ModelChoiceFilter(
        queryset=Tag.objects.order_by("name"),
        method="tagged",
        empty_label=ANY,
        label=pgettext_lazy("donors", "Tag"),
    )
    kind = django_filters.ChoiceFilter(choices=Donor.Kind.choices, empty_label=ANY, label=_("Kind"))
    language = django_filters.ChoiceFilter(
        choices=[("en", _("English")), ("es", _("Spanish"))], empty_label=ANY, label=_("Language")
    )
    household = _choice(_("Lives in a household"), "in_household")
    region = django_filters.CharFilter(method="lives_in", label=_("State or region"))
    postal = django_filters.CharFilter(method="lives_at", label=_("Postal code begins with"))
    news = _choice(_("Wants news"), "with_news")
    no_post = _choice(_("Wants no post"), "without_post")
    known_since = django_filters.DateFilter(method="from_day", widget=DAY, label=_("Known from"))
    known_until = django_filters.DateFilter(method="to_day", widget=DAY, label=_("Known to"))

    class Meta:
        model = Donor
        fields = ("q",)

    def __init__(self, *args: Any, sees_money: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not sees_money:
            for name in OF_MONEY:
                del self.filters[name]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Each filter by itself, but what is asked of gifts holds of the same gifts."""
        said = self.form.cleaned_data
        found = cast("DonorQuerySet", super().filter_queryset(queryset))
        gave = ("campaign", "fund", "appeal", "least", "most")
        wanted = {name: said.get(name) for name in gave}
        found = who_gave(found, Wanted(said.get("gave_since"), said.get("gave_until"), **wanted))
        return who_began_or_ended(found, Ends(**{name: said.get(name) for name in Ends.__dataclass_fields__}))

    def together(self, donors: DonorQuerySet, _name: str, _value: object) -> DonorQuerySet:
        """Asked in `filter_queryset`, together with the others of its kind."""
        return donors

    def search(self, donors: DonorQuerySet, _name: str, words: str) -> DonorQuerySet:
        """Typing errors in a name are allowed.

        The limit holds the search together: without it the database may walk the whole list by its order.
        """
        return donors.filter(pk__in=Donor.objects.matching(words.strip()[:100]).values("pk")[:AT_MOST])

    def gave_so(self, donors: DonorQuerySet, _name: str, pattern: str) -> DonorQuerySet:
        """By the fiscal years in which they gave."""
        return who_followed(donors, pattern, today=legal_day(timezone.now(), the_zone()))

    def with_recurring(self, donors: DonorQuerySet, _name: str, answer: str) -> DonorQuerySet:
        """Those whose gift repeats and goes on, or all others."""
        return who_gives_again(donors, is_wanted=answer == "yes")

    def tagged(self, donors: DonorQuerySet, _name: str, tag: Tag) -> DonorQuerySet:
        """Those who carry it."""
        return donors.filter(Exists(tag.taggings.filter(donor=OuterRef("pk"))))

    def in_household(self, donors: DonorQuerySet, _name: str, answer: str) -> DonorQuerySet:
        """Those who share a greeting with others, or live by themselves."""
        return donors.filter(household__isnull=answer == "no")

    def lives_in(self, donors: DonorQuerySet, _name: str, region: str) -> DonorQuerySet:
        """By the state of an address, as it is written there."""
        spellings = {region.strip(), region.strip().upper(), region.strip().title()}
        return donors.filter(Exists(Address.objects.filter(donor=OuterRef("pk"), region__in=spellings)))

    def lives_at(self, donors: DonorQuerySet, _name: str, code: str) -> DonorQuerySet:
        """By how the postal code of an address begins."""
        here = Address.objects.filter(donor=OuterRef("pk"), postal_code__startswith=code.strip())
        return donors.filter(Exists(here))

    def with_news(self, donors: DonorQuerySet, _name: str, answer: str) -> DonorQuerySet:
        """Those who asked for news, or who did not."""
        return donors.filter(wants_news=answer == "yes")

    def without_post(self, donors: DonorQuerySet, _name: str, answer: str) -> DonorQuerySet:
        """Those who want no post, or all others."""
        return donors.filter(no_post=answer == "yes")

    def from_day(self, donors: DonorQuerySet, _name: str, day: date) -> DonorQuerySet:
        """Known since that day or later; a moment, so that the index serves."""
        return donors.filter(created_at__gte=midnight(day, the_zone()))

    def to_day(self, donors: DonorQuerySet, _name: str, day: date) -> DonorQuerySet:
        """Known on that day already."""
        return donors.filter(created_at__lt=midnight(day + timedelta(days=1), the_zone()))
