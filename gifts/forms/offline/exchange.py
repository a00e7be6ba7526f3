"""What the donor got, which funds it goes to, and what a gift that is not money was."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from campaigns.models import Fund
from core.guard import guard, guard_name
from core.money import ZERO
from gifts.actions.offline import OfflineRefused, Part, TypedBenefit, TypedThing, split
from gifts.forms.offline.fields import AmountField, PastDay, Portion, PortionField
from gifts.models import Benefit, GiftKind, Property


class BenefitForm(forms.Form):
    """One thing that came back. What may be disregarded nobody ticks: the rules of the year decide."""

    kind = forms.ChoiceField(
        choices=Benefit.Kind.choices, initial=Benefit.Kind.ORDINARY, label=_l("What kind of thing")
    )
    description = forms.CharField(
        max_length=120, label=_l("What the donor got"), validators=[guard("gifts.Benefit.description")]
    )
    fair_value = AmountField(
        required=False, label=_l("What it would cost elsewhere"), help_text=_l("In good faith.")
    )
    basis = forms.CharField(
        required=False,
        max_length=200,
        label=_l("How that was estimated"),
        help_text=_l("Like: price of such a dinner at Hotel Albany, October 2026."),
        validators=[guard("gifts.Benefit.basis")],
    )
    cost = AmountField(required=False, label=_l("What it cost us"), help_text=_l("Of a low-cost item only."))
    sold_from = AmountField(
        required=False,
        label=_l("Lowest yearly membership that brings it"),
        help_text=_l("Of a membership only."),
    )

    def clean(self) -> dict[str, Any]:
        """A value has its origin, a low-cost item its cost, and what is not of the kind goes."""
        values: dict[str, Any] = super().clean() or {}
        kind, value = values.get("kind"), values.get("fair_value")
        if kind == Benefit.Kind.RELIGIOUS:
            values["fair_value"] = None
        elif value is None and "fair_value" not in self.errors:
            self.add_error("fair_value", _("Please estimate what it would cost elsewhere."))
        elif not values.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Please say how the value was estimated."))
        if kind != Benefit.Kind.TOKEN:
            values["cost"] = None
        elif values.get("cost") is None and "cost" not in self.errors:
            self.add_error("cost", _("Please say what the item cost us."))
        if kind != Benefit.Kind.MEMBERSHIP:
            values["sold_from"] = None
        return values

    def typed(self) -> TypedBenefit:
        """What a valid form says."""
        values = self.cleaned_data
        return TypedBenefit(
            description=values["description"],
            fair_value=values["fair_value"] or ZERO,
            basis=values["basis"] if values["fair_value"] else "",
            kind=values["kind"],
            cost=values["cost"],
            sold_from=values["sold_from"],
        )


class ShareForm(forms.Form):
    """A fund and its part."""

    fund = forms.ModelChoiceField(
        required=False,
        queryset=Fund.objects.filter(is_open=True),
        label=_l("Fund"),
        empty_label=_l("Choose a fund"),
    )
    part = PortionField(
        required=False, label=_l("Its part"), help_text=_l("An amount or a percentage, like 50 or 40%.")
    )

    def clean(self) -> dict[str, Any]:
        """A part has its fund; a form that was emptied counts for nothing."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("part") and not values.get("fund") and "fund" not in self.errors:
            self.add_error("fund", _("Please say which fund it is for."))
        return values


def parts_said(forms_sent: Sequence[ShareForm]) -> tuple[Part, ...]:
    """Return the parts of the funds as they were typed; one without a part has the rest."""
    said = [form.cleaned_data for form in forms_sent if form.cleaned_data.get("fund")]
    none = Portion()
    return tuple(
        Part(
            row["fund"].pk,
            amount=(row["part"] or none).amount,
            percent=(row["part"] or none).percent,
        )
        for row in said
    )


def shares_of(forms_sent: Sequence[ShareForm], whole: Decimal) -> tuple[tuple[int, Decimal], ...]:
    """Return what each fund gets; one of them may be left without its part, and has the rest.

    Raises: ValidationError where that is not the whole gift.
    """
    try:
        return split(whole, parts_said(forms_sent))
    except OfflineRefused as refusal:
        raise forms.ValidationError(str(refusal)) from refusal


