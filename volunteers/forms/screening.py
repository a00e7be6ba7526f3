"""What screening writes down. Choices, days and a vendor's number; never a report, never a story."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from volunteers.actions.decisions import Terms
from volunteers.models import Application, Check, CheckKind, Clearance, Interview, Program

# what is said of a person is chosen, never found chosen
TO_CHOOSE = ("", _l("Please choose"))
DAY = forms.DateInput(attrs={"type": "date"})
# a number has no room for a story
VENDOR_NUMBER = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9./_-]*\Z", _l("Letters, digits and . / _ - only, as the vendor prints it.")
)


class InterviewForm(forms.Form):
    """When a conversation is, on the organisation's clock."""

    at = forms.DateTimeField(
        label=_l("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class InterviewResultForm(forms.Form):
    """How a conversation went."""

    result = forms.ChoiceField(
        choices=[
            TO_CHOOSE,
            *(pair for pair in Interview.Result.choices if pair[0] != Interview.Result.PENDING),
        ],
        label=_l("How it went"),
    )


class ClearForm(forms.Form):
    """What somebody is cleared for."""

    programs = forms.ModelMultipleChoiceField(
        queryset=Program.objects.none(),
        label=_l("Cleared for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Choose at least one program.")},
    )
    is_for_confidential = forms.BooleanField(
        required=False, label=_l("Confidential places too: they may learn the address of a shift")
    )
    from_on = forms.DateField(label=_l("From"), widget=DAY)
    until_on = forms.DateField(
        required=False, label=_l("Until"), widget=DAY, help_text=_l("Empty: as long as all else stands.")
    )

    def __init__(self, application: Application, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["programs"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = application.programs.all()

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        given = self.cleaned_data
        first, last = given.get("from_on"), given.get("until_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until_on", _("It cannot end before it begins."))
        return given

    def terms(self) -> Terms:
        """Return what was decided, once the form is valid."""
        given = self.cleaned_data
        return Terms(
            programs=tuple(given["programs"]),
            is_for_confidential=given["is_for_confidential"],
            from_on=given["from_on"],
            until_on=given["until_on"],
        )


class DeclineForm(forms.Form):
    """The class of a reason. Screening alone sees it."""

    declined_for = forms.ChoiceField(
        choices=[TO_CHOOSE, *Application.Declined.choices],
        label=_l("Why, for screening only"),
        help_text=_l("The applicant reads the same words as everybody, tomorrow morning or on Monday."),
    )


class RenewForm(forms.Form):
    """Until when a clearance goes on."""

    until_on = forms.DateField(
        required=False, label=_l("Until"), widget=DAY, help_text=_l("Empty: as long as all else stands.")
    )
    is_for_confidential = forms.BooleanField(
        required=False, label=_l("Confidential places too: they may learn the address of a shift")
    )


class RevokeForm(forms.Form):
    """Why a clearance ends."""

    revoked_for = forms.ChoiceField(
        choices=[
            TO_CHOOSE,
            *(
                pair
                for pair in Clearance.Revoked.choices
                if pair[0] not in {Clearance.Revoked.REPLACED, Clearance.Revoked.LEFT}
            ),
        ],
        label=_l("Why"),
    )


class OrderForm(forms.Form):
    """A check that was ordered."""

    kind = forms.ChoiceField(choices=CheckKind.choices, label=_l("Kind"))
    ordered_on = forms.DateField(label=_l("Ordered on"), widget=DAY)
    vendor_reference = forms.CharField(
        required=False, max_length=60, label=_l("The vendor's number"), validators=[VENDOR_NUMBER]
    )


class ResultForm(forms.Form):
    """What came of a check."""

    result = forms.ChoiceField(
        choices=[TO_CHOOSE, *(pair for pair in Check.Result.choices if pair[0] != Check.Result.PENDING)],
        label=_l("Result"),
    )
    done_on = forms.DateField(label=_l("Done on"), widget=DAY)
    expires_on = forms.DateField(
        required=False, label=_l("Counts until"), widget=DAY, help_text=_l("Empty: for good.")
    )
