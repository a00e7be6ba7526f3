"""Who is thanked for a gift beside who gave it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donors.forms import WhomForm
from gifts.forms.offline.fields import AmountField
from gifts.models import SoftCredit


class AddCreditForm(WhomForm):
    """Somebody in our book, what they did, and which part of the gift."""

    role = forms.ChoiceField(
        choices=SoftCredit.Role.choices, label=pgettext_lazy("soft credit", "What they did")
    )
    amount = AmountField(label=_("How much of the gift"))
    is_thanked = forms.BooleanField(required=False, label=_("Write them a letter of thanks"))

    field_order = ("role", "who", "pick", "amount", "is_thanked")
