"""What a donor asks of a recurring gift, checked field by field; `wanted` is what an action takes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.organisation import the_zone
from campaigns.models import Fund
from core.clock import legal_day
from core.money import ZERO, format_money, parse_amount
from gifts.models import Frequency, GivingPolicy, RecurringGift
from gifts.reports.recurring_words import each
from gifts.schedule import MONTHS


class ChangeForm(forms.Form):
    """What all changes share: the gift they change, and the day on which it is asked."""

    def __init__(self, *args: Any, gift: RecurringGift, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gift, self.now = gift, now
        self.today = legal_day(now, the_zone())

    def wanted(self) -> dict[str, Any]:
        """Return what is asked for, once the form is valid."""
        return {}

    def stands(self) -> bool:
        """Whether what is asked for is so already, once the form is valid."""
        return False

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

    def stands(self) -> bool:
        """The same sum, and the same part of it toward the fee."""
        wanted = self.wanted()
        charge = wanted["amount"] + wanted["fee_cover"]
        return (charge, wanted["fee_cover"]) == (self.gift.amount, self.gift.fee_cover)


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

    def stands(self) -> bool:
        """The same fund."""
        return self.funds[self.cleaned_data["fund"]].pk == self.gift.fund_id

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

    def clean_frequency(self) -> str:
        """The rhythm of a charge that is open cannot be changed."""
        if self.gift.open_invoice_id:
            raise ValidationError(
                _("A charge of this gift is open. Please change how often you give once it is through.")
            )
        return str(self.cleaned_data["frequency"])

    def wanted(self) -> dict[str, Any]:
        """The rhythm."""
        return {"frequency": self.cleaned_data["frequency"]}

    def stands(self) -> bool:
        """The same rhythm."""
        return bool(self.cleaned_data["frequency"] == self.gift.frequency)

    def _label(self, frequency: Frequency) -> str:
        a_year = self.gift.amount * 12 / MONTHS[frequency]
        return _("%(sum)s %(each)s, %(year)s in a year") % {
            "sum": format_money(self.gift.amount, self.gift.currency),
            "each": each(frequency),
            "year": format_money(a_year, self.gift.currency),
        }
