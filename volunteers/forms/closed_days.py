"""Closed days as coordinators choose and name them."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField
from core.guard import guard_name
from volunteers.actions.closed_days import subdivisions
from volunteers.models import ClosedDay

YEARS = 3


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
