"""Who gave, and who else is thanked: somebody in our book, found by words, or who is new."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from core.guard import guard_name
from donors.forms.whom import WhomForm
from donors.models import Donor
from gifts.actions.offline import Party, TypedCredit
from gifts.forms.offline.fields import AmountField
from gifts.models import Payer, SoftCredit


def want_custodian(form: forms.Form, values: dict[str, Any]) -> None:
    """The letter about an IRA must name the custodian."""
    is_named = values.get("payer_name") or "payer_name" in form.errors
    if values.get("payer") == Payer.IRA and not is_named:
        form.add_error("payer_name", _("Please write the custodian's name: the letter must say it."))


class PartyForm(WhomForm):
    """One donor: of our book, or new."""

    nobody = _l("Nobody in our book is called so. Write somebody new down under “New donor”.")
    name = forms.CharField(
        required=False,
        max_length=200,
        label=_l("Name of the new donor"),
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-new-name": True}),
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_l("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(required=False, choices=Donor.Kind.choices, label=_l("Person or organisation"))
    language = forms.ChoiceField(
        required=False, choices=[("en", _l("English")), ("es", _l("Spanish"))], label=_l("Language")
    )

    def __init__(self, *args: Any, is_needed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].required = False
        self.is_needed = is_needed
        self.alike: list[Donor] = []

    def clean(self) -> dict[str, Any]:
        """Somebody in our book, or who is new, or nobody where nobody is needed."""
        values = super().clean()
        if name := values.get("name", "").strip():
            self.alike = list(Donor.objects.standing().containing(name)[:3])
        elif not (values.get("who") or self.has_error("who")) and (self.is_needed or values.get("email")):
            self.add_error("who", _("Please say who it was."))
        return values

    def choose(self, values: dict[str, Any]) -> None:
        """Take whom the words mean, unless somebody new is written down, too."""
        if values.get("name"):
            self.add_error("name", _("Choose somebody in our book, or write down somebody new: not both."))
        else:
            super().choose(values)

    @property
    def party(self) -> Party | None:
        """Whom a valid form says."""
        values = self.cleaned_data
        if self.chosen is not None:
            return Party(donor_id=self.chosen.pk)
        if not values.get("name"):
            return None
        return Party(
            name=values["name"].strip(),
            email=values["email"],
            kind=values["kind"] or Donor.Kind.PERSON,
            language=values["language"] or "en",
        )


class CreditForm(PartyForm):
    """Who else is thanked, for what, and which part of the gift."""

    role = forms.ChoiceField(
        required=False,
        choices=SoftCredit.Role.choices,
        label=pgettext_lazy("soft credit", "What they did"),
    )
    part = AmountField(required=False, label=_l("Part of the gift, if not all"))

    field_order = ("role", "who", "pick", "part", "name", "email", "kind", "language")

    def credit(self, whole: Decimal) -> TypedCredit | None:
        """What a valid form says, if it names anybody."""
        if self.party is None:
            return None
        return TypedCredit(self.party, self.cleaned_data["role"], self.cleaned_data["part"] or whole)
