"""A standing place on a series, given and ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField, keep_in_order
from volunteers.models import Series, Volunteer


class PlaceForm(forms.Form):
    """Who comes to every shift, from when until when."""

    volunteer = forms.ModelChoiceField(
        Volunteer.objects.none(), empty_label=_l("Please choose"), label=_l("Volunteer")
    )
    from_on = DayField(label=_l("From"))
    until_on = DayField(required=False, label=_l("Until"), help_text=_l("Empty: as long as it goes on."))

    def __init__(self, *args: Any, series: Series, **options: Any) -> None:
        super().__init__(*args, **options)
        cleared = Volunteer.objects.active().filter(
            clearances__program=series.role.program_id, clearances__revoked_at=None
        )
        self.fields["volunteer"].queryset = cleared.order_by("name", "pk")  # type: ignore[attr-defined] # a choice of rows

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        return keep_in_order(self, "from_on", "until_on")


class LastDayForm(forms.Form):
    """The last day of something."""

    last_on = DayField(label=_l("Last day"))
