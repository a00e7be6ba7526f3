"""What the staff write about volunteers, teams, trainings and agreements."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.guard import guard, guard_address, guard_name, guarded_field
from volunteers.actions.people import Details
from volunteers.models import (
    Agreement,
    AgreementVersion,
    Course,
    Program,
    Qualification,
    Site,
    Team,
    TrainingSession,
    Volunteer,
)

DAY = forms.DateInput(attrs={"type": "date"})
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
AT_LEAST = 7


class DetailsForm(forms.Form):
    """Name, phone, language."""

    name = forms.CharField(
        max_length=120, label=_l("Name"), validators=[guard_name("volunteers.Volunteer.name")]
    )
    phone = forms.CharField(
        max_length=30,
        required=False,
        label=_l("Phone"),
        validators=[guard_address("volunteers.Volunteer.phone")],
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_l("Language"))

    def clean_phone(self) -> str:
        """Digits and what people write between them."""
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and len(re.sub(r"\D", "", phone)) < AT_LEAST:
            raise ValidationError(_("That does not look like a phone number."))
        return phone

    def details(self) -> Details:
        """Return what was written, once the form is valid."""
        return Details(**self.cleaned_data)


class HeldForm(forms.Form):
    """A qualification that somebody showed."""

    qualification = forms.ModelChoiceField(
        queryset=Qualification.objects.filter(is_open=True),
        empty_label=_l("Please choose"),
        label=_l("Qualification"),
    )
    from_on = forms.DateField(label=_l("From"), widget=DAY)
    until_on = forms.DateField(
        required=False, label=_l("Until"), widget=DAY, help_text=_l("Empty: for good.")
    )

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        given = self.cleaned_data
        if given.get("from_on") and given.get("until_on") and given["until_on"] < given["from_on"]:
            self.add_error("until_on", _("It cannot end before it begins."))
        return given


class DoneElsewhereForm(forms.Form):
    """A course that was done elsewhere."""

    course = forms.ModelChoiceField(
        queryset=Course.objects.filter(is_open=True), empty_label=_l("Please choose"), label=_l("Course")
    )
    done_on = forms.DateField(label=_l("Done on"), widget=DAY)


class CourseForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A course that programs ask for."""

    class Meta:
        model = Course
        formfield_callback = guarded_field
        fields = ("name", "name_es", "code", "programs", "valid_months", "position", "is_open")
        widgets = {"programs": forms.CheckboxSelectMultiple}
        labels = {
            "name": _l("Name"),
            "name_es": _l("Name in Spanish"),
            "code": _l("Code"),
            "programs": _l("Programs that ask for it"),
            "valid_months": _l("Good for how many months"),
            "position": _l("Place in lists"),
            "is_open": _l("Open: it is asked for"),
        }
        help_texts = {"valid_months": _l("Empty: for good.")}


class SessionForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A course held at a time. Its place is never a confidential one: applicants read it."""

    site = forms.ModelChoiceField(
        queryset=Site.objects.filter(is_open=True).exclude(kind=Site.Kind.CONFIDENTIAL),
        required=False,
        label=_l("Place"),
        empty_label=_l("Online"),
    )
    starts_at = forms.DateTimeField(label=_l("Begins"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_l("Ends"), widget=MOMENT)

    class Meta:
        model = TrainingSession
        fields = ("course", "site", "starts_at", "ends_at", "seats")
        labels = {"course": _l("Course"), "seats": _l("Places")}

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
            self.add_error("ends_at", _("It must end after it begins."))
        return given


class AgreementForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """An agreement, and who is asked for it."""

    programs = forms.ModelMultipleChoiceField(
        queryset=Program.objects.all(),
        required=False,
        label=_l("Programs that ask for it"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Agreement
        formfield_callback = guarded_field
        fields = ("name", "name_es", "code", "is_for_confidential", "is_open")
        labels = {
            "name": _l("Name"),
            "name_es": _l("Name in Spanish"),
            "code": _l("Code"),
            "is_for_confidential": _l("Asked of everybody who serves at a confidential place"),
            "is_open": _l("Open: it is asked for"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["programs"] = list(self.instance.programs.all())


class VersionForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A new wording. It can never be changed once it is published."""

    text = forms.CharField(
        max_length=20_000,
        label=_l("The wording"),
        widget=forms.Textarea(attrs={"rows": 14}),
        validators=[guard("volunteers.AgreementVersion.text")],
    )
    text_es = forms.CharField(
        max_length=20_000,
        required=False,
        label=_l("The same in Spanish"),
        widget=forms.Textarea(attrs={"rows": 14}),
        validators=[guard("volunteers.AgreementVersion.text_es")],
    )
    in_force_on = forms.DateField(label=_l("In force from"), widget=DAY)

    class Meta:
        model = AgreementVersion
        fields = ("text", "text_es", "in_force_on")


class TeamForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A team: who leads it and who belongs to it."""

    name = forms.CharField(max_length=80, label=_l("Name"), validators=[guard_name("volunteers.Team.name")])
    leader = forms.ModelChoiceField(
        queryset=Volunteer.objects.active(),
        empty_label=_l("Please choose"),
        label=_l("Leader"),
        help_text=_l("Signs the others up."),
    )
    members = forms.ModelMultipleChoiceField(
        queryset=Volunteer.objects.active(),
        required=False,
        label=_l("Members"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    class Meta:
        model = Team
        fields = ("name", "leader", "is_open")
        labels = {"is_open": _l("Open: it can be signed up")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["members"] = list(self.instance.members.all())
