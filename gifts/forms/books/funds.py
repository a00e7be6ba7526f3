"""What was spent of a fund, and what it began with."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard
from core.money import ZERO, parse_amount
from gifts.forms.offline.fields import AmountField, PastDay


class SignedAmountField(AmountField):
    """An amount that may be zero or, with a minus before it, below."""

    def clean(self, value: object) -> Decimal | None:
        """Return it with two places. Raises: ValidationError with a sentence."""
        text = forms.CharField.clean(self, value).strip()
        sign = -1 if text.startswith(("-", "−")) else 1
        digits = text.lstrip("-−").strip()
        return ZERO if digits.strip("0.") == "" and digits else sign * parse_amount(digits)


class SpendingForm(forms.Form):
    """What was spent. `form_key` makes a double click one spending."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    day = PastDay(label=_("Day"))
    amount = AmountField(label=_("Amount"))
    what = forms.CharField(
        max_length=120,
        label=_("For what"),
        help_text=_("An invoice or a purpose. Never a person who is served, never an address."),
        validators=[guard("gifts.FundSpending.what")],
    )


class CorrectionForm(forms.Form):
    """What a spending should have been; zero takes it back."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    day = PastDay(label=_("Day of the correction"))
    amount = SignedAmountField(label=_("The right amount"), help_text=_("Zero takes the spending back."))
    what = forms.CharField(
        max_length=120, label=_("Why it is corrected"), validators=[guard("gifts.FundSpending.what")]
    )


class OpeningForm(forms.Form):
    """What a fund held when its story here begins."""

    day = PastDay(
        label=_("Its story here begins on"),
        help_text=_("Gifts and spendings from this day on come on top of it."),
    )
    amount = SignedAmountField(label=_("What it held then"))
