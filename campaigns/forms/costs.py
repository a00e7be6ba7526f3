"""A cost of a campaign."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.costs import CostFacts
from campaigns.forms.fields import AmountField, DayField
from core.guard import guard_name


class CostForm(forms.Form):
    """What was paid for."""

    spent_on = DayField(label=_l("Day"))
    what = forms.CharField(
        max_length=120, label=_l("What it was for"), validators=[guard_name("campaigns.CampaignCost.what")]
    )
    amount = AmountField(required=False, label=_l("Amount"))

    def clean_amount(self) -> Decimal:
        """Something."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            raise forms.ValidationError(_("Please write what it cost."))
        return amount

    def facts(self) -> CostFacts:
        """Return what was written, once the form is valid."""
        data: dict[str, Any] = self.cleaned_data
        return CostFacts(**data)
