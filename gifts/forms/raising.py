"""What a donor chooses on the page of a letter's link: a larger amount, or the fee on top."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.money import format_money, parse_amount
from gifts.models import RecurringGift
from gifts.reports.raising import base_of, steps


class RaiseForm(forms.Form):
    """A few amounts, one of one's own, and the fee."""

    amount = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_l("From the next charge on"))
    other_amount = forms.CharField(
        required=False,
        max_length=20,
        label=_l("Another amount"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    cover_fee = forms.BooleanField(
        required=False, label=_l("Add what the card costs, so that all of it counts")
    )

    def __init__(self, row: RecurringGift, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(amount), format_money(amount, row.currency)) for amount in steps(row)]
        if row.fee_cover:
            del self.fields["cover_fee"]
        else:
            same = _("Stay at %(amount)s") % {"amount": format_money(base_of(row), row.currency)}
            choices.append((str(base_of(row)), same))
        self.fields["amount"].choices = choices  # type: ignore[attr-defined] # a choice field has choices

    def clean(self) -> dict[str, Any]:
        """A typed amount counts more than a chosen one: it was the greater effort."""
        typed, chosen = self.cleaned_data.get("other_amount", ""), self.cleaned_data.get("amount", "")
        if typed:
            try:
                self.cleaned_data["amount"] = parse_amount(typed)
            except forms.ValidationError as refusal:
                self.add_error("other_amount", refusal)
        elif chosen:
            self.cleaned_data["amount"] = Decimal(chosen)
        elif "amount" not in self.errors:
            self.add_error("amount", _("Please choose or write an amount."))
        return self.cleaned_data
