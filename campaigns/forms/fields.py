"""Fields of their own shape: an amount, a day, guarded words; and days in their order."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.money import parse_amount

ZEROS = re.compile(r"\$?0*(?:\.0*)?")
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


class AmountField(forms.Field):
    """An amount as people type it. Becomes a Decimal with two places; None for nothing and for zero."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 20})

    def to_python(self, value: object) -> Decimal | None:
        """Raises: ValidationError with a sentence."""
        text = str(value or "").strip()
        return None if ZEROS.fullmatch(text) else parse_amount(text)

    def prepare_value(self, value: object) -> object:
        """Whole amounts without cents."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:f}".removesuffix(".00") if value else ""


class DayField(forms.DateField):
    """A calendar day within two centuries, in the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: object) -> Any:
        """Raises: ValidationError for a year that must be a slip of the hand."""
        day = super().clean(value)
        if day and not EARLIEST <= day < LATEST:
            raise ValidationError(_("Please check the year."))
        return day


def words_field(
    guarded: Callable[[str], None], label: Any, *, most: int = 300, rows: int = 0, **options: Any
) -> forms.CharField:
    """Return a field for words that pass a guard and may stay empty; with `rows` they have several lines."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        **{"required": False, **options}, max_length=most, label=label, widget=widget, validators=[guarded]
    )


def keep_in_order(form: forms.Form, first: str, last: str) -> dict[str, Any]:
    """Refuse a last day before the first; return what was written."""
    begins: date | None = form.cleaned_data.get(first)
    ends: date | None = form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, _("The last day cannot come before the first."))
    return form.cleaned_data
