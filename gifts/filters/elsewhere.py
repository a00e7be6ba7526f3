"""What the list of recurring gifts elsewhere can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from donors.models import Donor
from gifts.filters import ANY
from gifts.models import RecurringElsewhere, Rhythm


def _sources() -> list[tuple[str, str]]:
    found = RecurringElsewhere.objects.order_by("source").values_list("source", flat=True).distinct()
    return [(source, source) for source in found]


class ElsewhereFilter(django_filters.FilterSet):
    """Filters of the list, and of what is exported of it."""

    q = django_filters.CharFilter(method="search", label=_("Donor, e-mail or number"))
    source = django_filters.ChoiceFilter(choices=_sources, empty_label=ANY, label=_("Collected by"))
    state = django_filters.ChoiceFilter(
        choices=RecurringElsewhere.State.choices[1:], empty_label=ANY, label=_("State")
    )
    rhythm = django_filters.ChoiceFilter(choices=Rhythm.choices, empty_label=ANY, label=_("How often"))

    class Meta:
        model = RecurringElsewhere
        fields = ("q",)

    def search(
        self, rows: "QuerySet[RecurringElsewhere]", _name: str, words: str
    ) -> "QuerySet[RecurringElsewhere]":
        """By the donor, or by its number in the other program."""
        words = words.strip()[:100]
        of_donors = Donor.objects.containing(words).values("pk")
        return rows.filter(donor__in=of_donors) | rows.filter(key=words)
