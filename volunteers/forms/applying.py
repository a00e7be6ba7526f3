"""What applicants write, step by step. Nothing asks for a story."""

import re
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.guard import guard_address, guard_name
from volunteers.actions.application_steps import BLOCKS
from volunteers.actions.applications import Wish
from volunteers.models import Application, Program, Qualification

OF_AGE, YOUNG = "adult", "young"
COMING_OF_AGE = 18
FEWEST_DIGITS = 7
HOURS = [(1, _l("1 to 2")), (3, _l("3 to 4")), (5, _l("5 to 8")), (9, _l("9 or more"))]
MONTHS = [(3, _l("Three months")), (6, _l("Six months")), (12, _l("A year")), (24, _l("Longer"))]
SUITS = {
    "mornings": _l("Mornings, Monday to Friday"),
    "afternoons": _l("Afternoons, Monday to Friday"),
    "evenings": _l("Evenings, Monday to Friday"),
    "weekends": _l("Saturdays and Sundays"),
    "nights": _l("Nights"),
}


class StartForm(forms.Form):
    """Who would like to help, and with what."""

    name = forms.CharField(
        max_length=120,
        label=_l("Your name"),
        validators=[guard_name("volunteers.Volunteer.name")],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _l("Please write your name.")},
    )
    email = forms.EmailField(
        max_length=254,
        label=_l("Your e-mail"),
        help_text=_l("A code goes there; with it you come back to this application at any time."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _l("Please write your e-mail address: the code goes there.")},
    )
    language = forms.ChoiceField(
        choices=settings.LANGUAGES, label=_l("Language of our letters"), widget=forms.RadioSelect
    )
    programs = forms.ModelMultipleChoiceField(
        queryset=Program.objects.filter(is_open=True),
        label=_l("Where would you like to help?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _l("Please choose at least one.")},
    )
    age = forms.ChoiceField(
        choices=[(OF_AGE, _l("I am 18 or older")), (YOUNG, _l("I am younger"))],
        label=_l("Your age"),
        help_text=_l("We keep no birthday of anybody who is eighteen."),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )
    adult_on = forms.DateField(
        required=False,
        label=_l("If you are younger: my 18th birthday is on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, is_known: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if is_known:
            del self.fields["email"]

    def clean_name(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """The birthday of those who are younger, and whether the programs take them."""
        given = self.cleaned_data
        if given.get("age") != YOUNG:
            given["adult_on"] = None
            return given
        adult_on = given.get("adult_on")
        if adult_on is None:
            if "adult_on" not in self.errors:
                self.add_error("adult_on", _("Please write the day on which you turn eighteen."))
        elif adult_on <= self.today:
            # often the day of birth, typed by somebody who is not eighteen
            self.add_error(
                "adult_on",
                _("That day has passed. Write the day you will turn eighteen, or choose 18 or older."),
            )
            return given
        elif adult_on > self.today + relativedelta(years=COMING_OF_AGE):
            self.add_error("adult_on", _("That day is too far away. Please write your eighteenth birthday."))
        closed = [str(one) for one in given.get("programs", ()) if not one.takes_under_18]
        if closed:
            words = _("Only for people from eighteen years on: %(programs)s.")
            self.add_error("programs", words % {"programs": ", ".join(closed)})
        return given

    def wish(self) -> Wish:
        """Return what was written, once the form is valid."""
        given = self.cleaned_data
        return Wish(
            name=given["name"],
            language=given["language"],
            adult_on=given["adult_on"],
            programs=tuple(program.pk for program in given["programs"]),
        )


class TimeForm(forms.Form):
    """How much time there is, and when."""

    hours_a_week = forms.TypedChoiceField(
        choices=HOURS,
        coerce=int,
        label=_l("Hours a week"),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )
    months = forms.TypedChoiceField(
        choices=MONTHS,
        coerce=int,
        label=_l("For how long?"),
        help_text=_l("Trust takes time: most programs hope for half a year or more."),
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )
    blocks = forms.MultipleChoiceField(
        choices=[(name, SUITS[name]) for name in BLOCKS],
        required=False,
        label=_l("What suits you"),
        help_text=_l("Roughly; you choose each shift yourself later."),
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(
        required=False,
        max_length=30,
        label=_l("Phone"),
        help_text=_l("For the conversation. We leave no message that says who we are."),
        validators=[guard_address("volunteers.Volunteer.phone")],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    heard = forms.ChoiceField(
        choices=[("", _l("I'd rather not say")), *Application.Heard.choices],
        required=False,
        label=_l("How did you hear of us?"),
    )

    def clean_phone(self) -> str:
        """Digits and what people write between them."""
        phone = " ".join(self.cleaned_data["phone"].split())
        digits = re.sub(r"\D", "", phone)
        if phone and (len(digits) < FEWEST_DIGITS or re.search(r"[^\d ()+./x-]", phone)):
            raise ValidationError(_("That does not look like a phone number."))
        return phone


class SkillsForm(forms.Form):
    """What one can do: languages, subjects, qualifications. All of it is looked at later."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = Qualification.Kind
        titles = {
            kind.LANGUAGE: _("Languages you speak well"),
            kind.SUBJECT: _("Subjects you could help with"),
            kind.QUALIFICATION: _("Licenses and training you bring"),
        }
        offered = list(Qualification.objects.filter(is_open=True))
        for value, title in titles.items():
            choices = [(str(one.pk), str(one)) for one in offered if one.kind == value]
            if choices:
                self.fields[value] = forms.MultipleChoiceField(
                    choices=choices, required=False, label=title, widget=forms.CheckboxSelectMultiple
                )
        self.offered = offered

    def claimed(self, values: dict[str, Any]) -> list[Qualification]:
        """Return what was ticked."""
        ticked = {key for keys in values.values() for key in keys}
        return [one for one in self.offered if str(one.pk) in ticked]
