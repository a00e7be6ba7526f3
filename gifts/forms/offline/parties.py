"""Who gave, and who else is thanked: somebody in our book, found by words, or who is new."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from core.folding import fold
from core.guard import guard_name
from donors.models import Donor
from gifts.actions.offline import Party, TypedCredit
from gifts.forms.offline.fields import AmountField
from gifts.models import Payer, SoftCredit

MOST = 8


def want_custodian(form: forms.Form, values: dict[str, Any]) -> None:
    """The letter about an IRA must name the custodian."""
    is_named = values.get("payer_name") or "payer_name" in form.errors
    if values.get("payer") == Payer.IRA and not is_named:
        form.add_error("payer_name", _("Please write the custodian's name: the letter must say it."))


class DonorChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for mypy only
    """Some donors of one name, told apart."""

    def label_from_instance(self, donor: Donor) -> str:
        """Name, address of mail, number."""
        return told(donor)


class PartyForm(forms.Form):
    """One donor. `pick` chooses among several whom the words fit."""

    who = forms.CharField(
        required=False,
        max_length=254,
        label=_l("Name, e-mail or number in our book"),
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-who": True}),
    )
    pick = DonorChoice(
        required=False,
        queryset=Donor.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        label=_l("Several are called so. Which one?"),
    )
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
        self.is_needed = is_needed
        self.chosen: Donor | None = None
        self.alike: list[Donor] = []
        words = self.data.get(self.add_prefix("who"), "") if self.is_bound else ""
        self.found = donors_called(words)
        field = self.fields["pick"]
        if len(self.found) > 1 and isinstance(field, DonorChoice):
            field.queryset = Donor.objects.filter(pk__in=[donor.pk for donor in self.found])

    def clean(self) -> dict[str, Any]:
        """Somebody in our book, or who is new, or nobody where nobody is needed."""
        values: dict[str, Any] = super().clean() or {}
        words, name = values.get("who", "").strip(), values.get("name", "").strip()
        if words and name:
            self.add_error("name", _("Choose somebody in our book, or write down somebody new: not both."))
        elif words:
            self._choose(values.get("pick"))
        elif name:
            self.alike = list(Donor.objects.standing().containing(name)[:3])
        elif self.is_needed or values.get("email"):
            self.add_error("who", _("Please say who it was."))
        return values

    def _choose(self, pick: Donor | None) -> None:
        if pick is not None or len(self.found) == 1:
            self.chosen = pick or self.found[0]
        elif self.found:
            self.add_error("pick", _("Please choose one, or write more of the name."))
        else:
            self.add_error(
                "who", _("Nobody in our book is called so. Write somebody new down under “New donor”.")
            )

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


def told(donor: Donor) -> str:
    """Return a donor told apart from others of the same name."""
    number = _("no. %(number)s") % {"number": donor.pk}
    return " · ".join(part for part in (donor.name, donor.email, number) if part)


def named(donor: Donor) -> str:
    """Return words that mean one donor and tell a person whom: #12 Walter Ames."""
    return f"#{donor.pk} {donor.name}".strip()


def donors_called(words: str) -> list[Donor]:
    """Return whom words may mean: a number (where it is no phone) or an address is one donor alone.

    Behind a number with its sign may stand a name, for those who read it.
    """
    sought = " ".join(words.replace("\x00", "").split())[:254]
    rows = Donor.objects.standing().filter(erased_at=None)
    number = sought.split(" ")[0].removeprefix("#") if sought.startswith("#") else sought
    if number.isascii() and number.isdecimal() and len(number) < 16:
        standing = Donor.objects.standing_for(int(number))
        numbered = [standing] if standing and not standing.erased_at else []
        if numbered or sought.startswith("#"):
            return numbered
    if "@" in sought:
        known = Donor.objects.carrying(sought.lower())
        return [known] if known else []
    if not sought:
        return []
    begun = fold(sought)
    place = Case(
        When(search_text__startswith=f" {begun}", then=0),
        When(search_text__contains=f" {begun}", then=1),
        default=2,
    )
    return list(rows.containing(sought).order_by(place, "name", "pk")[:MOST])
