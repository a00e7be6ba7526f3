"""What is typed about hours, and what lists of them can be narrowed to."""

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import AmountField, DayField, keep_in_order
from core.guard import guard_name
from volunteers.models import HoursEntry, Program, Volunteer

ANY = _l("Any")
DAY = forms.DateInput(attrs={"type": "date"})
TYPED = re.compile(r"(\d{1,2})(?::([0-5]\d)|[.,](\d{1,2}))?")
LETTER, CERTIFICATE = "letter", "certificate"
PAPERS = [(LETTER, _l("Letter with the hours by month")), (CERTIFICATE, _l("Certificate"))]


class HoursField(forms.Field):
    """Hours as people type them: 2, 2:30, 2.5 or 2,5. Becomes minutes."""

    widget = forms.TextInput(attrs={"maxlength": 6, "size": 6, "autocomplete": "off"})

    def to_python(self, value: object) -> int | None:
        """Raises: ValidationError with a sentence."""
        text = str(value or "").strip()
        if not text:
            return None
        match = TYPED.fullmatch(text)
        if not match:
            raise ValidationError(_("Please write hours like 2:30 or 2.5."))
        hours, minutes, fraction = match.groups()
        rest = round(int(fraction) * 60 / 10 ** len(fraction)) if fraction else int(minutes or 0)
        return int(hours) * 60 + rest

    def prepare_value(self, value: object) -> object:
        """Minutes as 2:30."""
        return f"{value // 60}:{value % 60:02d}" if isinstance(value, int) else value


class ReportForm(forms.Form):
    """Hours that no check-in counted: the program, the day and how long. Nothing else is asked."""

    program = forms.ModelChoiceField(
        Program.objects.none(), empty_label=_l("Please choose"), label=_l("Program")
    )
    on = DayField(label=_l("Day"))
    hours = HoursField(label=_l("Hours"), help_text=_l("Like 2:30 or 2.5."))

    def __init__(self, *args: Any, volunteer: Volunteer, **options: Any) -> None:
        super().__init__(*args, **options)
        served = Program.objects.filter(clearances__volunteer=volunteer).distinct()
        self.fields["program"].queryset = served  # type: ignore[attr-defined] # a choice of rows


class CorrectionForm(forms.Form):
    """As how much an entry is to count, and why."""

    hours = HoursField(label=_l("It should count as"), help_text=_l("Like 2:30 or 2.5; 0 takes it back."))
    reason = forms.ChoiceField(choices=HoursEntry.Reason.choices, label=_l("Why"))


class PaperForm(forms.Form):
    """A paper about hours: of which days, and which."""

    from_on = DayField(label=_l("From"))
    until_on = DayField(label=_l("Until"))
    paper = forms.ChoiceField(choices=PAPERS, label=_l("Paper"))

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        return keep_in_order(self, "from_on", "until_on")


class ValueForm(forms.Form):
    """What an hour is worth from a day on, and who says so."""

    from_on = DayField(label=_l("From this day on"))
    value = AmountField(label=_l("An hour is worth"))
    source = forms.CharField(
        max_length=120,
        label=_l("Who published it, and when"),
        help_text=_l("Like: Independent Sector, April 2026."),
        validators=[guard_name("volunteers.HourValue.source")],
    )


class HoursFilter(django_filters.FilterSet):
    """What the list of hours can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Volunteer"))
    state = django_filters.ChoiceFilter(choices=HoursEntry.State.choices, empty_label=ANY, label=_l("State"))
    kind = django_filters.ChoiceFilter(choices=HoursEntry.Kind.choices, empty_label=ANY, label=_l("Kind"))
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.order_by("position", "name"), empty_label=ANY, label=_l("Program")
    )
    volunteer = django_filters.ModelChoiceFilter(
        queryset=Volunteer.objects.all(), widget=forms.HiddenInput, label=_l("Volunteer")
    )
    since = django_filters.DateFilter(field_name="on", lookup_expr="gte", widget=DAY, label=_l("From"))
    until = django_filters.DateFilter(field_name="on", lookup_expr="lte", widget=DAY, label=_l("To"))

    class Meta:
        model = HoursEntry
        fields = ("q", "state", "kind", "program", "volunteer", "since", "until")

    def search(self, entries: QuerySet[HoursEntry], _name: str, text: str) -> QuerySet[HoursEntry]:
        """By a part of the volunteer's name or address."""
        word = text.strip()
        found = Volunteer.objects.filter(name__icontains=word) | Volunteer.objects.filter(
            email__icontains=word
        )
        return entries.filter(volunteer__in=found)


class SpanForm(forms.Form):
    """The days of a report, and of which program."""

    since = DayField(required=False, label=_l("From"))
    until = DayField(required=False, label=_l("To"))
    program = forms.ModelChoiceField(
        Program.objects.order_by("position", "name"), required=False, empty_label=ANY, label=_l("Program")
    )
