"""A challenge of a sponsor, without the sponsor: that is a donor, chosen beside it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.challenges import ChallengeFacts
from campaigns.forms.fields import AmountField, DayField, keep_in_order, words_field
from campaigns.models import Campaign, Challenge
from core.guard import guard, guard_name

RATES = {
    "0.50": _l("Half: 50 cents for each dollar"),
    "1.00": _l("Doubled: 1 dollar for each dollar"),
    "2.00": _l("Tripled: 2 dollars for each dollar"),
    "3.00": _l("Fourfold: 3 dollars for each dollar"),
}


class ChallengeForm(forms.Form):
    """What a sponsor promises."""

    name = forms.CharField(
        max_length=120,
        label=_l("Name on the desk"),
        help_text=_l("Only staff see it."),
        validators=[guard_name("campaigns.Challenge.name")],
    )
    campaign = forms.ModelChoiceField(
        queryset=Campaign.objects.exclude(state=Campaign.State.CLOSED),
        label=_l("Campaign"),
        empty_label=_l("Choose a campaign"),
        help_text=_l("Gifts to campaigns below it are matched too."),
    )
    rate = forms.TypedChoiceField(
        choices=list(RATES.items()), coerce=Decimal, initial="1.00", label=_l("The sponsor gives")
    )
    pot = AmountField(
        required=False, label=_l("The pot"), help_text=_l("The most that the sponsor gives in all.")
    )
    cap = AmountField(
        required=False, label=_l("Most for one gift"), help_text=_l("Empty: as much as the pot has left.")
    )
    matches_for = forms.ChoiceField(
        choices=Challenge.For.choices,
        initial=Challenge.For.ALL,
        label=_l("Which gifts"),
        help_text=_l("Gifts of goods and the sponsor's own are never matched."),
    )
    starts_on = DayField(label=_l("First day"))
    ends_on = DayField(label=_l("Last day"))
    words = words_field(
        guard("campaigns.Challenge.words"),
        _l("Words on the public page"),
        most=200,
        rows=2,
        help_text=_l("For instance who doubles the gifts, if they agreed to be named. May stay empty."),
    )
    words_es = words_field(guard("campaigns.Challenge.words_es"), _l("The same in Spanish"), most=200, rows=2)

    def clean(self) -> dict[str, Any]:
        """The days in order, and a pot with something in it."""
        if "pot" not in self.errors and self.cleaned_data.get("pot") is None:
            self.add_error("pot", _("Please write how much the sponsor gives at most."))
        return keep_in_order(self, "starts_on", "ends_on")

    def facts(self, sponsor_id: int) -> ChallengeFacts:
        """Return what was written, once the form is valid."""
        data = dict(self.cleaned_data)
        campaign = data.pop("campaign")
        return ChallengeFacts(campaign_id=campaign.pk, sponsor_id=sponsor_id, **data)


def initial_of(challenge: Challenge) -> dict[str, Any]:
    """Return what the form shows of a challenge."""
    columns = [name for name in ChallengeForm.base_fields if name != "campaign"]
    values = {name: getattr(challenge, name) for name in columns}
    return {**values, "campaign": challenge.campaign_id, "rate": f"{challenge.rate}"}
