"""What there is to do, as coordinators write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import words_field
from core.guard import guard, guarded_field
from volunteers.models import (
    Agreement,
    CheckKind,
    Course,
    Coverage,
    Program,
    Qualification,
    VolunteerRole,
)

ANY = _l("Anybody cleared")
# minutes before the start
CUT_OFFS = [
    (0, _l("when it starts")),
    (60, _l("an hour before")),
    (120, _l("two hours before")),
    (360, _l("six hours before")),
    (720, _l("twelve hours before")),
    (1440, _l("a day before")),
    (2880, _l("two days before")),
    (4320, _l("three days before")),
    (10080, _l("a week before")),
]


def boxes(**options: Any) -> "forms.ModelMultipleChoiceField[Any]":
    """Return a field of boxes to tick."""
    return forms.ModelMultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False, **options)


class ProgramForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A program, what it asks of people, and how it lets them rest."""

    purpose = words_field(guard("volunteers.Program.purpose"), _l("What volunteers do there"), rows=2)
    purpose_es = words_field(guard("volunteers.Program.purpose_es"), _l("The same in Spanish"), rows=2)
    asks = words_field(
        guard("volunteers.Program.asks"),
        _l("The time it takes, in one line"),
        most=200,
        help_text=_l("Like: three hours a week for six months."),
    )
    asks_es = words_field(guard("volunteers.Program.asks_es"), _l("The same in Spanish"), most=200)
    required_checks = forms.MultipleChoiceField(
        choices=CheckKind.choices,
        required=False,
        label=_l("Checks that everybody needs"),
        widget=forms.CheckboxSelectMultiple,
    )
    courses = boxes(queryset=Course.objects.all(), label=_l("Training that everybody needs"))
    agreements = boxes(queryset=Agreement.objects.all(), label=_l("Agreements that everybody signs"))

    class Meta:
        model = Program
        formfield_callback = guarded_field
        fields = (
            *("name", "name_es", "code", "purpose", "purpose_es", "asks", "asks_es", "position", "is_open"),
            *("needs_interview", "min_references", "required_checks", "is_with_youth", "takes_under_18"),
            *("rest_hours", "max_hours_7", "max_hours_28", "max_nights"),
        )
        labels = {
            "name": _l("Name"),
            "name_es": _l("Name in Spanish"),
            "code": _l("Code"),
            "position": _l("Place in lists"),
            "is_open": _l("Open: people may apply for it"),
            "needs_interview": _l("An interview that went well"),
            "min_references": _l("How many references"),
            "is_with_youth": _l("Young people are there: the suitability check is needed"),
            "takes_under_18": _l("Takes volunteers under 18 with a guardian's consent"),
            "rest_hours": _l("Rest between two shifts, in hours"),
            "max_hours_7": _l("Hours in any 7 days, at most"),
            "max_hours_28": _l("Hours in any 28 days, at most"),
            "max_nights": _l("Nights in a row, at most"),
        }
        help_texts = {
            "code": _l("Stands in addresses and exports."),
            "rest_hours": _l("0: no rest is asked for."),
            "max_hours_7": _l("Empty: no limit."),
            "max_hours_28": _l("Empty: no limit."),
            "max_nights": _l("Empty: no limit."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["courses"] = list(self.instance.courses.all())
            self.initial["agreements"] = list(self.instance.agreements.all())

    def links(self) -> dict[str, Any]:
        """Return what belongs to the program in other tables."""
        return {name: self.cleaned_data[name] for name in ("courses", "agreements")}


class RoleForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A role of a program."""

    summary = words_field(guard("volunteers.VolunteerRole.summary"), _l("What one does"), rows=2)
    summary_es = words_field(guard("volunteers.VolunteerRole.summary_es"), _l("The same in Spanish"), rows=2)
    needs = boxes(queryset=Qualification.objects.all(), label=_l("What everybody in this role must hold"))
    sign_up_closes = forms.TypedChoiceField(
        choices=CUT_OFFS, coerce=int, initial=120, label=_l("Sign-up closes")
    )
    cancel_closes = forms.TypedChoiceField(
        choices=CUT_OFFS,
        coerce=int,
        initial=1440,
        label=_l("Cancelling closes"),
        help_text=_l("Later, a volunteer looks for a stand-in or calls."),
    )

    class Meta:
        model = VolunteerRole
        formfield_callback = guarded_field
        fields = (
            *("program", "name", "name_es", "summary", "summary_es", "needs", "seats", "is_instant"),
            *("sign_up_closes", "cancel_closes", "position", "is_open"),
        )
        labels = {
            "program": _l("Program"),
            "name": _l("Name"),
            "name_es": _l("Name in Spanish"),
            "seats": _l("Seats on a new shift"),
            "is_instant": _l("Instant: whoever is cleared has the seat at once"),
            "position": _l("Place in lists"),
            "is_open": _l("Open: new shifts may be planned for it"),
        }
        help_texts = {
            "is_instant": _l("Otherwise a coordinator confirms each one."),
        }

    def links(self) -> dict[str, Any]:
        """Return what belongs to the role in other tables."""
        return {"needs": self.cleaned_data["needs"]}


class CoverageForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """One rule of coverage; a line without a number is left out."""

    qualification = forms.ModelChoiceField(
        queryset=Qualification.objects.all(), required=False, empty_label=ANY, label=_l("Who hold")
    )
    least = forms.IntegerField(min_value=1, max_value=99, required=False, label=_l("At least"))

    class Meta:
        model = Coverage
        fields = ("least", "qualification", "needs_stand_in")
        labels = {"needs_stand_in": _l("The last one cannot leave without a stand-in")}

    def rule(self) -> Coverage | None:
        """Return the rule of this line, once it is valid."""
        least = self.cleaned_data.get("least")
        if not least:
            return None
        return Coverage(
            least=least,
            qualification=self.cleaned_data["qualification"],
            needs_stand_in=self.cleaned_data["needs_stand_in"],
        )


class QualificationForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy only
    """A qualification, a language or a subject."""

    includes = boxes(
        queryset=Qualification.objects.all(),
        label=_l("It includes"),
        help_text=_l("Whoever holds this one counts as holding those, too: a lead is a helper."),
    )

    class Meta:
        model = Qualification
        formfield_callback = guarded_field
        fields = ("name", "name_es", "code", "kind", "includes", "position", "is_open")
        labels = {
            "name": _l("Name"),
            "name_es": _l("Name in Spanish"),
            "code": _l("Code"),
            "kind": _l("Kind"),
            "position": _l("Place in lists"),
            "is_open": _l("Open: applicants may say that they hold it"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            others = Qualification.objects.exclude(pk=self.instance.pk)
            self.fields["includes"] = boxes(
                queryset=others,
                label=self.fields["includes"].label,
                help_text=self.fields["includes"].help_text,
            )

    def links(self) -> dict[str, Any]:
        """Return what belongs to the qualification in other tables."""
        return {"includes": self.cleaned_data["includes"]}
