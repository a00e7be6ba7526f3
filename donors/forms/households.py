"""How a household is greeted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard_name
from donors.reports.greetings import Greetings


class GreetingsForm(forms.Form):
    """Both greetings; what is proposed is only that."""

    formal_greeting = forms.CharField(
        label=_("On the envelope"),
        max_length=200,
        help_text=_("Like Maria and Luis Lopez, or Mr. and Mrs. Lopez if they call themselves so."),
        validators=[guard_name("donors.Household.formal_greeting")],
    )
    informal_greeting = forms.CharField(
        label=_("In a letter"),
        max_length=200,
        help_text=_("What stands after “Dear”, like Maria and Luis."),
        validators=[guard_name("donors.Household.informal_greeting")],
    )

    def greetings(self) -> Greetings:
        """Return what a valid form says."""
        return Greetings(**{name: self.cleaned_data[name] for name in Greetings.__dataclass_fields__})
