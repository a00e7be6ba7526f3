"""What staff type about a receipt: why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReasonForm
from receipts.actions.corrections import WHYS


class ReplaceForm(ReasonForm):
    """Why a new receipt takes the place of one, as a kind and in words."""

    field_order = ("why", "reason")
    why = forms.ChoiceField(choices=[(why.value, why.label) for why in WHYS], label=_("Why it is replaced"))
