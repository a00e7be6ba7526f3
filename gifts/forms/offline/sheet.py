"""A whole gift as staff type it: one form for each part, and only the parts that its kind has."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from campaigns.models import Appeal, Campaign
from core.guard import guard_name
from gifts.actions.offline import OfflineGift, days_of
from gifts.forms.asks import check_ask
from gifts.forms.offline.exchange import THINGS, BenefitForms, ShareForms, shares_of
from gifts.forms.offline.fields import AmountField, CheckNumber, PastDay
from gifts.forms.offline.parties import CreditForm, PartyForm, want_custodian
from gifts.forms.offline.problems import Problem, problems_of
from gifts.models import Batch, Gift, GiftKind, Payer, Pledge
from gifts.models.tribute import TributeKind, TributeMessage

# by the word in the address of the form
KINDS = {kind.value: kind for kind in GiftKind}
WAYS = [
    (way.value, way.label)
    for way in Gift.Source
    if way not in {Gift.Source.STRIPE, Gift.Source.DELIVERY, Gift.Source.ELSEWHERE}
]


class GiftForm(forms.Form):
    """What every gift has."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    amount = AmountField(label=_l("Amount"))
    arrived_on = PastDay(label=_l("Received on"))
    campaign = forms.ModelChoiceField(
        required=False, queryset=Campaign.objects.public(), label=_l("Campaign"), empty_label=_l("None")
    )
    appeal = forms.ModelChoiceField(
        required=False,
        queryset=Appeal.objects.select_related("campaign"),
        label=_l("Appeal"),
        empty_label=_l("None"),
        help_text=_l("The mailing or event that brought it; its campaign follows."),
    )
    batch = forms.ModelChoiceField(
        required=False, queryset=Batch.objects.filter(posted_at=None), widget=forms.HiddenInput
    )
    pledge = forms.ModelChoiceField(
        required=False,
        queryset=Pledge.objects.all(),
        widget=forms.NumberInput(attrs={"min": "1"}),
        label=_l("Number of the pledge that it pays"),
    )
    is_anonymous = forms.BooleanField(required=False, label=_l("Never named in public"))
    tribute_kind = forms.ChoiceField(required=False, choices=TributeKind.choices, label=_l("Tribute"))
    tribute_name = forms.CharField(
        required=False,
        max_length=120,
        label=_l("Whom it honors"),
        validators=[guard_name("gifts.Gift.tribute_name")],
    )
    tribute_message = forms.ChoiceField(
        required=False, choices=TributeMessage.choices, label=_l("Message to the family")
    )

    def clean(self) -> dict[str, Any]:
        """A tribute is a kind and a name, or neither."""
        values: dict[str, Any] = super().clean() or {}
        if "tribute_name" not in self.errors and bool(values.get("tribute_kind")) != bool(
            values.get("tribute_name")
        ):
            self.add_error("tribute_name", _("A tribute has its kind and a name."))
        check_ask(self)
        if not values.get("tribute_kind"):
            values["tribute_message"] = ""
        return values

    def facts(self) -> dict[str, Any]:
        """What a valid form says, as `OfflineGift` names it."""
        values = self.cleaned_data
        same = ("form_key", "amount", "is_anonymous", "tribute_kind", "tribute_name", "tribute_message")
        return {
            **{name: values[name] for name in same},
            "source": values.get("source", Gift.Source.DELIVERY),
            "payer": values.get("payer", Payer.DONOR),
            "payer_name": values.get("payer_name", ""),
            **self._whence(),
            "check_number": values.get("check_number", ""),
            "days": days_of(
                values.get("source", Gift.Source.DELIVERY),
                arrived_on=values["arrived_on"],
                postmarked_on=values.get("postmarked_on"),
            ),
        }

    def _whence(self) -> dict[str, int | None]:
        """The ids of what it came by and pays."""
        chosen = {name: self.cleaned_data[name] for name in ("campaign", "appeal", "batch", "pledge")}
        if chosen["appeal"]:
            chosen["campaign"] = chosen["appeal"].campaign
        return {f"{name}_id": row.pk if row else None for name, row in chosen.items()}


