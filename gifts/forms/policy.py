"""What staff type about the rules for giving."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.guard import guard_name
from core.money import parse_amount
from gifts.actions.policy import PolicyFacts
from gifts.models import GivingPolicy

AMOUNT = forms.TextInput(attrs={"inputmode": "decimal"})
# Stripe: 5 to 22 Latin characters, a letter among them, none of < > \ ' " *
# (docs.stripe.com/get-started/account/statement-descriptors, read November 2026)
DESCRIPTOR = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 .,&/#+-]{5,22}")


class PolicyForm(forms.Form):
    """The rules for giving."""

    minimum = forms.CharField(max_length=20, label=_l("Smallest gift"), widget=AMOUNT)
    maximum = forms.CharField(max_length=20, label=_l("Largest gift"), widget=AMOUNT)
    fee_percent = forms.DecimalField(
        max_digits=5,
        decimal_places=3,
        min_value=Decimal(0),
        max_value=Decimal("19.999"),
        label=_l("Card fee, percent"),
        help_text=_l("What Stripe takes of a card payment; it is what donors may cover."),
    )
    fee_fixed = forms.DecimalField(
        max_digits=6,
        decimal_places=2,
        min_value=Decimal(0),
        label=_l("Card fee, fixed part"),
    )
    statement_descriptor = forms.CharField(
        max_length=22,
        label=_l("Words on the card statement"),
        help_text=_l(
            "Others at home may read them, so they say nothing about what the gift is for. Five to "
            "twenty-two letters, digits, spaces and . , & / # + -"
        ),
        validators=[
            guard_name("gifts.GivingPolicy.statement_descriptor"),
            RegexValidator(
                re.compile(rf"^{DESCRIPTOR.pattern}\Z"),
                _l("Stripe takes five to twenty-two letters, digits, spaces and . , & / # + - here."),
            ),
        ],
    )

    is_quiet = forms.BooleanField(
        required=False,
        label=_l("New recurring gifts begin in quiet mode"),
        help_text=_l(
            "The first charge is thanked for. After it the donor finds each receipt on their page and gets "
            "one summary a year, until they choose otherwise."
        ),
    )

    def clean_minimum(self) -> Decimal:
        """The amount with two places, or a sentence."""
        return parse_amount(self.cleaned_data["minimum"])

    def clean_maximum(self) -> Decimal:
        """The amount with two places, or a sentence."""
        return parse_amount(self.cleaned_data["maximum"])

    def clean(self) -> dict[str, Any]:
        """The limits in order."""
        data = self.cleaned_data
        if "minimum" in data and "maximum" in data and data["maximum"] < data["minimum"]:
            self.add_error("maximum", _("The largest gift cannot be smaller than the smallest."))
        return data

    def facts(self) -> PolicyFacts:
        """Return what was written, once the form is valid."""
        return PolicyFacts(**self.cleaned_data)


def initial_of(policy: GivingPolicy) -> dict[str, Any]:
    """Return what the form shows of the rules."""
    return {name: getattr(policy, name) for name in PolicyForm.base_fields}
