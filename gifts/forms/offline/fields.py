"""Fields that several forms share."""

from decimal import Decimal
from typing import Any

from django import forms

from core.money import parse_amount


class AmountField(forms.CharField):
    """An amount as people write it; empty where it may be."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(**{"max_length": 20, "widget": forms.TextInput(attrs=attrs), **options})

    def clean(self, value: Any) -> Decimal | None:
        """Return it with two places. Raises: ValidationError with a sentence."""
        text = super().clean(value)
        return parse_amount(text) if text else None


class PastDay(forms.DateField):
    """A day, as the browser's calendar writes it."""

    def __init__(self, **options: Any) -> None:
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": day, "input_formats": ["%Y-%m-%d"], **options})
