"""Filters of the changes of recurring gifts."""

from datetime import date

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organisation import the_zone
from campaigns.models import Campaign
from gifts.filters import ANY, DAY
from gifts.models import RecurringChange
from gifts.reports.monthly import Part, between, moves_of
from gifts.reports.progress import tree_of


class MoveFilter(django_filters.FilterSet):
    """Filters of the changes of recurring gifts: what moved the monthly sum, or what it was made of."""

    part = django_filters.ChoiceFilter(
        choices=Part.choices, method="of_part", empty_label=ANY, label=_("What happened")
    )
    since = django_filters.DateFilter(method="from_day", widget=DAY, label=_("From"))
    until = django_filters.DateFilter(method="to_day", widget=DAY, label=_("To"))
    begun = django_filters.ChoiceFilter(
        choices=[("yes", _("Yes"))], method="that_began", empty_label=ANY, label=_("Began then")
    )
    within = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(),
        method="of_tree",
        empty_label=ANY,
        label=_("Campaign with its parts"),
    )

    class Meta:
        model = RecurringChange
        fields = ("part",)

    def that_began(
        self, changes: QuerySet[RecurringChange], _name: str, _yes: str
    ) -> QuerySet[RecurringChange]:
        """Those by which a recurring gift began."""
        return changes.filter(kind=RecurringChange.Kind.NEW)

    def of_tree(
        self, changes: QuerySet[RecurringChange], _name: str, campaign: Campaign
    ) -> QuerySet[RecurringChange]:
        """Of recurring gifts to a campaign or to one below it."""
        return changes.filter(recurring__campaign__in=tree_of(campaign.pk))

    def of_part(self, changes: QuerySet[RecurringChange], _name: str, part: str) -> QuerySet[RecurringChange]:
        """Those that a part is the sum of."""
        return moves_of(changes, part)

    def from_day(
        self, changes: QuerySet[RecurringChange], _name: str, day: date
    ) -> QuerySet[RecurringChange]:
        """Of that day and later."""
        return between(changes, since=day, until=None, zone=the_zone())

    def to_day(self, changes: QuerySet[RecurringChange], _name: str, day: date) -> QuerySet[RecurringChange]:
        """Of that day and before."""
        return between(changes, since=None, until=day, zone=the_zone())
