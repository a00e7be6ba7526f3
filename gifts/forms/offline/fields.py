"""Fields that several forms share."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.money import ZERO, parse_amount

HUNDRED = Decimal(100)


class AmountField(forms.CharField):
    """An amount as people write it; empty where it may be."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(**{"max_length": 20, "widget": forms.TextInput(attrs=attrs), **options})

    def clean(self, value: Any) -> Decimal | None:
        """Return it with two places. Raises: ValidationError with a sentence."""
        text = super().clean(value)
        return parse_amount(text) if text else None


@dataclass(frozen=True)
class Portion:
    """A part of a gift: so many percent of it, or an amount."""

    amount: Decimal | None = None
    percent: Decimal | None = None

    def __str__(self) -> str:
        """As a person would type it."""
        return f"{self.percent.normalize():f}%" if self.percent is not None else f"{self.amount or ''}"


class PortionField(AmountField):
    """A part as people write it: 40% or 25.00; empty where it is the rest."""

    def clean(self, value: Any) -> Portion | None:  # type: ignore[override] # a part is no amount
        """Return it. Raises: ValidationError with a sentence."""
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        if not text.endswith("%"):
            return Portion(amount=parse_amount(text))
        try:
            percent = Decimal(text.removesuffix("%").strip())
        except InvalidOperation:
            percent = ZERO
        is_sound = percent.is_finite() and ZERO < percent <= HUNDRED and percent == round(percent, 2)
        if not is_sound:
            raise forms.ValidationError(_("Please write a percentage like 40% or 12.5%, at most 100%."))
        return Portion(percent=percent)


class PastDay(forms.DateField):
    """A day, as the browser's calendar writes it."""

    def __init__(self, **options: Any) -> None:
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": day, "input_formats": ["%Y-%m-%d"], **options})


class CheckNumber(forms.RegexField):
    """What is printed on a check."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        facts = {
            "regex": r"^[A-Za-z0-9-]{0,20}$",
            "max_length": 20,
            "required": False,
            "widget": forms.TextInput(attrs=attrs),
            "error_messages": {"invalid": _l("Digits, as printed on the check.")},
        }
        super().__init__(**{**facts, **options})
