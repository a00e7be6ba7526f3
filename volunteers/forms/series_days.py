"""A day of a series, and why it falls away."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField
from volunteers.models import Shift


class DayForm(forms.Form):
    """A day and a reason that volunteers read."""

    on = DayField(label=_l("Day"))
    reason = forms.ChoiceField(choices=Shift.Cancelled.choices, label=_l("Why"))

    def day(self) -> date:
        """Return the day, once the form is valid."""
        found: date = self.cleaned_data["on"]
        return found
