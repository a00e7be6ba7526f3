"""Who speaks for an applicant: whom they name, and what those answer. Fixed choices only."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.guard import guard_name
from volunteers.actions.references import Named
from volunteers.models import Reference

YEARS = [
    (0, _l("Less than a year")),
    (1, _l("One or two years")),
    (3, _l("Three to nine years")),
    (10, _l("Ten or more")),
]


class ReferenceForm(forms.Form):
    """Somebody who knows the applicant."""

    name = forms.CharField(
        max_length=120,
        label=_l("Their name"),
        validators=[guard_name("volunteers.Reference.name")],
        error_messages={"required": _l("Please write their name.")},
    )
    email = forms.EmailField(
        max_length=254,
        label=_l("Their e-mail"),
        error_messages={"required": _l("Please write their e-mail address: our questions go there.")},
    )
    relation = forms.ChoiceField(
        choices=[("", _l("Please choose")), *Reference.Relation.choices],
        label=_l("How they know you"),
        error_messages={"required": _l("Please choose how they know you. Family cannot be a reference.")},
    )

    def __init__(self, *args: Any, taken: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = taken

    def clean_email(self) -> str:
        """In lower case; not the applicant's own, nor one that was named already."""
        email = str(self.cleaned_data["email"]).lower()
        if email in self.taken:
            raise ValidationError(_("This address stands here already, or is your own. Name somebody else."))
        return email

    def named(self) -> Named:
        """Return what was written, once the form is valid."""
        return Named(**self.cleaned_data)


class GuardianForm(forms.Form):
    """The parent or guardian of somebody who is not yet eighteen."""

    guardian_name = forms.CharField(
        max_length=120,
        label=_l("Name of your parent or guardian"),
        validators=[guard_name("volunteers.GuardianConsent.guardian_name")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    guardian_email = forms.EmailField(
        max_length=254,
        label=_l("Their e-mail"),
        help_text=_l("We ask them for their consent, and they can take it back at any time."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, taken: Collection[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = taken

    def clean_guardian_email(self) -> str:
        """In lower case; nobody consents for themselves."""
        email = str(self.cleaned_data["guardian_email"]).lower()
        if email in self.taken:
            raise ValidationError(_("This is your own address or a reference's. We need your guardian's."))
        return email


def _verdict(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Reference.Verdict.choices,
        label=label,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )


class AnswerForm(forms.Form):
    """What a reference says."""

    known_years = forms.TypedChoiceField(
        choices=YEARS,
        coerce=int,
        label=_l("How long have you known them?"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )
    is_reliable = _verdict(_l("Do they do what they promised, on the day they promised?"))
    is_calm = _verdict(_l("Do they stay calm and kind when things get hard?"))
    keeps_trust = _verdict(_l("Can they keep to themselves what they learn about others?"))
    recommends = _verdict(_l("Would you trust them with people who went through much?"))
