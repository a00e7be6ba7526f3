"""What is said of a batch before its first row: what it is, what was counted, what it is for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from gifts.actions.batches import Heading
from gifts.actions.offline import OfflineRefused, split
from gifts.forms.asks import appeal_field, campaign_field, check_ask
from gifts.forms.offline.exchange import ShareForms, parts_said
from gifts.forms.offline.fields import AmountField, PastDay, Portion
from gifts.forms.offline.problems import Problem, problems_of
from gifts.models import Batch


class HeadingForm(forms.Form):
    """Its kind, its days, and what somebody counted by hand."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    source = forms.ChoiceField(choices=Batch.Source.choices, label=_l("What kind of gifts"))
    received_on = PastDay(label=_l("Received on"))
    deposited_on = PastDay(required=False, label=_l("Goes to the bank on"))
    expected_count = forms.IntegerField(
        min_value=1,
        max_value=2000,
        label=_l("How many gifts"),
        help_text=_l("Count the pile before you type."),
    )
    expected_total = AmountField(
        label=_l("What they come to"), help_text=_l("Add them up on paper or with a calculator.")
    )
    campaign = campaign_field()
    appeal = appeal_field()

    def clean(self) -> dict[str, Any]:
        """An appeal brings its campaign along."""
        return check_ask(self)


class HeadingSheet:
    """The form and the funds, empty or as they were sent or stand."""

    def __init__(self, data: QueryDict | None = None, *, today: date, batch: Batch | None = None) -> None:
        self.form = HeadingForm(data, initial=_said(batch) if batch else {"received_on": today})
        parts = (
            [
                {"fund": share.fund_id, "part": Portion(share.amount, share.percent)}
                for share in _shares(batch)
            ]
            if batch
            else None
        )
        self.shares = ShareForms(data, prefix="shares", initial=parts)

    def forms(self) -> Iterator[forms.Form]:
        """Every form, in the order of the page."""
        yield self.form
        yield from self.shares.forms

    def is_valid(self) -> bool:
        """Whether all of it can be taken; every form is asked."""
        is_whole = all([*[form.is_valid() for form in self.forms()], self.shares.is_valid()])
        if is_whole:
            parts = parts_said(self.shares.forms)
            has_fixed = any(part.amount for part in parts) and len(parts) > 1
            try:  # what is fixed must fit each gift, which its row will say
                if not has_fixed:
                    split(self.form.cleaned_data["expected_total"], parts)
            except OfflineRefused as wrong:
                self.shares.forms[0].add_error("fund", str(wrong))
                return False
        return is_whole

    def problems(self) -> list[Problem]:
        """Every sentence about what was sent."""
        return problems_of(self.forms(), self.shares.non_form_errors())

    def heading(self) -> Heading:
        """What a valid sheet says."""
        values = self.form.cleaned_data
        appeal, campaign = values["appeal"], values["campaign"]
        return Heading(
            source=values["source"],
            expected_count=values["expected_count"],
            expected_total=values["expected_total"],
            received_on=values["received_on"],
            deposited_on=values["deposited_on"],
            campaign_id=appeal.campaign_id if appeal else campaign.pk if campaign else None,
            appeal_id=appeal.pk if appeal else None,
            parts=parts_said(self.shares.forms),
        )


def _shares(batch: Batch) -> list[Any]:
    return list(batch.shares.order_by("pk"))


def _said(batch: Batch) -> dict[str, Any]:
    names = ("version", "source", "received_on", "deposited_on", "expected_count", "expected_total")
    columns = {name: getattr(batch, name) for name in names}
    return columns | {"campaign": batch.campaign_id, "appeal": batch.appeal_id}
