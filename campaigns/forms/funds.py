"""Where the money must go."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.funds import FundFacts
from campaigns.forms.fields import words_field
from core.guard import guard, guard_name


class FundForm(forms.Form):
    """A fund."""

    name = forms.CharField(max_length=120, label=_l("Name"), validators=[guard_name("campaigns.Fund.name")])
    name_es = words_field(guard_name("campaigns.Fund.name_es"), _l("Name in Spanish"), most=120)
    purpose = words_field(guard("campaigns.Fund.purpose"), _l("What it pays for"), rows=2)
    purpose_es = words_field(guard("campaigns.Fund.purpose_es"), _l("The same in Spanish"), rows=2)
    code = forms.SlugField(
        max_length=40, label=_l("Code"), help_text=_l("Stands in exports. It stays once money came.")
    )
    position = forms.IntegerField(min_value=0, max_value=9999, required=False, label=_l("Place in lists"))
    is_open = forms.BooleanField(
        required=False,
        initial=True,
        label=_l("Open: donors may choose it"),
        help_text=_l("Gifts that repeat go on to a closed fund; nobody can choose it anew."),
    )

    is_restricted = forms.BooleanField(
        required=False,
        initial=True,
        label=_l("Restricted: donors bound the money to this purpose"),
        help_text=_l("Without it the money may serve anything the organisation does."),
    )
    bears_fees = forms.BooleanField(
        required=False,
        label=_l("Bears its fees"),
        help_text=_l("Processing fees of its gifts are taken from this fund, not from general money."),
    )

    def clean_position(self) -> int:
        """First, unless something else was written."""
        return self.cleaned_data["position"] or 0

    def facts(self) -> FundFacts:
        """Return what was written, once the form is valid."""
        return FundFacts(**self.cleaned_data)
