"""An ask that brings people."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.appeals import AppealFacts
from campaigns.forms.fields import AmountField, DayField
from campaigns.models import Appeal
from core.guard import guard_name
from core.money import ZERO


class AppealForm(forms.Form):
    """An ask."""

    name = forms.CharField(
        max_length=120,
        label=_l("Name"),
        help_text=_l("Only staff see it."),
        validators=[guard_name("campaigns.Appeal.name")],
    )
    code = forms.SlugField(
        max_length=40,
        label=_l("Code"),
        help_text=_l("Travels in the address and says which ask brought a gift, like nov-letter."),
    )
    kind = forms.ChoiceField(choices=Appeal.Kind.choices, label=_l("Kind"))
    cost = AmountField(
        required=False, label=_l("Cost"), help_text=_l("Printing, postage, room … Empty: nothing.")
    )
    sent_count = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10_000_000,
        label=_l("How many it reached"),
        help_text=_l("Letters sent, recipients, guests. Empty: nobody counted."),
    )
    sent_on = DayField(required=False, label=_l("Day it goes out"))

    def clean_cost(self) -> Decimal:
        """Nothing for nothing."""
        return self.cleaned_data["cost"] or ZERO

    def facts(self) -> AppealFacts:
        """Return what was written, once the form is valid."""
        return AppealFacts(**self.cleaned_data)
