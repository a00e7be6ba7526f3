"""What staff type about a receipt: why; about a letter for a volunteer's expenses: what it says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReasonForm
from campaigns.forms.fields import AmountField, DayField, keep_in_order, words_field
from core.guard import guard
from receipts.actions.corrections import WHYS
from receipts.regimes import Given
from receipts.snapshot.letter import Served
from volunteers.models import Volunteer


class ReplaceForm(ReasonForm):
    """Why a new receipt takes the place of one, as a kind and in words."""

    field_order: tuple[str, ...] = ("why", "reason")
    why = forms.ChoiceField(choices=[(why.value, why.label) for why in WHYS], label=_("Why it is replaced"))


GUARD = guard("receipts.Receipt.snapshot")


class DaysForm(forms.Form):
    """Of which days."""

    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        return keep_in_order(self, "from_on", "until_on")


class LetterForm(DaysForm):
    """What a volunteer did and what repaid their costs. What they spent is not asked."""

    services = words_field(
        GUARD,
        _("What they did"),
        most=400,
        rows=3,
        required=True,
        help_text=_("As the letter will say it. No person we serve, no place."),
    )
    repaid = forms.ChoiceField(
        label=_("Did we repay any of it?"),
        widget=forms.RadioSelect,
        choices=[
            ("no", _("No: no goods, no services, no money")),
            ("yes", _("Yes, as described here")),
        ],
    )
    repaid_with = words_field(
        GUARD, _("What they got"), most=200, help_text=_("Like: a fuel card and two meals.")
    )
    repaid_value = AmountField(
        required=False,
        label=_("Worth about"),
        help_text=_("Your estimate of its market value, in good faith."),
    )

    def clean(self) -> dict[str, Any]:
        """The days in order; what repaid them told whole, or not at all."""
        typed = super().clean()
        with_what, value = typed.get("repaid_with"), typed.get("repaid_value")
        if typed.get("repaid") == "yes":
            if not with_what and "repaid_with" not in self.errors:
                self.add_error("repaid_with", _("Please describe it in a few words."))
            if not value and "repaid_value" not in self.errors:
                self.add_error("repaid_value", _("Please estimate what it was worth."))
        elif typed.get("repaid") and (with_what or value):
            self.add_error("repaid", _("You described something that they got. Please choose “Yes”."))
        return typed

    def served(self, volunteer: Volunteer) -> Served:
        """Return what was typed, of a volunteer; the form is valid."""
        typed = self.cleaned_data
        repaid = (Given(typed["repaid_with"], typed["repaid_value"]),) if typed["repaid"] == "yes" else ()
        return Served(volunteer, typed["services"], typed["from_on"], typed["until_on"], repaid)


class ReplaceLetterForm(ReplaceForm, LetterForm):
    """A letter in another's place: its words, and why."""

    field_order = (*LetterForm.base_fields, "why", "reason")


def typed_in(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form asks, as an earlier letter tells it."""
    repaid: dict[str, Any] = {"repaid": "no"}
    if facts["repaid"]:
        first = facts["repaid"][0]
        repaid = {
            "repaid": "yes",
            "repaid_with": first["description"],
            "repaid_value": Decimal(first["value"]),
        }
    days = {name: date.fromisoformat(facts[name]) for name in ("from_on", "until_on")}
    return {"services": facts["services"], **days, **repaid}
