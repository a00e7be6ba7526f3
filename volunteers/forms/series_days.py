"""A day of a series, and why it falls away."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField
from volunteers.models import Series, Shift
from volunteers.recurrence.rules import days, parse


class DayForm(forms.Form):
    """A day and a reason that volunteers read."""

    on = DayField(label=_l("Day"))
    reason = forms.ChoiceField(choices=Shift.Cancelled.choices, label=_l("Why"))

    def day(self) -> date:
        """Return the day, once the form is valid."""
        found: date = self.cleaned_data["on"]
        return found


class SkipForm(DayForm):
    """A day to leave out: one on which the series comes."""

    def __init__(self, *args: Any, series: Series, **options: Any) -> None:
        super().__init__(*args, **options)
        self.series = series

    def clean_on(self) -> date:
        """Want a day of the series' rule, or of a shift that stayed from an earlier one."""
        day: date = self.cleaned_data["on"]
        series = self.series
        last = min(day, series.until_on or day)
        by_rule = days(parse(series.rule), starts_on=series.starts_on, first=day, last=last)
        if not by_rule and not series.shifts.filter(original_on=day).exists():
            raise forms.ValidationError(_("The series has no shift on that day."))
        return day
