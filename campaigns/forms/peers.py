"""What somebody writes on the page on which they ask their friends, and what staff decide."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.peers import PeerFacts
from campaigns.forms.fields import AmountField
from campaigns.models import PeerPage
from core.guard import guard, guard_name


class PeerForm(forms.Form):
    """A page of one's own for a campaign."""

    shown_name = forms.CharField(
        max_length=80,
        label=_l("Your name, as friends know it"),
        help_text=_l("A first name is enough. Everybody can read it."),
        validators=[guard_name("campaigns.PeerPage.shown_name")],
    )
    title = forms.CharField(
        max_length=80,
        label=_l("Title"),
        help_text=_l("For instance: Ten miles for a safe night."),
        validators=[guard("campaigns.PeerPage.title")],
    )
    words = forms.CharField(
        max_length=600,
        label=_l("What you tell your friends"),
        help_text=_l("Why you ask. Nothing about a person we walk with, and no place."),
        widget=forms.Textarea(attrs={"rows": 6}),
        validators=[guard("campaigns.PeerPage.words")],
    )
    goal = AmountField(required=False, label=_l("Your goal"), help_text=_l("May stay empty."))

    def facts(self) -> PeerFacts:
        """Return what was written, once the form is valid."""
        return PeerFacts(**self.cleaned_data)


class DecisionForm(forms.Form):
    """Open a page or not, as it was read."""

    read_at = forms.DateTimeField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        choices=[(value, label) for value, label in PeerPage.Why.choices if value],
        required=False,
        label=_l("Why not"),
    )
