"""A pause as a donor asks for it: one of a few lengths whose effect is told, or until a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from accounts.organisation import the_zone
from gifts.actions.recurring.pauses import latest_end
from gifts.forms.recurring import ChangeForm
from gifts.reports.previews.dates import fallen
from gifts.reports.previews.preview import going_on
from gifts.reports.recurring_words import short_day
from gifts.schedule import charged_on, later_day, moments, resumes_at

LENGTHS = (1, 3, 6)
DAY = "day"


@dataclass(frozen=True)
class Length:
    """A pause of some months, counted from the charge that it begins with."""

    until: date
    months: int
    lost: int

    @property
    def label(self) -> str:
        """How long, and what it does."""
        months = ngettext("%(n)s month", "%(n)s months", self.months) % {"n": self.months}
        charges = ngettext("%(n)s charge falls away", "%(n)s charges fall away", self.lost) % {"n": self.lost}
        return _("%(months)s: %(charges)s, it goes on from %(day)s") % {
            "months": months,
            "charges": charges,
            "day": short_day(self.until),
        }


class PauseForm(ChangeForm):
    """Until when nothing is charged."""

    length = forms.ChoiceField(label=_l("How long?"), widget=forms.RadioSelect)
    until = forms.DateField(
        required=False,
        label=_l("Day on which it goes on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = latest_end(self.today, self._first())
        lengths = self._lengths()
        named = [(f"{length.until}", length.label) for length in lengths]
        self.offer("length", [*named, (DAY, _("Until a day that I choose"))])
        self.fields["length"].initial = named[0][0] if named else DAY
        self.fields["until"].help_text = _("Until %(day)s at the latest.") % {"day": short_day(self.longest)}

    def clean(self) -> dict[str, Any]:
        """A day of one's own lies ahead, after a charge, and not too far."""
        data = super().clean() or self.cleaned_data
        if data.get("until"):  # writing a day is the greater effort: it counts more than a choice
            data["length"] = DAY
        if data.get("length") != DAY or "until" in self.errors:
            return data
        until = data.get("until")
        if until is None:
            self.add_error("until", _("Please choose a day."))
        elif until <= self.today:
            self.add_error("until", _("Please choose a day after today."))
        elif until > self.longest:
            self.add_error("until", _("A pause may last twelve months at most."))
        elif not self.gift.open_invoice_id and self._first() >= until:
            words = _("No charge lies before that day: the next one is on %(day)s.")
            self.add_error("until", words % {"day": short_day(self._first())})
        return data

    def wanted(self) -> dict[str, Any]:
        """The day on which it goes on."""
        chosen = self.cleaned_data["length"]
        return {"until": self.cleaned_data["until"] if chosen == DAY else date.fromisoformat(chosen)}

    def _first(self) -> date:
        zone = the_zone()
        free = going_on(self.gift, is_paused=False, paused_until=None)
        return charged_on(next(moments(free, zone)), zone)

    def _lengths(self) -> list[Length]:
        """The longest of those that do the same: a yearly gift is paused for a year, or not at all."""
        free = going_on(self.gift, is_paused=False, paused_until=None)
        first, zone = self._first(), the_zone()
        by_effect: dict[int, Length] = {}
        for months in LENGTHS:
            until = later_day(first, months, self.gift.day)
            if until > self.longest:
                continue
            lost = len(fallen(self.gift, resumes_at(free, until, zone)))
            by_effect[lost] = Length(until, months, lost)
        return list(by_effect.values())
