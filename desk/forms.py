"""What administrators type about the organisation."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.tax_numbers import BadTaxNumber, tax_number_of
from core.guard import guard_address, guard_name
from core.pictures import LARGEST_FILE, BadPicture, redraw

# names that are places; the rest of the list are old spellings and technical ones
PLACES = ("America/", "Pacific/", "Europe/", "Africa/", "Asia/", "Atlantic/", "Australia/", "Indian/")
# column names of the words that public pages and letterheads carry
NAMES = ("legal_name", "public_name", "signatory_name", "signatory_title")
ADDRESSES = ("address", "phone", "tax_number")
IMAGES = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
COLUMNS = (
    "legal_name",
    "public_name",
    "regime",
    "tax_number",
    "address",
    "email",
    "phone",
    "website",
    "zone",
    "fiscal_month",
    "signatory_name",
    "signatory_title",
)


def zones() -> list[tuple[str, str]]:
    """Return the zones of the world by their place."""
    names = sorted(zone for zone in available_timezones() if zone.startswith(PLACES))
    return [(zone, zone.replace("_", " ")) for zone in names]


def fiscal_months() -> list[tuple[int, str]]:
    """Return the months by their names."""
    return [(number, str(name)) for number, name in MONTHS.items()]


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """The one organisation: words for letterheads and pages, and two pictures."""

    zone = forms.ChoiceField(
        choices=zones, label=_("Time zone"), help_text=_("Legal days of gifts and receipts are days there.")
    )
    fiscal_month = forms.TypedChoiceField(
        choices=fiscal_months,
        coerce=int,
        empty_value=None,
        required=False,
        label=_("The fiscal year begins in"),
        help_text=_("Reports compare these years. Receipts and year-end statements keep to calendar years."),
    )
    website = forms.URLField(required=False, max_length=200, assume_scheme="https", label=_("Website"))
    logo = forms.FileField(
        required=False, widget=IMAGES, label=_("Logo"), help_text=_("PNG or JPEG, at most 1 MB.")
    )
    drop_logo = forms.BooleanField(required=False, label=_("Take the logo away"))
    signature = forms.FileField(
        required=False,
        widget=IMAGES,
        label=_("Signature"),
        help_text=_("Printed on receipts. PNG or JPEG, at most 1 MB."),
    )
    drop_signature = forms.BooleanField(required=False, label=_("Take the signature away"))

    class Meta:
        model = Organisation
        fields = COLUMNS
        labels = {
            "legal_name": _("Legal name"),
            "public_name": _("Public name"),
            "regime": _("Whose tax law its receipts follow"),
            "tax_number": _("Tax number"),
            "address": _("Postal address"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "signatory_name": _("Who signs receipts"),
            "signatory_title": _("Their title"),
        }
        help_texts = {
            "regime": _(
                "A change holds for receipts from then on, which count from one in series of their own. "
                "Those that were issued stay as they are."
            ),
            "tax_number": _(
                "EIN, like 12-3456789; in Canada the registration number, like 12345 6782 RR0001. Receipts "
                "carry it."
            ),
            "address": _("A public one, best a PO box. Never the address of a shelter."),
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name].validators.append(guard_name(f"accounts.Organisation.{name}"))
        for name in ADDRESSES:
            self.fields[name].validators.append(guard_address(f"accounts.Organisation.{name}"))

    def clean_tax_number(self) -> str:
        """A number that the tax office of the chosen country could have given, written as it writes them."""
        try:
            return tax_number_of(self.cleaned_data["tax_number"], self.cleaned_data.get("regime", ""))
        except BadTaxNumber as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean_logo(self) -> bytes | None:
        """The picture drawn anew."""
        return _redrawn(self.cleaned_data["logo"])

    def clean_signature(self) -> bytes | None:
        """The picture drawn anew."""
        return _redrawn(self.cleaned_data["signature"])

    def clean_fiscal_month(self) -> int:
        """The month chosen; the one it was, where none came along."""
        month: int = self.cleaned_data["fiscal_month"] or self.instance.fiscal_month
        return month

    def values(self) -> dict[str, str | int]:
        """What the form says, by column."""
        said = {name: self.cleaned_data[name] for name in COLUMNS}
        return {name: value if isinstance(value, int) else str(value) for name, value in said.items()}

    def pictures(self) -> dict[str, bytes | None]:
        """The pictures that change: new ones, or None for one that goes."""
        changed: dict[str, bytes | None] = {}
        for name in ("logo", "signature"):
            if self.cleaned_data[name] or self.cleaned_data[f"drop_{name}"]:
                changed[f"{name}_png"] = self.cleaned_data[name]
        return changed


def _redrawn(upload: "UploadedFile[bytes] | None") -> bytes | None:
    if upload is None:
        return None
    if upload.size is None or upload.size > LARGEST_FILE:
        raise ValidationError(_("The picture may have 1 MB at most."))
    try:
        return redraw(upload.read())
    except BadPicture as wrong:
        raise ValidationError(_("Please choose a PNG or JPEG of at most 4 million pixels.")) from wrong
