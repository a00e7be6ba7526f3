"""Why a gift is taken out of the books."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard
from gifts.actions.offline import Cause


class ReasonForm(forms.Form):
    """Why, in words; they stand in the audit trail."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why, and who asked for it"),
        validators=[guard("accounts.AuditEntry.reason")],
    )


class ReverseForm(ReasonForm):
    """What happened with a gift that never was one."""

    cause = forms.ChoiceField(choices=Cause.choices, widget=forms.RadioSelect, label=_("What happened"))

    field_order = ("cause", "reason")
