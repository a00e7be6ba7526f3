"""When the parts of a pledge fall due: so many equal ones, or days and amounts of their own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.money import ZERO
from gifts.actions.pledges import Due, PledgeRefused, plan
from gifts.forms.offline.fields import AmountField, PastDay
from gifts.forms.offline.problems import Problem, problems_of
from gifts.forms.offline.reversing import ReasonForm
from gifts.models import Pledge


class RhythmForm(forms.Form):
    """Equal parts from a day on; or "on days of their own", and then the rows under it count."""

    rhythm = forms.ChoiceField(choices=Pledge.Rhythm.choices, label=_l("How it is paid"))
    first_on = PastDay(required=False, label=_l("First part falls due on"))
    count = forms.IntegerField(required=False, min_value=1, max_value=120, label=_l("How many parts"))

    def clean(self) -> dict[str, Any]:
        """Equal parts have their first day and their number."""
        values: dict[str, Any] = super().clean() or {}
        rhythm = values.get("rhythm")
        if rhythm == Pledge.Rhythm.OWN:
            return values
        if not values.get("first_on") and "first_on" not in self.errors:
            self.add_error("first_on", _("Please say when the first part falls due."))
        if rhythm != Pledge.Rhythm.ONCE and not values.get("count") and "count" not in self.errors:
            self.add_error("count", _("Please say how many parts."))
        return values


class PartForm(forms.Form):
    """A day and its amount."""

    due_on = PastDay(required=False, label=_l("Falls due on"))
    amount = AmountField(required=False, label=_l("Amount"))

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("due_on")) != bool(values.get("amount")) and not self.errors:
            self.add_error("due_on", _("A part has its day and its amount."))
        return values


PartForms = forms.formset_factory(PartForm, extra=6, max_num=24)


def parts_of(rhythm: RhythmForm, rows: forms.BaseFormSet, whole: Decimal) -> tuple[Due, ...]:  # type: ignore[type-arg] # generic for mypy only
    """Return the parts that valid forms say. Raises: PledgeRefused where they are not the whole."""
    said = rhythm.cleaned_data
    if said["rhythm"] != Pledge.Rhythm.OWN:
        return plan(whole, rhythm=said["rhythm"], first_on=said["first_on"], count=said["count"] or 1)
    found = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("due_on")]
    parts = tuple(sorted((Due(row["due_on"], row["amount"]) for row in found), key=lambda part: part.on))
    if sum((part.amount for part in parts), ZERO) != whole:
        raise PledgeRefused(_("The parts do not sum to the amount."))
    return parts


class SeenForm(ReasonForm):
    """Why, and the newest part that the form showed."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ScheduleSheet:
    """Other days for what is not paid yet."""

    def __init__(
        self, whole: Decimal, data: QueryDict | None = None, *, seen: int, today: date, rhythm: str
    ) -> None:
        self.whole = whole
        self.rhythm = RhythmForm(data, initial={"rhythm": rhythm, "first_on": today})
        self.parts = PartForms(data, prefix="parts")
        self.seen = SeenForm(data, initial={"seen": seen})
        self.due: tuple[Due, ...] = ()

    def forms(self) -> Iterator[forms.Form]:
        """Every form, in the order of the page."""
        yield self.rhythm
        yield from self.parts.forms
        yield self.seen

    def is_valid(self) -> bool:
        """Whether all of it can be taken."""
        if not all([*[form.is_valid() for form in self.forms()], self.parts.is_valid()]):
            return False
        try:
            self.due = parts_of(self.rhythm, self.parts, self.whole)
        except PledgeRefused as wrong:
            self.rhythm.add_error("rhythm", str(wrong))
            return False
        return True

    def problems(self) -> list[Problem]:
        """Every sentence about what was sent."""
        return problems_of(self.forms(), self.parts.non_form_errors())
