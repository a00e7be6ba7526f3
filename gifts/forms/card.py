"""Names for one print of a tribute's card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard_name
from gifts.papers import CardNames


class CardForm(forms.Form):
    """Whom the card is for, and who is named as giver. Nothing of it is kept."""

    reader = forms.CharField(
        required=False,
        max_length=120,
        label=_("For whom"),
        help_text=_("Like: the Lopez family. Printed and not kept."),
        validators=[guard_name("gifts.Gift.tribute_name")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    giver = forms.CharField(
        required=False,
        max_length=200,
        label=_("Who gave"),
        help_text=_("Empty: somebody. Printed and not kept."),
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(choices=[("en", _("English")), ("es", _("Spanish"))], label=_("Language"))

    def names(self) -> CardNames:
        """What a valid form says."""
        return CardNames(**self.cleaned_data)
