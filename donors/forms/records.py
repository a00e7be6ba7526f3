"""What staff write about a donor: the record, another address of mail, who belongs to whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import guard_address, guard_name
from donors.actions.staff_records import Record
from donors.forms.whom import WhomForm
from donors.models import Donor, Relationship

# how a mutual or one-sided kind is asked for: the word for what the other donor is to this one
TO, BACK = "to", "back"


class RecordForm(forms.Form):
    """A donor as staff write them."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Donor.Kind.choices, initial=Donor.Kind.PERSON, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it should stand on receipts."),
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Letters and receipts go there. Others can stand beside it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        validators=[guard_address("donors.Donor.phone")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", _("English")), ("es", _("Spanish"))])
    contact = forms.ChoiceField(
        label=_("How they wish to be written to"),
        choices=Donor.Contact.choices,
        initial=Donor.Contact.USUAL,
        widget=forms.RadioSelect,
    )
    no_post = forms.BooleanField(label=_("Send no post"), required=False)
    no_phone = forms.BooleanField(label=_("Do not call"), required=False)

    def __init__(self, *args: Any, signs_in: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if signs_in:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("They sign in with it and change it on their own page.")

    def clean_email(self) -> str:
        """In lower case."""
        return str(self.cleaned_data["email"]).lower()

    def record(self) -> Record:
        """Return what a valid form says."""
        return Record(**{name: self.cleaned_data[name] for name in Record.__dataclass_fields__})


class OtherEmailForm(forms.Form):
    """A further address of mail."""

    email = forms.EmailField(
        label=_("Another e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    label = forms.CharField(
        label=_("What it is, like work"),
        required=False,
        max_length=40,
        validators=[guard_name("donors.OtherEmail.label")],
    )


def relation_choices() -> list[tuple[str, Any]]:
    """What the other donor may be to this one: each kind, and each kind from behind."""
    found: list[tuple[str, Any]] = []
    for kind in Relationship.Kind:
        found.append((f"{TO}:{kind.value}", kind.label))
        if kind in Relationship.BACK:
            found.append((f"{BACK}:{kind.value}", Relationship.BACK[kind]))
    return found


class RelationForm(WhomForm):
    """Who the other one is, and what they are to this donor."""

    what = forms.ChoiceField(
        label=pgettext_lazy("relationship", "What they are to this donor"), choices=relation_choices
    )

    field_order = ("what", "who", "pick")

    def ends_of(self, here: Donor) -> tuple[Donor, Donor, str]:
        """Return first, second and kind for a relationship with the donor of the page."""
        side, _colon, kind = self.cleaned_data["what"].partition(":")
        return (self.donor, here, kind) if side == TO else (here, self.donor, kind)
