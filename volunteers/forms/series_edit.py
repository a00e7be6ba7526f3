"""New facts for a series that has shifts."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from volunteers.actions.planning import SeriesEdit, SeriesFacts
from volunteers.forms.fields import role_field, site_field
from volunteers.forms.series import SeriesForm
from volunteers.models import Series, Shift
from volunteers.recurrence import parse
from volunteers.recurrence.words import day_words


class SeriesEditForm(SeriesForm):
    """New facts for a series, for all coming shifts or from one of them on."""

    applies = forms.ChoiceField(
        choices=[("all", _l("All coming shifts")), ("following", _l("One day and all that follow"))],
        label=_l("What changes"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, series: Series, days: list[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.began_on = series.starts_on
        choices = [("", "–"), *((str(day), day_words(day)) for day in days)]
        self.fields["from_on"] = forms.ChoiceField(
            choices=choices, required=False, label=_l("From this day on")
        )
        self.fields["role"] = role_field(series.role_id)
        self.fields["site"] = site_field(series.site_id)
        self.look_at_clock(series)

    def clean(self) -> dict[str, Any]:
        """Want the day where one is meant."""
        if self.cleaned_data.get("applies") == "following" and not self.cleaned_data.get("from_on"):
            self.add_error("from_on", _("Please choose the first day that changes."))
        return super().clean()

    def first_day(self) -> date:
        """Count weeks from the first day that changes."""
        return self._from_on() or super().first_day()

    def edit(self, series: Series) -> SeriesEdit:
        """Return the edit, once the form is valid."""
        return SeriesEdit(series.pk, self.facts(), self._from_on())

    def _from_on(self) -> date | None:
        if self.cleaned_data["applies"] != "following":
            return None
        return date.fromisoformat(self.cleaned_data["from_on"])


def initial_of(series: Series) -> dict[str, Any]:
    """Return a series as the form's choices."""
    repeat = parse(series.rule)
    return {
        **{name: getattr(series, name) for name in SeriesFacts.__dataclass_fields__ if name != "rule"},
        **asdict(repeat),
        "role": series.role_id,
        "site": series.site_id,
        "ends": "open" if series.until_on is None else "day",
        "applies": "all",
    }


def coming_days(series: Series, now: datetime) -> Iterator[date]:
    """Yield the days of the shifts that an edit could begin with."""
    rows = Shift.objects.filter(series=series, starts_at__gt=now).order_by("original_on")
    for day in rows.values_list("original_on", flat=True):
        if day is not None:
            yield day
