"""One shift as coordinators write it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField
from volunteers.actions.shifts import ShiftFacts
from volunteers.forms.fields import HOUR, role_field, seats_field, site_field, zone_field
from volunteers.forms.series import FOLDS
from volunteers.models import Shift, SignUp
from volunteers.recurrence import Kind, Pattern, Repeat, SnagKind, occurrence, snags
from volunteers.recurrence.words import clock_time, day_words


class ShiftForm(forms.Form):
    """When, where and what, once."""

    role = role_field()
    site = site_field()
    zone = zone_field()
    seats = seats_field()
    day = DayField(label=_l("Day"))
    start_time = forms.TimeField(widget=HOUR, label=_l("From"))
    end_time = forms.TimeField(
        widget=HOUR, label=_l("Until"), help_text=_l("An earlier time than “From” is on the next day.")
    )
    fold = forms.TypedChoiceField(
        choices=FOLDS,
        coerce=int,
        empty_value=None,
        required=False,
        label=_l("Take"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, shift: Shift | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asks_fold = False
        if shift is not None:
            self.fields["role"] = role_field(shift.role_id)
            self.fields["site"] = site_field(shift.site_id)

    def clean(self) -> dict[str, Any]:
        """Refuse a time that does not exist; ask which of two is meant."""
        data = self.cleaned_data
        if self.errors:
            return data
        day: date = data["day"]
        for snag in snags(self._pattern(), first=day, last=day):
            named = "start_time" if snag.is_start else "end_time"
            facts = {"day": day_words(snag.on), "time": clock_time(data[named])}
            if snag.kind is SnagKind.MISSING:
                self.add_error(named, _("On %(day)s the clock jumps over %(time)s.") % facts)
                continue
            self.asks_fold = True
            if data.get("fold") is None:
                words = _("On %(day)s it is %(time)s twice. Please say which of the two to take.")
                self.add_error("fold", words % facts)
        return data

    def facts(self) -> ShiftFacts:
        """Return what was chosen, once the form is valid."""
        data = self.cleaned_data
        found = occurrence(self._pattern(), data["day"])
        return ShiftFacts(
            data["role"].pk, data["site"].pk, data["zone"], found.starts_at, found.ends_at, data["seats"]
        )

    def _pattern(self) -> Pattern:
        data = self.cleaned_data
        start: time = data["start_time"]
        once = Repeat(Kind.DAILY)
        return Pattern(
            once, data["day"], None, start, data["end_time"], data["zone"], fold=data.get("fold") or 0
        )


class SeatsForm(forms.Form):
    """How many seats, and who is released where they are fewer."""

    seats = seats_field()
    released = forms.ModelMultipleChoiceField(
        SignUp.objects.none(),
        required=False,
        label=_l("Who is released"),
        help_text=_l("Whoever was only offered a seat goes back to the waitlist, to the same place in line."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, shift: Shift, **options: Any) -> None:
        super().__init__(*args, **options)
        held = SignUp.objects.holding().filter(shift=shift).select_related("volunteer")
        field = self.fields["released"]
        field.queryset = held  # type: ignore[attr-defined] # a choice of rows
        field.label_from_instance = lambda one: f"{one.volunteer.name} ({one.get_state_display()})"  # type: ignore[attr-defined] # the same


class CancelForm(forms.Form):
    """Why a shift does not take place."""

    reason = forms.ChoiceField(
        choices=[("", _l("Please choose")), *Shift.Cancelled.choices],
        label=_l("Why"),
        help_text=_l("Everybody who is told reads it."),
    )


def initial_of(shift: Shift) -> dict[str, Any]:
    """Return a shift as the form's choices."""
    zone = ZoneInfo(shift.zone)
    starts, ends = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    return {
        "role": shift.role_id,
        "site": shift.site_id,
        "zone": shift.zone,
        "seats": shift.seats,
        "day": starts.date(),
        "start_time": starts.time(),
        "end_time": ends.time(),
    }


def first_choices(now: datetime, zone: str, day: str = "") -> dict[str, Any]:
    """Return what a new shift begins with; an address can name the day."""
    try:
        first = date.fromisoformat(day)
    except ValueError:
        first = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return {"zone": zone, "day": first, "seats": 2}