class MoneyForm(GiftForm):
    """A check, cash, a wire, what an employer withheld."""

    source = forms.ChoiceField(choices=WAYS, label=_l("How it came"))
    postmarked_on = PastDay(
        required=False,
        label=_l("Postmark"),
        help_text=_l("Of a check that came by post: the gift counts on that day."),
    )
    check_number = CheckNumber(label=_l("Check number"))
    payer = forms.ChoiceField(choices=Payer.choices, label=_l("Who paid, by law"))
    payer_name = forms.CharField(
        required=False,
        max_length=200,
        label=_l("Name on the check, if it is not the donor's"),
        help_text=_l("The custodian of an IRA, or the fund that a sponsor names."),
        validators=[guard_name("gifts.Gift.payer_name")],
    )

    field_order = ("form_key", "amount", "source", "arrived_on", "postmarked_on", "check_number")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["arrived_on"].help_text = _(
            "When it reached us; of pay the day it was withheld, of a text message the day it was sent."
        )

    def clean(self) -> dict[str, Any]:
        """The letter about an IRA must name the custodian; only a check has a postmark."""
        values: dict[str, Any] = super().clean() or {}
        want_custodian(self, values)
        if values.get("postmarked_on") and values.get("source") != Gift.Source.CHECK:
            self.add_error("postmarked_on", _("Only a check that came by post has a postmark."))
        if values.get("check_number") and values.get("source") != Gift.Source.CHECK:
            self.add_error("check_number", _("Only a check has a number."))
        return values


class PropertyGiftForm(GiftForm):
    """What is not money: its amount is the books' alone."""

    amount = AmountField(
        label=_l("Value in our books"),
        help_text=pgettext_lazy("value of property", "For the books alone. No paper and no letter says it."),
    )
    arrived_on = PastDay(
        label=_l("Handed over or delivered on"),
        help_text=_l("Of shares: when they reached our account."),
    )


class GiftSheet:
    """All forms of one gift, empty or as they were sent."""

    def __init__(
        self, kind: str, data: QueryDict | None = None, *, today: date, first: Mapping[str, Any] | None = None
    ) -> None:
        self.kind = kind
        is_money = kind == GiftKind.MONEY
        known = {"arrived_on": today, **(first or {})}
        self.gift = (MoneyForm if is_money else PropertyGiftForm)(data, initial=known)
        self.donor = PartyForm(data, prefix="donor", is_needed=True, initial={"who": known.get("who", "")})
        self.other = PartyForm(data, prefix="other") if is_money else None
        self.thing = None if is_money else THINGS[kind](data, prefix="thing")
        self.shares = ShareForms(
            data, prefix="shares", initial=[{"fund": known["fund"]}] if known.get("fund") else None
        )
        self.benefits = BenefitForms(data, prefix="benefits")
        self.credits = [CreditForm(data, prefix=f"credit{number}") for number in (1, 2)]

    def forms(self) -> Iterator[forms.Form]:
        """Every form, in the order of the page."""
        yield self.gift
        yield self.donor
        if self.other:
            yield self.other
        if self.thing:
            yield self.thing
        yield from self.shares.forms
        yield from self.benefits.forms
        yield from self.credits

    def is_valid(self) -> bool:
        """Whether all of it can be taken; every form is asked, so that all sentences show at once."""
        answers = [form.is_valid() for form in self.forms()]
        is_whole = all([*answers, self.shares.is_valid(), self.benefits.is_valid()])
        if is_whole:
            try:
                shares_of(self.shares.forms, self.gift.cleaned_data["amount"])
            except forms.ValidationError as wrong:
                self.shares.forms[0].add_error("fund", wrong)
                return False
        return is_whole

    def problems(self) -> list[Problem]:
        """Every sentence about what was sent."""
        return problems_of(self.forms(), self.shares.non_form_errors(), self.benefits.non_form_errors())

    def typed(self) -> OfflineGift:
        """What a valid sheet says."""
        facts = self.gift.facts()
        whole = facts["amount"]
        credits = [one.credit(whole) for one in self.credits]
        donor = self.donor.party
        if donor is None:
            raise ValueError("a sheet without a donor is not valid")
        return OfflineGift(
            **facts,
            kind=self.kind,
            donor=donor,
            co_payer=self.other.party if self.other else None,
            thing=self.thing.thing() if self.thing else None,
            shares=shares_of(self.shares.forms, whole),
            benefits=tuple(form.typed() for form in self.benefits.forms if form.has_changed()),
            credits=tuple(credit for credit in credits if credit),
        )
