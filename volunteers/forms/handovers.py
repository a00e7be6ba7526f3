"""What somebody would take in return for their shift."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from volunteers.reports.handovers import Choice


class SwapForm(forms.Form):
    """One of the shifts that could be had."""

    shift = forms.TypedChoiceField(
        label=_l("Which shift would you take for it?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _l("Choose a shift."),
            "invalid_choice": _l("That shift is no longer there to swap with. Choose another."),
        },
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {choice.shift.pk: choice.sign_up for choice in choices}
        self.fields["shift"].choices = [  # type: ignore[attr-defined] # a field of choices
            (
                choice.shift.pk,
                _("%(day)s, %(hours)s, %(place)s")
                % {"day": choice.when.day_words, "hours": choice.when.hours, "place": choice.place},
            )
            for choice in choices
        ]
