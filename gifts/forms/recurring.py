"""What a donor asks of a recurring gift, checked field by field; `wanted` is what an action takes."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from core.money import ZERO, format_money, parse_amount
from gifts.actions.recurring.dates import FURTHEST
from gifts.models import Frequency, GivingPolicy, RecurringGift
from gifts.reports.recurring_words import each, month_day, promised_day
from gifts.schedule import MONTHS, day_in_month, later_day


class ChangeForm(forms.Form):
    """What all changes share: the gift they change, and the day on which it is asked."""

    def __init__(self, *args: Any, gift: RecurringGift, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gift, self.now = gift, now
        self.today = legal_day(now, the_zone())

    def wanted(self) -> dict[str, Any]:
        """Return what is asked for, once the form is valid."""
        return {}

    def offer(self, name: str, choices: Sequence[tuple[str | int, str]]) -> None:
        """Let a field have these choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class AmountForm(ChangeForm):
    """Another amount, with or without what covers the fee."""

    amount = forms.CharField(
        max_length=40,
        label=_l("Your gift"),
        error_messages={"required": _l("Please write an amount.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "transaction-amount"}),
    )
    cover_fee = forms.BooleanField(
        required=False, label=_l("Cover the card fee, so that all of my gift arrives")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy()
        own = self.gift.amount - self.gift.fee_cover
        self.fields["amount"].initial = f"{own}"
        self.fields["cover_fee"].initial = self.gift.fee_cover > ZERO
        self.fields["cover_fee"].help_text = _("That adds %(fee)s to a gift of %(amount)s.") % {
            "fee": format_money(self.policy.fee_cover_for(own), self.gift.currency),
            "amount": format_money(own, self.gift.currency),
        }

    def clean_amount(self) -> Decimal:
        """Within what may be given by card."""
        amount = parse_amount(self.cleaned_data["amount"])
        policy, currency = self.policy, self.gift.currency
        if amount < policy.minimum:
            least = format_money(policy.minimum, currency)
            raise ValidationError(_("The smallest gift is %(amount)s.") % {"amount": least})
        if amount > policy.maximum:
            most = format_money(policy.maximum, currency)
            raise ValidationError(_("The largest gift by card is %(amount)s.") % {"amount": most})
        return amount

    def wanted(self) -> dict[str, Any]:
        """The gift and what covers the fee."""
        amount = self.cleaned_data["amount"]
        cover = self.policy.fee_cover_for(amount) if self.cleaned_data["cover_fee"] else ZERO
        return {"amount": amount, "fee_cover": cover}


class DayForm(ChangeForm):
    """Another day of the month, and the month of the first charge on it."""

    day = forms.TypedChoiceField(label=_l("Day of the month"), coerce=int)
    month = forms.ChoiceField(label=_l("First charge on that day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = self._months()
        self.offer("day", [(day, month_day(day)) for day in range(1, 32)])
        self.offer("month", [(f"{first:%Y-%m}", self._name(first)) for first in self.months])
        coming = self.gift.next_charge_at
        next_on = legal_day(coming, the_zone()).replace(day=1) if coming else self.months[0]
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
            day = formats.date_format(first_on, "DATE_FORMAT")
            self.add_error("month", _("%(day)s has passed. Please choose a later month.") % {"day": day})
        elif first_on > self._furthest():
            self.add_error("month", _("That is too far ahead. Please choose an earlier month, or a pause."))
        elif self.gift.end_on and first_on > self.gift.end_on:
            self.add_error("month", _("This gift ends before that day."))
        return data

    def wanted(self) -> dict[str, Any]:
        """The day, and the first date."""
        return {"day": self.cleaned_data["day"], "first_on": self._first_on()}

    def _first_on(self) -> date:
        month = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        return month.replace(day=day_in_month(month, self.cleaned_data["day"]))

    def _furthest(self) -> date:
        return later_day(self.today, MONTHS[Frequency(self.gift.frequency)]) + FURTHEST

    def _name(self, first: date) -> str:
        return formats.date_format(first, "YEAR_MONTH_FORMAT")

    def _months(self) -> list[date]:
        first, last = self.today.replace(day=1), self._furthest()
        ahead = (last.year - first.year) * 12 + last.month - first.month
        return [later_day(first, step) for step in range(ahead + 1)]


class FundForm(ChangeForm):
    """Another open fund."""

    fund = forms.ChoiceField(
        label=_l("Where it should go"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _l("Please choose where it should go."),
            "invalid_choice": _l("This fund takes no gifts now. Please choose another."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.funds = {fund.code: fund for fund in Fund.objects.filter(is_open=True)}
        self.offer("fund", [(code, self._label(fund)) for code, fund in self.funds.items()])
        self.fields["fund"].initial = self.gift.fund.code if self.gift.fund else None

    def wanted(self) -> dict[str, Any]:
        """The fund."""
        return {"fund": self.funds[self.cleaned_data["fund"]]}

    def _label(self, fund: Fund) -> str:
        return f"{fund}: {fund.local_purpose}" if fund.local_purpose else f"{fund}"


class FrequencyForm(ChangeForm):
    """Another rhythm."""

    frequency = forms.ChoiceField(
        label=_l("How often"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose how often you want to give.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("frequency", [(value, self._label(value)) for value in MONTHS])
        self.fields["frequency"].initial = self.gift.frequency

    def wanted(self) -> dict[str, Any]:
        """The rhythm."""
        return {"frequency": self.cleaned_data["frequency"]}

    def _label(self, frequency: Frequency) -> str:
        a_year = self.gift.amount * 12 / MONTHS[frequency]
        return _("%(sum)s %(each)s, %(year)s in a year") % {
            "sum": format_money(self.gift.amount, self.gift.currency),
            "each": each(frequency),
            "year": format_money(a_year, self.gift.currency),
        }


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
        required=False, min_value=1, max_value=600, label=_l("How many more charges")
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
        if how == "day" and "end_on" not in self.errors:
            if not data.get("end_on"):
                self.add_error("end_on", _("Please choose a day."))
            elif data["end_on"] <= self.today:
                self.add_error("end_on", _("Please choose a day after today."))
        return data

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
