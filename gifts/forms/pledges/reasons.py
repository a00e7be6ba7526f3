"""Why we wait no longer, or again; and which gift pays a pledge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard


class WriteOffForm(forms.Form):
    """Why we no longer wait for what is open."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why, and who decided it"),
        validators=[guard("gifts.WriteOff.reason")],
    )


class CancelForm(WriteOffForm):
    """Why we wait for it after all."""


class PayForm(forms.Form):
    """A gift of the donor that pays the pledge."""

    gift = forms.UUIDField(widget=forms.HiddenInput)
