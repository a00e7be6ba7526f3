"""What is typed about places, and where a confidential one is."""

import re
from dataclasses import asdict
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import words_field
from core.guard import STREETS, guard_address, guard_name, guard_sealed
from core.shield import is_recognisable
from volunteers.actions.locations import Location
from volunteers.actions.sites import SiteFacts
from volunteers.forms.fields import zone_field
from volunteers.models import LocationReading, Site

OPEN = [("yes", _l("Yes")), ("no", _l("No"))]
DAY = forms.DateInput(attrs={"type": "date"})
# a label tells no street; "House 2" and "Harbor House" are fine
TELLING = re.compile(rf"\b\w+\s+(?:{STREETS})\b\.?|\b(?:Calle|Avenida|Carrera|Camino)\s+\w|\d{{3,}}")


class SiteForm(forms.Form):
    """A place. Of a confidential one it asks for nothing that tells where it is."""

    label = words_field(
        guard_name("volunteers.Site.label"),
        _l("Label"),
        most=80,
        required=True,
        help_text=_l("A neutral name, like House A: it tells no street and no town."),
    )
    kind = forms.ChoiceField(
        choices=Site.Kind.choices,
        label=_l("Kind"),
        help_text=_l("A confidential place stays one: its address is sealed and shown to who is due there."),
        widget=forms.RadioSelect,
    )
    district = words_field(
        guard_name("volunteers.Site.district"),
        _l("District"),
        most=80,
        help_text=_l("So that people can plan their way. Nothing narrower than a part of town."),
    )
    address = words_field(
        guard_address("volunteers.Site.address"),
        _l("Address"),
        rows=3,
        help_text=_l("Of an office or a partner's place. For a confidential place leave it empty."),
    )
    zone = zone_field()
    is_open = forms.BooleanField(required=False, initial=True, label=_l("Open: shifts can be planned there"))

    def clean(self) -> dict[str, Any]:
        """A confidential place has a label that tells nothing, and no address here."""
        data = self.cleaned_data
        if data.get("kind") == Site.Kind.CONFIDENTIAL:
            for name in ("label", "district"):
                if TELLING.search(data.get(name, "")):
                    self.add_error(name, _("It seems to tell a street. Choose words that tell nothing."))
        return data

    def facts(self) -> SiteFacts:
        """Return what was written, once the form is valid."""
        return SiteFacts(**self.cleaned_data)


class LocationForm(forms.Form):
    """Where a confidential place is. What stood there before is never shown: it is written anew."""

    street = words_field(
        guard_sealed("volunteers.SiteSecret.sealed"), _l("Street and number"), most=120, required=True
    )
    unit = words_field(guard_sealed("volunteers.SiteSecret.sealed"), _l("House, floor, door"), most=120)
    town = words_field(guard_sealed("volunteers.SiteSecret.sealed"), _l("Town, state, ZIP code"), most=120)
    phone = words_field(guard_sealed("volunteers.SiteSecret.sealed"), _l("Phone there"), most=30)
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False, label=_l("Latitude"))
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False, label=_l("Longitude"))
    entry = words_field(
        guard_sealed("volunteers.SiteSecret.sealed"),
        _l("How to get in"),
        most=500,
        rows=4,
        help_text=_l("Whom to ring, which door. Nothing about the people who live there."),
    )

    def clean_street(self) -> str:
        """Something by which it can be told from other words."""
        street = str(self.cleaned_data["street"])
        if not is_recognisable(street):
            raise forms.ValidationError(_("Please write street and number, like 12 Example Street."))
        return street

    def clean_phone(self) -> str:
        """Seven digits at least, or nothing."""
        phone = str(self.cleaned_data["phone"])
        if phone and len(re.sub(r"\D", "", phone)) < 7:
            raise forms.ValidationError(_("Please write the whole number."))
        return phone

    def clean(self) -> dict[str, Any]:
        """Both numbers of a point, or none."""
        data = self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("A point on the map has two numbers. Write both, or none."))
        return data

    def location(self) -> Location:
        """Return what was written, once the form is valid."""
        return Location(**{name: self.cleaned_data[name] for name in asdict(Location(""))})


class SiteFilter(django_filters.FilterSet):
    """What the list of places can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Label or district"))
    kind = django_filters.ChoiceFilter(choices=Site.Kind.choices, empty_label=_l("Any"), label=_l("Kind"))
    open = django_filters.ChoiceFilter(
        choices=OPEN, method="in_use", empty_label=_l("Any"), label=_l("Open: shifts can be planned there")
    )

    class Meta:
        model = Site
        fields = ("q", "kind")

    def search(self, sites: QuerySet[Site], _name: str, text: str) -> QuerySet[Site]:
        """By a part of the label or the district."""
        return sites.filter(Q(label__icontains=text.strip()) | Q(district__icontains=text.strip()))

    def in_use(self, sites: QuerySet[Site], _name: str, answer: str) -> QuerySet[Site]:
        """Those that are used, or all others."""
        return sites.filter(is_open=answer == "yes")


class ReadingFilter(django_filters.FilterSet):
    """What the readings of addresses can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Who, or the place's label"))
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.filter(kind=Site.Kind.CONFIDENTIAL), empty_label=_l("Any"), label=_l("Place")
    )
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte", widget=DAY, label=_l("From"))
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte", widget=DAY, label=_l("To"))

    class Meta:
        model = LocationReading
        fields = ("q", "site")

    def search(self, readings: QuerySet[LocationReading], _name: str, text: str) -> QuerySet[LocationReading]:
        """By a part of the reader's name or address, or of the label."""
        word = text.strip()
        by_name = Q(user__name__icontains=word) | Q(user__email__icontains=word)
        return readings.filter(by_name | Q(site__label__icontains=word))
