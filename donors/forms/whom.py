"""Somebody in our book, found by name, address of mail or number."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from core.guard import guard_name
from donors.models import Donor
from donors.reports.finding import donors_meant


def told(donor: Donor) -> str:
    """Return a donor told apart from others of the same name."""
    number = _("no. %(number)s") % {"number": donor.pk}
    return " · ".join(part for part in (donor.name, donor.email, number) if part)


def named(donor: Donor) -> str:
    """Return words that mean one donor and tell a person whom: #12 Walter Ames."""
    return f"#{donor.pk} {donor.name}".strip()


class WhomChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic for mypy only
    """Some donors of one name, told apart."""

    def label_from_instance(self, donor: Donor) -> str:
        """Name, address of mail, number."""
        return told(donor)


class WhomForm(forms.Form):
    """One donor. `pick` chooses among several whom the words fit."""

    nobody = _l("Nobody in our book is called so.")

    who = forms.CharField(
        max_length=254,
        label=_l("Name, e-mail or number in our book"),
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-who": True}),
    )
    pick = WhomChoice(
        required=False,
        queryset=Donor.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        label=_l("Several are called so. Which one?"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.chosen: Donor | None = None
        self.found = donors_meant(self.data.get(self.add_prefix("who"), "")) if self.is_bound else []
        field = self.fields["pick"]
        if len(self.found) > 1 and isinstance(field, WhomChoice):
            field.queryset = Donor.objects.filter(pk__in=[donor.pk for donor in self.found])

    def clean(self) -> dict[str, Any]:
        """One donor, or a question."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("who"):
            self.choose(values)
        return values

    def choose(self, values: dict[str, Any]) -> None:
        """Take whom the words mean, or ask."""
        self.chosen = values.get("pick") or (self.found[0] if len(self.found) == 1 else None)
        if self.chosen is None and self.found:
            self.add_error("pick", _("Please choose one, or write more of the name."))
        elif self.chosen is None:
            self.add_error("who", str(self.nobody))

    @property
    def donor(self) -> Donor:
        """Whom a valid form says. Raises: ValueError for one that is not valid."""
        if self.chosen is None:
            raise ValueError("the form says nobody")
        return self.chosen
