"""What a donor writes about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import guard_address, guard_name
from donors.actions import Postal
from donors.models import Address

OURS = frozenset({"USA", "UNITED STATES", "UNITED STATES OF AMERICA", "ESTADOS UNIDOS", "EEUU"})


class AddressForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A place for post, as its owner writes it: no look-up, no correction, nothing asked about it."""

    label = forms.CharField(
        label=pgettext_lazy("address", "What you call it"),
        required=False,
        max_length=40,
        help_text=_("Like home or office. Only you and our staff see it."),
        validators=[guard_name("donors.Address.label")],
    )
    line1 = forms.CharField(
        label=_("Street, PO box or substitute address"),
        max_length=200,
        validators=[guard_address("donors.Address.line1")],
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    line2 = forms.CharField(
        label=_("Second line"),
        required=False,
        max_length=200,
        validators=[guard_address("donors.Address.line2")],
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    city = forms.CharField(
        label=_("City"),
        max_length=120,
        required=False,
        validators=[guard_address("donors.Address.city")],
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    region = forms.CharField(
        label=_("State or region"),
        max_length=120,
        required=False,
        validators=[guard_address("donors.Address.region")],
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=20,
        required=False,
        validators=[guard_address("donors.Address.postal_code")],
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    # longer than its two letters: a name that the browser cut to two would be another country
    country = forms.CharField(
        label=_("Country"),
        initial="US",
        max_length=40,
        help_text=_("Two letters, like US or MX"),
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
    is_primary = forms.BooleanField(label=_("Use this one for receipts and post"), required=False)

    class Meta:
        model = Address
        fields = ("label", "line1", "line2", "city", "region", "postal_code", "country", "is_primary")

    def clean_country(self) -> str:
        """Its two letters; the name of ours is understood too."""
        written: str = self.cleaned_data["country"].replace(".", "").upper()
        code = "US" if written in OURS else written
        if len(code) != 2 or not code.isascii() or not code.isalpha():
            raise forms.ValidationError(_("Two letters, like US or MX"))
        return code

    def postal(self) -> Postal:
        """Return the address as written."""
        values = {name: self.cleaned_data[name] for name in Postal.__dataclass_fields__}
        return Postal(**values)
