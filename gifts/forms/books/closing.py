"""Why a closed month is opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard


class ReopenForm(forms.Form):
    """Why, in words; they stand beside the month and in the audit trail."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why it is opened again"),
        validators=[guard("gifts.ClosedPeriod.reason")],
    )
