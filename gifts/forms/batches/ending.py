"""Why a batch is posted although it does not match, and why one is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard


class PostForm(forms.Form):
    """The reason is asked only where count or total differ."""

    override = forms.CharField(
        required=False,
        max_length=200,
        label=_("Why it is posted all the same"),
        validators=[guard("gifts.Batch.override_reason")],
    )


class UndoForm(forms.Form):
    """What went wrong with the whole batch."""

    reason = forms.CharField(
        max_length=200,
        label=_("Why it is taken back, and who asked for it"),
        validators=[guard("gifts.Batch.undo_reason")],
    )
