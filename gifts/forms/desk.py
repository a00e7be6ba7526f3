"""What staff type about a gift: a refund, or whose an unmatched payment is."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Fund
from core.guard import guard, guard_name
from core.money import parse_amount
from gifts.models import Refund


class RefundForm(forms.Form):
    """How much goes back and why. `form_key` makes a double click one refund."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.CharField(max_length=20, label=_("Amount to give back"))
    reason = forms.ChoiceField(choices=Refund.Reason.choices, required=False, label=_("Why"))

    def clean_amount(self) -> Decimal:
        """The amount with two places, or a sentence."""
        return parse_amount(self.cleaned_data["amount"])


class OnBehalfForm(forms.Form):
    """Why staff change what is a donor's; the donor reads it in the letter."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why, and who asked for it"),
        validators=[guard("gifts.RecurringRequest.reason")],
    )


class MatchForm(forms.Form):
    """Whose payment it is, and where the money must go. Without an address nobody can be thanked by mail."""

    name = forms.CharField(
        max_length=200, label=_("Donor's name"), validators=[guard_name("donors.Donor.name")]
    )
    email = forms.EmailField(max_length=254, required=False, label=_("Donor's e-mail"))
    campaign = forms.ModelChoiceField(queryset=Campaign.objects.public(), required=False, label=_("Campaign"))
    fund = forms.ModelChoiceField(queryset=Fund.objects.filter(is_open=True), label=_("Fund"))
