"""Which ask brought a gift: the fields of campaign and appeal, and that they belong together."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Appeal, Campaign


def campaign_field() -> "forms.ModelChoiceField[Campaign]":
    """Return the choice of a campaign, or none."""
    return forms.ModelChoiceField(
        required=False, queryset=Campaign.objects.all(), label=_l("Campaign"), empty_label=_l("None")
    )


def appeal_field() -> "forms.ModelChoiceField[Appeal]":
    """Return the choice of an appeal, or none."""
    return forms.ModelChoiceField(
        required=False,
        queryset=Appeal.objects.select_related("campaign"),
        label=_l("Appeal"),
        empty_label=_l("None"),
    )


def check_ask(form: forms.Form) -> dict[str, Any]:
    """Refuse an appeal of another campaign than the one that is said; return what was written."""
    values = form.cleaned_data
    appeal, campaign = values.get("appeal"), values.get("campaign")
    if appeal and campaign and appeal.campaign_id != campaign.pk:
        form.add_error("appeal", _("This appeal belongs to another campaign."))
    return values
