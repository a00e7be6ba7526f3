"""What a person writes on their own pages."""

from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import guard_address, guard_name
from donors.actions.preferences import Contact
from donors.models import Donor
from gifts.models import Gift
from gifts.models.gift import GiftQuerySet
from letters.kinds import TOPICS

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
ONLY = [("recurring", _("Gifts that repeat")), ("tribute", _("Tributes"))]
LONGEST_QUIET = 366
# only whoever gives time is called for help with shifts
OF_VOLUNTEERS = frozenset({"shift_calls"})


class OwnGiftFilter(django_filters.FilterSet):
    """What one's own gifts can be narrowed to; stands in the address."""

    q = django_filters.CharFilter(method="search", label=_("Campaign, fund, tribute or amount"))
    year = django_filters.NumberFilter(
        method="of_year", widget=forms.HiddenInput, label=pgettext_lazy("gifts", "Year")
    )
    only = django_filters.ChoiceFilter(
        choices=ONLY, method="of_kind", empty_label=_("Any"), label=pgettext_lazy("gifts", "Only")
    )

    class Meta:
        model = Gift
        fields = ("q",)

    def search(self, gifts: GiftQuerySet, _name: str, words: str) -> GiftQuerySet:
        """By what it was for, in whose honor, or how much it was."""
        words = words.replace("\0", "").strip()[:100]
        found = (
            Q(campaign__name__icontains=words)
            | Q(campaign__name_es__icontains=words)
            | Q(tribute_name__icontains=words)
            | Q(pk__in=Gift.objects.filter(allocations__fund__name__icontains=words).values("pk"))
        )
        figure = words.lstrip("$").replace(",", "")
        if figure.replace(".", "", 1).isdecimal() and figure.isascii() and len(figure) < 12:
            found |= Q(amount=figure)
        return gifts.filter(found)

    def of_year(self, gifts: GiftQuerySet, _name: str, year: Decimal) -> GiftQuerySet:
        """Of a calendar year; one that no calendar has holds nothing."""
        return gifts.of_year(int(year)) if MINYEAR <= year <= MAXYEAR else gifts.none()

    def of_kind(self, gifts: GiftQuerySet, _name: str, kind: str) -> GiftQuerySet:
        """Charges of recurring gifts, or tributes."""
        return gifts.exclude(tribute_kind="") if kind == "tribute" else gifts.exclude(recurring=None)


class DetailsForm(forms.Form):
    """Who somebody is to us."""

    name = forms.CharField(
        label=_("Name on receipts"),
        max_length=200,
        validators=[guard_name("donors.Donor.name")],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=30,
        validators=[guard_address("donors.Donor.phone")],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters"), choices=LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, is_donor: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_donor:
            del self.fields["name"]


class ContactForm(forms.Form):
    """How somebody wishes to be reached. The same for everyone; nobody is asked why."""

    contact = forms.ChoiceField(
        label=_("Letters by e-mail"),
        choices=[
            (Donor.Contact.USUAL, _("As usual: each letter comes to your mailbox.")),
            (
                Donor.Contact.NEUTRAL,
                _(
                    "Neutral mail: a short note without names, subject or files says that something is new on"
                    " this page."
                ),
            ),
            (
                Donor.Contact.PORTAL,
                _("This page only: nothing is mailed. Letters and receipts wait here for you."),
            ),
        ],
        widget=forms.RadioSelect,
    )
    no_post = forms.BooleanField(label=_("Nothing by post"), required=False)
    no_phone = forms.BooleanField(label=_("No calls"), required=False)
    quiet_until = forms.DateField(
        label=_("Only what you must have, until"),
        required=False,
        help_text=_("Receipts and changes of your gifts still come. Empty means: no pause."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_quiet_until(self) -> date | None:
        """A day to come, within a year. One that has passed is not shown again, so it was just written."""
        day: date | None = self.cleaned_data["quiet_until"]
        if day is None:
            return None
        if day <= self.today:
            raise forms.ValidationError(_("Please choose a day after today."))
        if day > self.today + timedelta(days=LONGEST_QUIET):
            raise forms.ValidationError(_("A year at most, please."))
        return day

    def wish(self) -> Contact:
        """Return what was chosen."""
        return Contact(**self.cleaned_data)


class TopicsForm(forms.Form):
    """Which letters somebody wants besides those we owe them. One box for each topic."""

    def __init__(self, *args: Any, is_donor: bool, is_volunteer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, words in TOPICS.items():
            if is_volunteer if topic in OF_VOLUNTEERS else is_donor:
                # capitalised here: in other sentences the words stand in the middle
                label = str(words)
                self.fields[topic] = forms.BooleanField(label=label[:1].upper() + label[1:], required=False)


class ErasureForm(forms.Form):
    """The word and the code: nobody erases themselves by a slip."""

    word = forms.CharField(
        label=_("The word"),
        max_length=20,
        validators=[guard_name("accounts.User.name")],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits, from the newest e-mail"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_word(self) -> str:
        """The word of the page's language; the other one is understood too."""
        word: str = self.cleaned_data["word"].strip().upper()
        if word not in {"ERASE", "BORRAR"}:
            raise forms.ValidationError(_("Please type the word as it stands above."))
        return word
