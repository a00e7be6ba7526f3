"""What is put right of a gift: only the parts that may change, filled with what it says."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from core.guard import guard_name
from donors.forms.whom import told
from gifts.actions.offline import Correction, Facts, Purpose, days_of, purpose_of
from gifts.forms.asks import appeal_field, campaign_field, check_ask
from gifts.forms.offline.exchange import THINGS, BenefitForm, KnownBenefitForms, ShareForms, shares_of
from gifts.forms.offline.fields import PastDay
from gifts.forms.offline.parties import PartyForm, want_custodian
from gifts.forms.offline.problems import Problem, problems_of
from gifts.forms.offline.reversing import ReasonForm
from gifts.models import Gift, GiftKind, Payer, Property


class TermsForm(ReasonForm):
    """The reason, and the gift's count of changes when the form was shown."""

    terms = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class DaysForm(forms.Form):
    """When it came."""

    arrived_on = PastDay(label=_l("Received, handed over, withheld or sent on"))


class MoneyTermsForm(DaysForm):
    """When money came, and who paid."""

    postmarked_on = PastDay(required=False, label=_l("Postmark"))
    payer = forms.ChoiceField(choices=Payer.choices, label=_l("Who paid, by law"))
    payer_name = forms.CharField(
        required=False,
        max_length=200,
        label=_l("Name on the check, if it is not the donor's"),
        validators=[guard_name("gifts.Gift.payer_name")],
    )

    def __init__(self, *args: Any, source: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if source != Gift.Source.CHECK:
            del self.fields["postmarked_on"]

    def clean(self) -> dict[str, Any]:
        """The letter about an IRA must name the custodian."""
        values: dict[str, Any] = super().clean() or {}
        want_custodian(self, values)
        return values


class PurposeForm(forms.Form):
    """What it is for; `seen` is what the form showed, so that of two people the second is told."""

    seen = forms.RegexField(regex=r"^[0-9;:.,]*$", max_length=400, required=False, widget=forms.HiddenInput)
    campaign = campaign_field()
    appeal = appeal_field()

    def clean(self) -> dict[str, Any]:
        """An appeal is of the gift's campaign, and brings it along where none is said."""
        return check_ask(self)


class CorrectionSheet:
    """All forms of one correction. A gift through Stripe has but its benefits."""

    def __init__(self, gift: Gift, data: QueryDict | None = None) -> None:
        self.source = gift.source
        is_offline, is_money = gift.source != Gift.Source.STRIPE, gift.kind == GiftKind.MONEY
        self.terms = TermsForm(data, initial={"terms": gift.terms})
        self.amount, now = gift.amount, purpose_of(gift)
        said = {"seen": _written(now), "campaign": gift.campaign_id, "appeal": gift.appeal_id}
        self.purpose = PurposeForm(data, prefix="purpose", initial=said)
        parts = [{"fund": fund_id, "part": part} for fund_id, part in now.shares]
        self.shares = ShareForms(data, prefix="shares", initial=parts)
        self.days = _days(gift, data) if is_offline else None
        self.other = _other(gift, data) if is_offline and is_money else None
        self.thing = None if is_money else THINGS[gift.kind](data, prefix="thing", initial=_thing(gift))
        benefits = [
            {name: getattr(row, name) for name in BenefitForm.base_fields}
            for row in gift.benefits.order_by("pk")
        ]
        self.benefits = KnownBenefitForms(data, prefix="benefits", initial=benefits)

    def forms(self) -> Iterator[forms.Form]:
        """Every form, in the order of the page."""
        yield from (form for form in (self.days, self.other, self.thing) if form)
        yield self.purpose
        yield from self.shares.forms
        yield from self.benefits.forms
        yield self.terms

    def is_valid(self) -> bool:
        """Whether all of it can be taken; every form is asked, so that all sentences show at once."""
        answers = [form.is_valid() for form in self.forms()]
        is_whole = all([*answers, self.shares.is_valid(), self.benefits.is_valid()])
        if is_whole:
            try:
                shares_of(self.shares.forms, self.amount)
            except forms.ValidationError as wrong:
                self.shares.forms[0].add_error("fund", wrong)
                return False
        return is_whole

    def problems(self) -> list[Problem]:
        """Every sentence about what was sent."""
        return problems_of(self.forms(), self.shares.non_form_errors(), self.benefits.non_form_errors())

    def correction(self) -> Correction:
        """What a valid sheet says."""
        kept = [form for form in self.benefits.forms if form not in self.benefits.deleted_forms]
        rows = [form for form in kept if form.cleaned_data.get("description")]
        return Correction(
            terms=self.terms.cleaned_data["terms"],
            benefits=tuple(form.typed() for form in rows),
            facts=self._facts() if self.days else None,
            purpose=self._purpose(),
            seen=_read(self.purpose.cleaned_data["seen"]),
        )

    def _purpose(self) -> Purpose:
        values = self.purpose.cleaned_data
        appeal, campaign = values["appeal"], values["campaign"]
        return Purpose(
            shares=shares_of(self.shares.forms, self.amount),
            campaign_id=appeal.campaign_id if appeal else campaign.pk if campaign else None,
            appeal_id=appeal.pk if appeal else None,
        )

    def _facts(self) -> Facts:
        values: dict[str, Any] = self.days.cleaned_data if self.days else {}
        return Facts(
            days=days_of(
                self.source, arrived_on=values["arrived_on"], postmarked_on=values.get("postmarked_on")
            ),
            payer=values.get("payer", Payer.DONOR),
            payer_name=values.get("payer_name", ""),
            co_payer=self.other.party if self.other else None,
            thing=self.thing.thing() if self.thing else None,
        )


def _written(purpose: Purpose) -> str:
    shares = ",".join(f"{fund_id}:{amount}" for fund_id, amount in purpose.shares)
    return f"{purpose.campaign_id or ''};{purpose.appeal_id or ''};{shares}"


def _read(text: str) -> Purpose | None:
    """What the form had shown; nothing where somebody played with it, and then nothing is compared."""
    try:
        campaign, appeal, shares = text.split(";")
        pairs = [pair.split(":") for pair in shares.split(",") if pair]
        return Purpose(
            tuple((int(fund_id), Decimal(amount)) for fund_id, amount in pairs),
            int(campaign) if campaign else None,
            int(appeal) if appeal else None,
        )
    except (ValueError, InvalidOperation):
        return None


def _days(gift: Gift, data: QueryDict | None) -> DaysForm:
    came_on: date | None = gift.received_on or gift.given_on
    initial = {
        "arrived_on": came_on,
        "postmarked_on": gift.postmarked_on,
        "payer": gift.payer,
        "payer_name": gift.payer_name,
    }
    if gift.kind != GiftKind.MONEY:
        return DaysForm(data, initial=initial)
    return MoneyTermsForm(data, initial=initial, source=gift.source)


def _other(gift: Gift, data: QueryDict | None) -> PartyForm:
    """The second holder of the account by number, so that leaving the field alone keeps them."""
    known = {"who": str(gift.co_payer_id)} if gift.co_payer else {}
    form = PartyForm(data, prefix="other", initial=known)
    if gift.co_payer:
        form.fields["who"].help_text = told(gift.co_payer)
    return form


def _thing(gift: Gift) -> dict[str, Any]:
    thing = Property.objects.filter(gift=gift).values().first()
    return dict(thing) if thing else {}
