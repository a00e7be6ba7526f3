"""The accounts of the journal, as finance types them once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Fund
from core.guard import guard_name
from gifts.models import Account, Purpose
from gifts.reports.journal.accounts import Named, chart

CODE = r"^[A-Z]{0,3}[0-9][0-9A-Z.:/\-]{0,16}$"  # a number, no words


class MonthField(forms.DateField):
    """A month, as the browser's own calendar writes it; read as its first day."""

    def __init__(self, **options: Any) -> None:
        month = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(**{"widget": month, "input_formats": ["%Y-%m"], **options})


class AccountsForm(forms.Form):
    """Number and name for each purpose; a fund may have an account of its own for its gifts."""

    begins_on = MonthField(
        label=gettext_lazy("The journal begins with"),
        help_text=gettext_lazy("What moved before is in your books already and is not exported."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        accounts = chart()
        for purpose in Purpose:
            named = accounts.general[purpose.value]
            self._add(purpose.value, purpose.label, named.code, named.name, is_needed=True)
        own = {row.fund_id: row for row in Account.objects.filter(purpose=Purpose.GIFTS).exclude(fund=None)}
        self.funds = list(Fund.objects.all())
        for fund in self.funds:
            row = own.get(fund.pk)
            self._add(f"fund{fund.pk}", str(fund), row.code if row else "", row.name if row else "")

    def _add(self, key: str, label: object, code: str, name: str, *, is_needed: bool = False) -> None:
        self.fields[f"{key}_code"] = forms.RegexField(
            CODE, label=_("Number: %(of)s") % {"of": label}, initial=code, required=is_needed, max_length=20
        )
        self.fields[f"{key}_name"] = forms.CharField(
            label=_("Name: %(of)s") % {"of": label},
            initial=name,
            required=is_needed,
            max_length=80,
            validators=[guard_name("gifts.Account.name")],
        )

    def clean_begins_on(self) -> date:
        """The first day of the month."""
        day: date = self.cleaned_data["begins_on"]
        return day.replace(day=1)

    def clean(self) -> dict[str, Any]:
        """A fund's own account has both a number and a name, or neither."""
        values = super().clean() or {}
        for fund in self.funds:
            code, name = values.get(f"fund{fund.pk}_code"), values.get(f"fund{fund.pk}_name")
            if bool(code) != bool(name):
                self.add_error(f"fund{fund.pk}_code", _("Please write both number and name, or neither."))
        return values

    def general(self) -> Iterator[tuple[object, BoundField, BoundField]]:
        """Yield each purpose with its two fields."""
        for purpose in Purpose:
            yield purpose.label, self[f"{purpose.value}_code"], self[f"{purpose.value}_name"]

    def own(self) -> Iterator[tuple[object, BoundField, BoundField]]:
        """Yield each fund with its two fields."""
        for fund in self.funds:
            yield fund, self[f"fund{fund.pk}_code"], self[f"fund{fund.pk}_name"]

    def named(self) -> dict[tuple[str, int | None], Named | None]:
        """Return what was typed, once the form is valid."""
        values = self.cleaned_data
        typed: dict[tuple[str, int | None], Named | None] = {
            (purpose.value, None): Named(values[f"{purpose.value}_code"], values[f"{purpose.value}_name"])
            for purpose in Purpose
        }
        for fund in self.funds:
            code, name = values[f"fund{fund.pk}_code"], values[f"fund{fund.pk}_name"]
            typed[Purpose.GIFTS.value, fund.pk] = Named(code, name) if code else None
        return typed
