"""A whole pledge as staff type it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Fund
from gifts.actions.pledges import Due, PledgeRefused, TypedPledge
from gifts.forms.asks import appeal_field, campaign_field, check_ask
from gifts.forms.offline.fields import AmountField, PastDay
from gifts.forms.offline.parties import PartyForm
from gifts.forms.offline.problems import Problem, problems_of
from gifts.forms.pledges.schedule import PartForms, RhythmForm, parts_of


class PledgeForm(forms.Form):
    """How much, when, for what."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    amount = AmountField(label=_l("Amount in all"))
    pledged_on = PastDay(label=_l("Pledged on"))
    fund = forms.ModelChoiceField(
        queryset=Fund.objects.filter(is_open=True), label=_l("Fund"), empty_label=_l("Choose a fund")
    )
    campaign = campaign_field()
    appeal = appeal_field()
    is_reminded = forms.BooleanField(
        required=False, initial=True, label=_l("Remind the donor by mail when a part falls due")
    )

    def clean(self) -> dict[str, Any]:
        """An appeal is of the pledge's campaign."""
        return check_ask(self)


class PledgeSheet:
    """All forms of one pledge, empty or as they were sent."""

    def __init__(self, data: QueryDict | None = None, *, today: date, who: str = "") -> None:
        self.form = PledgeForm(data, initial={"pledged_on": today})
        self.donor = PartyForm(data, prefix="donor", is_needed=True, initial={"who": who})
        self.rhythm = RhythmForm(data, initial={"first_on": today})
        self.parts = PartForms(data, prefix="parts")
        self.due: tuple[Due, ...] = ()

    def forms(self) -> Iterator[forms.Form]:
        """Every form, in the order of the page."""
        yield self.donor
        yield self.form
        yield self.rhythm
        yield from self.parts.forms

    def is_valid(self) -> bool:
        """Whether all of it can be taken; every form is asked, so that all sentences show at once."""
        if not all([*[form.is_valid() for form in self.forms()], self.parts.is_valid()]):
            return False
        try:
            self.due = parts_of(self.rhythm, self.parts, self.form.cleaned_data["amount"])
        except PledgeRefused as wrong:
            self.rhythm.add_error("rhythm", str(wrong))
            return False
        return True

    def problems(self) -> list[Problem]:
        """Every sentence about what was sent."""
        return problems_of(self.forms(), self.parts.non_form_errors())

    def typed(self) -> TypedPledge:
        """What a valid sheet says."""
        values, donor = self.form.cleaned_data, self.donor.party
        if donor is None:
            raise ValueError("a sheet without a donor is not valid")
        appeal, campaign = values["appeal"], values["campaign"]
        return TypedPledge(
            form_key=values["form_key"],
            donor=donor,
            amount=values["amount"],
            pledged_on=values["pledged_on"],
            rhythm=self.rhythm.cleaned_data["rhythm"],
            parts=self.due,
            fund_id=values["fund"].pk,
            campaign_id=appeal.campaign_id if appeal else campaign.pk if campaign else None,
            appeal_id=appeal.pk if appeal else None,
            is_reminded=values["is_reminded"],
        )
