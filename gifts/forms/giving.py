"""What a stranger writes on the giving page, checked field by field. Nothing they typed is lost."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Appeal
from core.guard import guard_name, name_findings
from core.money import ZERO, format_money, parse_amount
from donors.models import NEWS_WORDING
from gifts.actions.checkouts import Wish
from gifts.models import Frequency
from gifts.models.tribute import TributeKind, TributeMessage
from gifts.reports.giving_page import GivingPage

OTHER = "other"
NEEDED_MOST = "needed-most"  # in place of a fund's code: shared as the campaign shares
NO = {"", "0", "false", "no", "off"}
UTM = ("utm_source", "utm_medium", "utm_campaign")
MARKS = ("appeal", *UTM)  # how people came here; carried along, never asked for
LONGEST_MARK = 80


class GiveForm(forms.Form):
    """The promised fields (amount, frequency, fund, name, email, cover_fee) and what may stand beside them.

    Whatever else is sent is ignored.
    """

    amount = forms.CharField(required=False, max_length=40, label=_l("Amount"))
    other_amount = forms.CharField(required=False, max_length=40, label=_l("Another amount"))
    frequency = forms.ChoiceField(choices=Frequency.choices, required=False, label=_l("How often"))
    fund = forms.CharField(required=False, max_length=40, label=_l("Where it should go"))
    name = forms.CharField(
        max_length=200,
        label=_l("Your name"),
        error_messages={"required": _l("Please write your name.")},
        help_text=_l("As it should stand on your receipt."),
        validators=[guard_name("gifts.Checkout.name")],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=_l("Your e-mail"),
        error_messages={"required": _l("Please write your e-mail address: the receipt goes there.")},
        help_text=_l("For the receipt. Our letters have neutral subjects."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    cover_fee = forms.CharField(required=False, max_length=10, label=_l("Cover the card fee"))
    tribute_kind = forms.ChoiceField(
        choices=TributeKind.choices,
        required=False,
        label=_l("In honor or memory of someone"),
        widget=forms.RadioSelect,
    )
    tribute_name = forms.CharField(
        required=False,
        max_length=120,
        label=_l("Their name"),
        validators=[guard_name("gifts.Checkout.tribute_name")],
    )
    tribute_message = forms.ChoiceField(
        choices=TributeMessage.choices, required=False, label=_l("A few words")
    )
    employer = forms.CharField(
        required=False,
        max_length=120,
        label=_l("Your employer"),
        help_text=_l("Many employers give the same again. We tell you what to send them."),
        validators=[guard_name("gifts.Checkout.employer")],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    is_anonymous = forms.BooleanField(
        required=False,
        label=_l("Keep my name out of public"),
        help_text=_l("We never publish names without asking. This makes sure."),
    )
    wants_news = forms.BooleanField(required=False, label=NEWS_WORDING)
    language = forms.ChoiceField(
        choices=settings.LANGUAGES, required=False, label=_l("Language of our letters")
    )
    leave_empty = forms.CharField(required=False, max_length=200, label=_l("Leave this empty"))

    def __init__(self, page: GivingPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def clean_frequency(self) -> str:
        """Once, unless something else was chosen."""
        return self.cleaned_data["frequency"] or Frequency.ONCE.value

    def clean_fund(self) -> int | None:
        """The id of one of this campaign's funds; None where it is left to us, as it is when none was chosen.

        A campaign that does not say how it shares takes its first fund then.
        """
        code = self.cleaned_data["fund"]
        if self.page.split and code in ("", NEEDED_MOST):
            return None
        code = "" if code == NEEDED_MOST else code
        for fund in self.page.funds:
            if code in ("", fund.code):
                return int(fund.pk)
        raise ValidationError(_("This campaign does not collect for that fund. Please choose one of these."))

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_cover_fee(self) -> bool:
        """Whether the box was ticked, however a client says yes."""
        return self.cleaned_data["cover_fee"].lower() not in NO

    def clean_language(self) -> str:
        """The page's language, unless another one was chosen."""
        return str(self.cleaned_data["language"] or (get_language() or "en")[:2])

    def clean_leave_empty(self) -> str:
        """People do not see this field; programs fill it in."""
        if self.cleaned_data["leave_empty"]:
            raise ValidationError(_("Please leave this field empty; it is there to stop programs."))
        return ""

    def clean(self) -> dict[str, Any]:
        """What depends on several fields: the amount of two, and the tribute's name."""
        if not self.errors.keys() & {"amount", "other_amount"}:
            try:
                self.cleaned_data["amount"] = self._amount()
            except ValidationError as refusal:
                self.add_error("amount", refusal)
        kind, name = self.cleaned_data.get("tribute_kind", ""), self.cleaned_data.get("tribute_name", "")
        if kind and not name and "tribute_name" not in self.errors:
            self.add_error("tribute_name", _("Please write whom you give for."))
        if name and not kind and "tribute_kind" not in self.errors:
            self.add_error("tribute_kind", _("Please choose in honor or in memory."))
        return self.cleaned_data

    def _amount(self) -> Decimal:
        """A typed amount counts more than a chosen one: it was the greater effort."""
        chosen, typed = self.cleaned_data["amount"], self.cleaned_data["other_amount"]
        text = typed or ("" if chosen == OTHER else chosen)
        if not text:
            raise ValidationError(_("Please choose or write an amount."))
        amount = parse_amount(text)
        policy, currency = self.page.policy, self.page.campaign.currency
        if amount < policy.minimum:
            least = format_money(policy.minimum, currency)
            raise ValidationError(
                _("The smallest gift that can be given here is %(least)s.") % {"least": least}
            )
        if amount > policy.maximum:
            raise ValidationError(
                _("The largest gift that can be given here is %(most)s. For more, please write to us.")
                % {"most": format_money(policy.maximum, currency)}
            )
        return amount

    def wish(self) -> Wish:
        """Return what was asked, once the form is valid."""
        data = self.cleaned_data
        campaign = self.page.campaign
        marks = marks_of(self.data)
        appeal = marks.pop("appeal", "")
        return Wish(
            campaign_id=campaign.pk,
            campaign_slug=campaign.slug,
            fund_id=data["fund"],
            split=tuple((fund.pk, percent) for fund, percent in self.page.split)
            if data["fund"] is None
            else (),
            appeal_id=appeal_of(campaign.pk, appeal),
            amount=data["amount"],
            fee_cover=self.page.policy.fee_cover_for(data["amount"]) if data["cover_fee"] else ZERO,
            currency=campaign.currency,
            frequency=data["frequency"],
            name=data["name"],
            email=data["email"],
            language=data["language"],
            wants_news=data["wants_news"],
            is_anonymous=data["is_anonymous"],
            tribute_kind=data["tribute_kind"],
            tribute_name=data["tribute_name"],
            tribute_message=data["tribute_message"] if data["tribute_kind"] else "",
            employer=data["employer"],
            **marks,
        )


def marks_of(values: Any) -> dict[str, str]:
    """Return the appeal and UTM marks of an address or a form: short, and without signs nobody can store."""
    found = {name: str(values.get(name, "")).replace("\0", "")[:LONGEST_MARK] for name in MARKS}
    # nobody is asked for these, so one that tells of a person or a place is left out without a word
    return {name: value for name, value in found.items() if value and not name_findings(value)}


def appeal_of(campaign_id: int, code: str) -> int | None:
    """Return the appeal of a code; None for a code that this campaign never used."""
    if not code:
        return None
    return Appeal.objects.filter(campaign=campaign_id, code=code).values_list("pk", flat=True).first()
