"""When a recurring gift is charged, and when it ends, as a donor asks for it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from accounts.organisation import the_zone
from gifts.actions.recurring.dates import LONGEST_YEARS, TOO_FAR, furthest_day, most_instalments
from gifts.forms.recurring import ChangeForm
from gifts.reports.previews.preview import going_on, next_charge
from gifts.reports.recurring_words import month_day, promised_day, short_day
from gifts.schedule import Charge, at_noon, day_in_month, is_skipped, later_day


class DayForm(ChangeForm):
    """Another day of the month, and the month of the first charge on it."""

    day = forms.TypedChoiceField(label=_l("Day of the month"), coerce=int)
    month = forms.ChoiceField(label=_l("First charge on that day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = self._months()
        self.offer("day", [(day, month_day(day)) for day in range(1, 32)])
        self.offer("month", [(f"{first:%Y-%m}", self._name(first)) for first in self.months])
        coming = next_charge(self.gift, now=self.now)
        next_on = coming.on.replace(day=1) if coming else self.months[0]
        chosen = next_on if next_on in self.months else self.months[0]
        self.fields["day"].initial = promised_day(self.gift)
        self.fields["month"].initial = f"{chosen:%Y-%m}"

    def clean(self) -> dict[str, Any]:
        """The first charge lies ahead, and not too far."""
        data = super().clean() or self.cleaned_data
        if "day" not in data or "month" not in data:
            return data
        first_on = self._first_on()
        if first_on <= self.today:
            words = _("%(day)s has passed. Please choose a later month.")
            self.add_error("month", words % {"day": short_day(first_on)})
        elif first_on > self._furthest():
            self.add_error("month", _("That is too far ahead. Please choose an earlier month, or a pause."))
        elif is_skipped(self.gift, at_noon(first_on, the_zone())):
            self.add_error("month", _("This gift is paused on that day. Please choose a later month."))
        elif self.gift.end_on and first_on > self.gift.end_on:
            self.add_error("month", _("This gift ends before that day."))
        return data

    def wanted(self) -> dict[str, Any]:
        """The day, and the first date."""
        return {"day": self.cleaned_data["day"], "first_on": self._first_on()}

    def stands(self) -> bool:
        """The day it has, from the charge that comes next; one that is open would be moved."""
        coming = next_charge(self.gift, now=self.now)
        stands = (promised_day(self.gift), coming.on if coming else None)
        return stands == (self.cleaned_data["day"], self._first_on()) and not self.gift.open_invoice_id

    def _first_on(self) -> date:
        month = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        return month.replace(day=day_in_month(month, self.cleaned_data["day"]))

    def _furthest(self) -> date:
        return furthest_day(self.gift, now=self.now)

    def _name(self, first: date) -> str:
        return formats.date_format(first, "YEAR_MONTH_FORMAT")

    def _months(self) -> list[date]:
        first, last = self.today.replace(day=1), self._furthest()
        ahead = (last.year - first.year) * 12 + last.month - first.month
        return [later_day(first, step) for step in range(ahead + 1)]


class EndForm(ChangeForm):
    """An end: after some charges, after a day, or none."""

    how = forms.ChoiceField(
        label=_l("When should it end?"),
        choices=[
            ("never", pgettext_lazy("end of a recurring gift", "No end: until I stop it")),
            ("count", pgettext_lazy("end of a recurring gift", "After a number of charges")),
            ("day", pgettext_lazy("end of a recurring gift", "After a day")),
        ],
        widget=forms.RadioSelect,
    )
    instalments = forms.IntegerField(
        required=False,
        min_value=1,
        label=_l("How many more charges"),
        error_messages={
            "invalid": _l("Please write a whole number, like 12."),
            "min_value": _l("Please write a whole number, like 12."),
        },
    )
    end_on = forms.DateField(
        required=False,
        label=_l("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gift = self.gift
        how = "day" if gift.end_on else "count" if gift.instalments else "never"
        left = max(gift.instalments - gift.instalments_paid, 1) if gift.instalments else None
        for name, value in {"how": how, "end_on": gift.end_on, "instalments": left}.items():
            self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        """What was chosen is written, too."""
        data = super().clean() or self.cleaned_data
        how = data["how"] = self._meant(data)
        if how == "count" and not data.get("instalments") and "instalments" not in self.errors:
            self.add_error("instalments", _("Please write how many."))
        if (data.get("instalments") or 0) > most_instalments(self.gift.frequency):
            self.add_error("instalments", str(TOO_FAR))
        if how == "day" and "end_on" not in self.errors:
            if not data.get("end_on"):
                self.add_error("end_on", _("Please choose a day."))
            elif data["end_on"] <= self.today:
                self.add_error("end_on", _("Please choose a day after today."))
            elif data["end_on"] > later_day(self.today, 12 * LONGEST_YEARS):
                self.add_error("end_on", str(TOO_FAR))
            elif (coming := self._next()) and data["end_on"] < coming.on:
                words = _("The next charge is on %(day)s. To give nothing more, cancel the gift.")
                self.add_error("end_on", words % {"day": short_day(coming.on)})
        return data

    def stands(self) -> bool:
        """No end, and none was set; a number counts from today, so the same one is another end."""
        gift, wanted = self.gift, self.wanted()
        if wanted["instalments"] is not None:
            return False
        is_ours = gift.has_end or gift.ends_at is None
        return wanted["end_on"] == gift.end_on and gift.instalments is None and is_ours

    def _next(self) -> Charge | None:
        free = going_on(self.gift, end_on=None, instalments=None, instalments_from=None, ends_at=None)
        return next_charge(free, now=self.now)

    def _meant(self, data: dict[str, Any]) -> str | None:
        """Who writes a number or a day means it, also where "no end" stayed chosen."""
        how: str | None = data.get("how")
        written = [name for name in ("instalments", "end_on") if data.get(name) and name in self.changed_data]
        if how != "never" or not written:
            return how
        return "count" if written[0] == "instalments" else "day"

    def wanted(self) -> dict[str, Any]:
        """A day, a number, or neither."""
        how = self.cleaned_data["how"]
        return {
            "end_on": self.cleaned_data["end_on"] if how == "day" else None,
            "instalments": self.cleaned_data["instalments"] if how == "count" else None,
        }
