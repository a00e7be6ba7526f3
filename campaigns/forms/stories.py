"""Stories, and the consent without which none is told."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.actions.stories import StoryFacts
from campaigns.forms.fields import DayField, keep_in_order, words_field
from campaigns.models import Campaign, StoryConsent
from core.guard import guard
from core.pictures import LARGEST_FILE, BadPicture, redraw


class ConsentForm(forms.Form):
    """What somebody agreed to on paper, and for which days."""

    extent = forms.ChoiceField(
        choices=StoryConsent.Extent.choices, widget=forms.RadioSelect, label=_l("What they agreed to")
    )
    since = DayField(label=_l("From"))
    until = DayField(label=_l("To"), help_text=_l("Three years at most."))

    def clean(self) -> dict[str, Any]:
        """The last day not before the first."""
        return keep_in_order(self, "since", "until")


class ConsentChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for mypy only
    """Consents by their number, with what they allow and until when."""

    def label_from_instance(self, consent: StoryConsent) -> str:
        """Number, extent, last day."""
        until = _("until %(day)s") % {"day": date_format(consent.until)}
        return f"{consent.token} · {consent.get_extent_display()} · {until}"


class StoryForm(forms.Form):
    """A few sentences that somebody agreed to."""

    consent = ConsentChoice(
        queryset=StoryConsent.objects.filter(revoked_at=None),
        to_field_name="token",
        label=_l("Number of the consent"),
        empty_label=_l("Choose a number"),
        help_text=_l("It stands on the signed paper."),
    )
    campaign = forms.ModelChoiceField(
        queryset=Campaign.objects.all(),
        required=False,
        empty_label=_l("The page of stories alone"),
        label=_l("Also on the page of"),
    )
    title = forms.CharField(max_length=80, label=_l("Title"), validators=[guard("campaigns.Story.title")])
    title_es = words_field(guard("campaigns.Story.title_es"), _l("Title in Spanish"), most=80)
    text = forms.CharField(
        max_length=1200,
        label=_l("Story"),
        help_text=_l("No name, no place, no age, no date by which somebody could be known."),
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[guard("campaigns.Story.text")],
    )
    text_es = words_field(guard("campaigns.Story.text_es"), _l("Story in Spanish"), most=1200, rows=8)
    picture = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        label=_l("Picture"),
        help_text=_l("PNG or JPEG, at most 1 MB. It is drawn anew: where and when it was taken is dropped."),
    )
    drop_picture = forms.BooleanField(required=False, label=_l("Take the picture away"))
    picture_says = words_field(guard("campaigns.Story.picture_says"), _l("What it shows"), most=120)
    position = forms.IntegerField(min_value=0, max_value=9999, required=False, label=_l("Place in lists"))

    def clean_picture(self) -> bytes | None:
        """Drawn anew from its pixels alone."""
        upload: UploadedFile[Any] | None = self.cleaned_data["picture"]
        if upload is None:
            return None
        if (upload.size or 0) > LARGEST_FILE:
            raise ValidationError(_("This is more than 1 MB."))
        try:
            return redraw(upload.read())
        except BadPicture as bad:
            raise ValidationError(_("This is not a PNG or JPEG that we can read.")) from bad

    def facts(self) -> StoryFacts:
        """Return what was written, once the form is valid."""
        said = dict(self.cleaned_data)
        if said.pop("drop_picture"):
            said["picture"] = b""
        return StoryFacts(**{**said, "position": said["position"] or 0})
