"""Fields that forms of shifts and series share."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _l

from volunteers.models import Site, VolunteerRole

MOST_SEATS = 200
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def zones() -> list[tuple[str, str]]:
    """Return the zones of the world, by name."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for mypy only
    """A role, called by its program too."""

    def label_from_instance(self, obj: Any) -> str:
        """Return program and role."""
        return f"{obj.program}: {obj}"


def role_field(own: int | None = None) -> RoleField:
    """Return a field for a role that is open, or the one that stands already."""
    open_roles = VolunteerRole.objects.filter(Q(is_open=True, program__is_open=True) | Q(pk=own))
    return RoleField(
        open_roles.select_related("program").order_by("program__position", "position"),
        empty_label=_l("Please choose"),
        label=_l("Role"),
    )


def site_field(own: int | None = None) -> "forms.ModelChoiceField[Site]":
    """Return a field for a place that is open, or the one that stands already."""
    return forms.ModelChoiceField(
        Site.objects.filter(Q(is_open=True) | Q(pk=own)), empty_label=_l("Please choose"), label=_l("Place")
    )


def zone_field() -> forms.ChoiceField:
    """Return a field for a zone."""
    return forms.ChoiceField(
        choices=zones, label=_l("Time zone"), help_text=_l("The clock on the wall of the place.")
    )


def seats_field() -> forms.IntegerField:
    """Return a field for seats."""
    return forms.IntegerField(min_value=1, max_value=MOST_SEATS, label=_l("Seats"))
