"""What is typed at the door, and what coordinators write down of a shift."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from volunteers.models import HoursEntry, Shift, Site
from volunteers.proofs import NUMBER_LENGTH

DIGITS = re.compile(rf"(?a: *(?:\d *){{{NUMBER_LENGTH}}})\Z")
CLOCK = "%Y-%m-%dT%H:%M"


class NumberForm(forms.Form):
    """A volunteer's number, with or without spaces."""

    number = forms.RegexField(
        DIGITS,
        error_messages={"invalid": _l("Please type the six digits of your number.")},
        max_length=20,
        label=_l("Your number"),
        help_text=_l("Six digits. They stand beside your shift on your own page."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9 ]*", "size": 8}
        ),
    )

    def clean_number(self) -> str:
        """The digits alone."""
        return str(self.cleaned_data["number"]).replace(" ", "")


class KioskForm(forms.Form):
    """Which place the device stands at."""

    site = forms.ModelChoiceField(
        Site.objects.filter(is_open=True), empty_label=_l("Please choose"), label=_l("Place")
    )


class WallTimeField(forms.Field):
    """What the hands of a clock show on a day, in no zone yet, in the browser's own picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK)

    def to_python(self, value: object) -> datetime | None:
        """Raises: ValidationError for what is no day with a time."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            typed = datetime.fromisoformat(text)
        except ValueError:
            raise ValidationError(_("Please give a day and a time.")) from None
        return typed.replace(tzinfo=None, second=0, microsecond=0)


class TimesForm(forms.Form):
    """When somebody came and left, on the clock of the place. `is_counted`: their hours stand already."""

    arrived_at = WallTimeField(label=_l("Came"))
    left_at = WallTimeField(required=False, label=_l("Left"), help_text=_l("Empty: still here."))
    reason = forms.ChoiceField(
        choices=HoursEntry.Reason.choices,
        label=_l("Why"),
        help_text=_l("Hours are counted already: the difference gets a row of its own."),
    )

    def __init__(self, *args: Any, shift: Shift, is_counted: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(shift.zone)
        if not is_counted:
            del self.fields["reason"]

    def clean_arrived_at(self) -> datetime:
        """As a moment; where the hour comes twice, the first time."""
        return self._moment(self.cleaned_data["arrived_at"], fold=0)

    def clean_left_at(self) -> datetime | None:
        """As a moment; where the hour comes twice, the second time."""
        left: datetime | None = self.cleaned_data["left_at"]
        return self._moment(left, fold=1) if left else None

    def _moment(self, typed: datetime, *, fold: int) -> datetime:
        try:
            moment = typed.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
        except OverflowError:
            raise ValidationError(_("Please check the year.")) from None
        if moment.astimezone(self.zone).replace(tzinfo=None, fold=0) != typed:
            raise ValidationError(_("The clock jumped over this time that night."))
        return moment


def clock_text(at: datetime, zone: str) -> str:
    """Return a moment as the picker of a form wants it."""
    return at.astimezone(ZoneInfo(zone)).strftime(CLOCK)


def proposed(shift: Shift, now: datetime) -> dict[str, str]:
    """Return the times of the shift, as far as they have come."""
    ends = shift.ends_at if shift.ends_at <= now else None
    return {
        "arrived_at": clock_text(min(shift.starts_at, now - timedelta(minutes=1)), shift.zone),
        "left_at": clock_text(ends, shift.zone) if ends else "",
    }
