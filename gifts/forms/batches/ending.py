"""Why a batch is posted although it does not match, when it went to the bank, why one is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard
from gifts.forms.offline.fields import PastDay


class PostForm(forms.Form):
    """The reason is asked only where count or total differ."""

    override = forms.CharField(
        required=False,
        max_length=200,
        label=_("Why it is posted all the same"),
        validators=[guard("gifts.Batch.override_reason")],
    )


class DepositForm(forms.Form):
    """When a posted batch went to the bank."""

    deposited_on = PastDay(label=_("Went to the bank on"))


class UndoForm(forms.Form):
    """What went wrong with the whole batch."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why it is taken back, and who asked for it"),
        validators=[guard("gifts.Batch.undo_reason")],
    )
