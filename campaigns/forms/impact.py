"""What is counted, and how many."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.impact import FigureFacts, MeasureFacts
from campaigns.forms.fields import DayField, keep_in_order, words_field
from campaigns.models import Fund, ImpactMeasure
from core.guard import guard_name


class MeasureForm(forms.Form):
    """Something that is counted."""

    name = forms.CharField(
        max_length=80,
        label=_l("What is counted"),
        help_text=_l("As it ends a sentence: people housed, nights of safe housing, lessons."),
        validators=[guard_name("campaigns.ImpactMeasure.name")],
    )
    name_es = words_field(guard_name("campaigns.ImpactMeasure.name_es"), _l("The same in Spanish"), most=80)
    position = forms.IntegerField(min_value=0, max_value=9999, required=False, label=_l("Place in lists"))
    is_open = forms.BooleanField(required=False, initial=True, label=_l("Still counted and shown"))

    def facts(self) -> MeasureFacts:
        """Return what was written, once the form is valid."""
        return MeasureFacts(**{**self.cleaned_data, "position": self.cleaned_data["position"] or 0})


class FigureForm(forms.Form):
    """A count over some days. Numbers alone: there is no room for a word about anybody."""

    measure = forms.ModelChoiceField(
        queryset=ImpactMeasure.objects.all(),
        label=_l("What is counted"),
        empty_label=_l("Choose what is counted"),
    )
    fund = forms.ModelChoiceField(
        queryset=Fund.objects.all(),
        required=False,
        empty_label=_l("All together"),
        label=_l("Kind of help"),
    )
    since = DayField(label=_l("From"))
    until = DayField(label=_l("To"))
    value = forms.IntegerField(
        min_value=0,
        max_value=10_000_000,
        label=_l("How many"),
        help_text=_l("Type the true number. Pages leave out what is below 11, and what would tell of it."),
    )
    is_public = forms.BooleanField(required=False, label=_l("Show it on the public page"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """Days that are over."""
        day: date = self.cleaned_data["until"]
        if day > self.today:
            raise ValidationError(_("Count days that are over."))
        return day

    def clean(self) -> dict[str, Any]:
        """The last day not before the first."""
        return keep_in_order(self, "since", "until")

    def facts(self) -> FigureFacts:
        """Return what was written, once the form is valid."""
        return FigureFacts(**self.cleaned_data)
