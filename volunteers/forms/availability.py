"""What a volunteer says of their time, and of how to reach them."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from core.guard import guard_address
from volunteers.actions.availability import Reach
from volunteers.models import Availability, Volunteer

DAY = forms.DateInput(attrs={"type": "date"})
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
LONGEST_AWAY = 366
FEWEST_DIGITS = 7


class HoursForm(forms.Form):
    """Hours of some weekdays."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    starts = forms.TimeField(label=_("From"), widget=CLOCK)
    ends = forms.TimeField(
        label=_("Until"), widget=CLOCK, help_text=_("A time before the first means the next morning.")
    )
    wish = forms.ChoiceField(
        label=_("How you feel about it"),
        choices=Availability.Wish.choices,
        initial=Availability.Wish.CAN,
        widget=forms.RadioSelect,
    )


class AwayForm(forms.Form):
    """Days away. Nobody is asked why."""

    from_on = forms.DateField(label=_("First day"), widget=DAY)
    until_on = forms.DateField(
        label=_("Last day"), widget=DAY, required=False, help_text=_("Empty: one day.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The last day is the first where it was left out. No more than a year at once."""
        given = super().clean() or {}
        first = given.get("from_on")
        if first is None:
            return given
        last = given["until_on"] = given.get("until_on") or first
        if last < first:
            self.add_error("until_on", _("The last day comes before the first."))
        elif last < self.today:
            self.add_error("from_on", _("These days are over."))
        elif (last - first).days > LONGEST_AWAY:
            self.add_error("until_on", _("A year at most. Write to us if you would like a longer break."))
        return given


class ReachForm(forms.Form):
    """How to reach somebody, and when not."""

    reminders_by = forms.ChoiceField(
        label=_("Reminders by"), choices=Volunteer.Reminders.choices, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        validators=[guard_address("volunteers.Volunteer.phone")],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=CLOCK)
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=CLOCK, help_text=_("No text message in these hours.")
    )
    language = forms.ChoiceField(
        label=_("We write to you in"),
        choices=[("en", "English"), ("es", "Español")],
        widget=forms.RadioSelect,
    )

    def clean_phone(self) -> str:
        """A number that can be dialled, or nothing."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and (
            not re.fullmatch(r"\+?[\d\s().-]+", phone) or sum(map(str.isdigit, phone)) < FEWEST_DIGITS
        ):
            raise forms.ValidationError(_("Write the number with its area code, like 518-555-0142."))
        return phone

    def clean(self) -> dict[str, Any]:
        """Text messages want a phone."""
        given = super().clean() or {}
        wants_text = given.get("reminders_by") in (Volunteer.Reminders.TEXT, Volunteer.Reminders.BOTH)
        if wants_text and "phone" in given and not given["phone"]:
            self.add_error("phone", _("For text messages we need your number."))
        return given

    @classmethod
    def of(cls, volunteer: Volunteer) -> "ReachForm":
        """The form as it stands now."""
        names = ("reminders_by", "phone", "quiet_from", "quiet_until", "language")
        return cls(initial={name: getattr(volunteer, name) for name in names})

    def reach(self) -> Reach:
        """Return what was said."""
        return Reach(**self.cleaned_data)