class ThingForm(forms.Form):
    """What was given, where; the columns of a kind stand in the forms below."""

    description = forms.CharField(
        max_length=300,
        label=_l("What was given"),
        help_text=_l("As the paper says it. Never what it is worth."),
        validators=[guard("gifts.Property.description")],
    )
    place = forms.CharField(
        required=False,
        max_length=120,
        label=_l("Where it was received"),
        help_text=_l("The town, or the warehouse. Never a place that is confidential."),
        validators=[guard("gifts.Property.place")],
    )

    def thing(self) -> TypedThing:
        """What a valid form says."""
        return TypedThing(**self.cleaned_data)


class SecuritiesForm(ThingForm):
    """Shares of a company."""

    description = forms.CharField(
        max_length=300,
        label=_l("Kind of shares"),
        initial=_l("common stock"),
        validators=[guard("gifts.Property.description")],
    )
    issuer = forms.CharField(
        max_length=120, label=_l("Company"), validators=[guard_name("gifts.Property.issuer")]
    )
    shares = forms.DecimalField(
        min_value=Decimal("0.000001"), max_digits=18, decimal_places=6, label=_l("Number of shares")
    )

    field_order = ("issuer", "shares", "description", "place")


class VehicleForm(ThingForm):
    """A car, a boat: what it was, and what we do with it."""

    description = forms.CharField(
        max_length=300,
        label=_l("Make, model and year"),
        help_text=_l("As the paper says it. Never what it is worth."),
        validators=[guard("gifts.Property.description")],
    )
    vin = forms.RegexField(
        regex=r"^[A-Za-z0-9-]+$",
        max_length=17,
        label=_l("Identification number (VIN)"),
        help_text=_l("Of a boat or an aircraft: its own number."),
        error_messages={"invalid": _l("Letters and digits only, as on the title.")},
    )
    is_claimed_over_500 = forms.BooleanField(
        required=False, initial=True, label=_l("The donor claims more than $500 for it")
    )
    use = forms.ChoiceField(
        required=False,
        choices=[("", _l("Not known yet")), *Property.Use.choices[1:]],
        label=_l("What becomes of it"),
    )
    use_note = forms.CharField(
        required=False,
        max_length=120,
        label=_l("What it is used for, or how it is improved"),
        validators=[guard("gifts.Property.use_note")],
    )
    use_months = forms.IntegerField(
        required=False, min_value=1, max_value=600, label=_l("For how many months")
    )
    sold_on = PastDay(required=False, label=pgettext_lazy("vehicle", "Sold on"))
    proceeds = AmountField(required=False, label=_l("Gross proceeds of the sale"))

    field_order = (
        *("description", "vin", "place", "is_claimed_over_500"),
        *("use", "sold_on", "proceeds", "use_note", "use_months"),
    )

    def clean_vin(self) -> str:
        """The number as it stands on titles."""
        return str(self.cleaned_data["vin"]).upper()

    def clean(self) -> dict[str, Any]:
        """A sale has its day and proceeds or neither yet; what we keep says for what and how long."""
        values: dict[str, Any] = super().clean() or {}
        is_sale = values.get("use") == Property.Use.SALE
        day, proceeds = values.get("sold_on"), values.get("proceeds")
        if not is_sale and (day or proceeds):
            self.add_error("use", _("It has a sale: say that it was to be sold."))
        elif (day is None) != (proceeds is None) and not {"sold_on", "proceeds"} & self.errors.keys():
            self.add_error("proceeds", _("A sale has its day and its gross proceeds, both or neither yet."))
        if values.get("use") == Property.Use.KEPT and not (
            values.get("use_note") and values.get("use_months")
        ):
            self.add_error("use_months", _("Please say for what we use it, and for how many months."))
        return values


THINGS: dict[str, type[ThingForm]] = {
    GiftKind.GOODS: ThingForm,
    GiftKind.SECURITIES: SecuritiesForm,
    GiftKind.VEHICLE: VehicleForm,
    GiftKind.CURRENCY: ThingForm,
}
BenefitForms = forms.formset_factory(BenefitForm, extra=2, max_num=12, validate_max=True)
KnownBenefitForms = forms.formset_factory(
    BenefitForm, extra=2, max_num=12, validate_max=True, can_delete=True
)
ShareForms = forms.formset_factory(ShareForm, extra=2, min_num=1, max_num=8)
