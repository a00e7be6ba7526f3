"""Closed days as coordinators choose and name them."""

from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.organisation import the_zone
from campaigns.forms.fields import DayField
from core.clock import legal_day
from core.guard import guard_name
from volunteers.actions.closed_days import subdivisions
from volunteers.models import ClosedDay

YEARS = 3


class ClosedDayFilter(django_filters.FilterSet):
    """What the list can be narrowed to. Without `past`, those that are over are left out."""

    q = django_filters.CharFilter(method="search", label=_l("Name"))
    year = django_filters.NumberFilter(
        field_name="on", lookup_expr="year", min_value=2000, max_value=2200, label=_l("Year")
    )
    past = django_filters.ChoiceFilter(
        choices=[("yes", _l("Those that are over"))],
        method="over",
        empty_label=_l("Those that come"),
        label=_l("When"),
    )

    class Meta:
        model = ClosedDay
        fields = ("q",)

    def search(self, rows: QuerySet[ClosedDay], _name: str, words: str) -> QuerySet[ClosedDay]:
        """By a part of the name."""
        return rows.filter(name__icontains=words.strip()[:100])

    def over(self, rows: QuerySet[ClosedDay], _name: str, _answer: str) -> QuerySet[ClosedDay]:
        """Those before today."""
        return rows.filter(on__lt=legal_day(timezone.now(), the_zone()))


class ClosedDayForm(forms.Form):
    """One day and its name."""

    on = DayField(label=_l("Day"))
    name = forms.CharField(
        max_length=80, label=_l("Name"), validators=[guard_name("volunteers.ClosedDay.name")]
    )

    def clean_on(self) -> date:
        """A day is closed once."""
        day: date = self.cleaned_data["on"]
        if ClosedDay.objects.filter(on=day).exists():
            raise forms.ValidationError(_("This day is closed already."))
        return day


class ProposalForm(forms.Form):
    """Whose public holidays, and of which year."""

    year = forms.TypedChoiceField(coerce=int, label=_l("Year"))
    subdivision = forms.ChoiceField(
        choices=lambda: [("", _("United States")), *subdivisions().items()],
        required=False,
        label=_l("State or territory"),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        years = [(year, year) for year in range(now.year, now.year + YEARS)]
        self.fields["year"].choices = years  # type: ignore[attr-defined] # a choice field


class ProposedDayForm(forms.Form):
    """A proposed day: taken or not, its name edited by people."""

    is_taken = forms.BooleanField(required=False, label=_l("Close"))
    on = forms.DateField(widget=forms.HiddenInput)
    name = forms.CharField(
        max_length=80, label=_l("Name"), validators=[guard_name("volunteers.ClosedDay.name")]
    )

    @property
    def day(self) -> date | None:
        """The day that the line is about."""
        found = self.fields["on"].to_python(self["on"].value())
        return found if isinstance(found, date) else None


ProposedDays = forms.formset_factory(ProposedDayForm, extra=0, max_num=60)
