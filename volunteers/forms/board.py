"""What the board can be narrowed to. It all stands in the address, so a view can be kept and sent."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard
from volunteers.models import Shift
from volunteers.reports.slots import Names, Wanted

ANY = ("", _("Any"))
ALL = "all"
# dates further off than this have no neighbours to lead to
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
OTHER_STATES = {ALL: tuple(Shift.State.values)}


class BoardForm(forms.Form):
    """Days and filters. A field that makes no sense narrows nothing, and says so."""

    week = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    program = forms.ChoiceField(label=_("Program"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    site = forms.ChoiceField(label=_("Place"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open and drafts")), *Shift.State.choices, (ALL, _("All"))],
    )
    gaps = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("All shifts")), ("yes", _("Gaps only"))]
    )

    def __init__(self, data: Mapping[str, Any], *, names: Names) -> None:
        super().__init__(data)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "program": list(names.programs.items()),
            "role": [(key, f"{role.program}: {role.name}") for key, role in names.roles.items()],
            "site": list(names.sites.items()),
        }
        for name, rows in choices.items():
            self.fields[name].choices = [ANY, *rows]  # type: ignore[attr-defined] # they are fields of choices
        self.is_valid()

    def clean_week(self) -> date | None:
        """A day that has a week around it."""
        first: date | None = self.cleaned_data["week"]
        if first is not None and not EARLIEST <= first <= LATEST:
            raise forms.ValidationError(_("Choose a day of this century, or of one near it."))
        return first

    def wanted(self, today: date, *, days: int = 7) -> Wanted:
        """Return what is asked for; from today on, where no day is."""
        return self.wanted_from(self.cleaned_data.get("week") or today, days=days)

    def wanted_from(self, first: date, *, days: int) -> Wanted:
        """Return what is asked for, on other days."""
        state = self.cleaned_data.get("state")
        return Wanted(
            first=first,
            days=days,
            program=self._key("program"),
            role=self._key("role"),
            site=self._key("site"),
            states=OTHER_STATES.get(state, (state,)) if state else Wanted.states,
            only_gaps=self.cleaned_data.get("gaps") == "yes",
        )

    def _key(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        return int(value) if value else None


class FillForm(forms.Form):
    """Why a limit of rest or hours is set aside, where one is."""

    reason = forms.CharField(
        label=_("Why the limit is set aside"),
        max_length=200,
        required=False,
        validators=[guard("volunteers.Override.reason")],
    )


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
