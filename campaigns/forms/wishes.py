"""What staff wish for and where it is brought; what somebody brings."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.wishes import PlaceFacts, WishFacts
from campaigns.forms.fields import DayField, words_field
from campaigns.models import DropOff, WishItem
from core.guard import guard, guard_address, guard_name


class WishForm(forms.Form):
    """Something that is wanted."""

    name = forms.CharField(
        max_length=80,
        label=_l("What is wanted"),
        help_text=_l("For instance: twin sheets, new; a gift card for groceries."),
        validators=[guard("campaigns.WishItem.name")],
    )
    name_es = words_field(guard("campaigns.WishItem.name_es"), _l("The same in Spanish"), most=80)
    note = words_field(guard("campaigns.WishItem.note"), _l("What to look for"), most=160)
    note_es = words_field(guard("campaigns.WishItem.note_es"), _l("That in Spanish"), most=160)
    wanted = forms.IntegerField(min_value=1, max_value=100_000, label=_l("How many"))
    position = forms.IntegerField(min_value=0, max_value=9999, required=False, label=_l("Place in lists"))
    is_open = forms.BooleanField(required=False, initial=True, label=_l("Shown on the public page"))

    def facts(self) -> WishFacts:
        """Return what was written, once the form is valid."""
        return WishFacts(**{**self.cleaned_data, "position": self.cleaned_data["position"] or 0})


class PlaceForm(forms.Form):
    """A public place where goods are taken."""

    name = forms.CharField(
        max_length=120, label=_l("Name"), validators=[guard_name("campaigns.DropOff.name")]
    )
    address = forms.CharField(
        max_length=300,
        label=_l("Address"),
        help_text=_l("Of an office or a partner. Never where people live."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[guard_address("campaigns.DropOff.address")],
    )
    hours = words_field(guard("campaigns.DropOff.hours"), _l("When it is open"), most=160)
    hours_es = words_field(guard("campaigns.DropOff.hours_es"), _l("That in Spanish"), most=160)
    is_public = forms.BooleanField(
        required=False,
        label=_l("Anybody may know this place: nobody we walk with lives or is received there"),
    )
    is_open = forms.BooleanField(required=False, initial=True, label=_l("Goods are taken there now"))

    def clean_is_public(self) -> bool:
        """Said each time: the page shows the address to everybody."""
        if not self.cleaned_data["is_public"]:
            raise ValidationError(_("Goods are brought to public places only. Confirm that this is one."))
        return True

    def facts(self) -> PlaceFacts:
        """Return what was written, once the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "is_public"}
        return PlaceFacts(**said)


class OfferForm(forms.Form):
    """What somebody brings. No address of mail: they keep a page with a code instead."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    count = forms.IntegerField(min_value=1, label=_l("How many"))
    brings_on = DayField(label=_l("On which day"))
    place = forms.ModelChoiceField(
        queryset=DropOff.objects.filter(is_open=True),
        widget=forms.RadioSelect,
        empty_label=None,
        label=_l("Where you bring it"),
    )
    name = forms.CharField(
        max_length=80,
        label=_l("A name to ask for"),
        help_text=_l("A first name is enough. It is forgotten after ninety days."),
        validators=[guard_name("campaigns.WishOffer.name")],
    )

    def clean_form_key(self) -> UUID:
        """A form without its key is one of its own."""
        key: UUID | None = self.cleaned_data["form_key"]
        return key or uuid4()

    def __init__(self, *args: Any, item: WishItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].widget.attrs["max"] = item.left
