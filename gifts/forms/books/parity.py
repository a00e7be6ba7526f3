"""Why the books differ, and when the bank showed a payout."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard
from gifts.forms.offline.fields import PastDay


class ExplainForm(forms.Form):
    """Why a difference is there."""

    explanation = forms.CharField(
        max_length=200,
        label=_("Why the books differ"),
        validators=[guard("gifts.Difference.explanation")],
    )


class SeenForm(forms.Form):
    """The day on which the bank statement shows a payout."""

    seen_on = PastDay(label=_("Seen on the bank statement on"))
