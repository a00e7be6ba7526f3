"""What the list of shifts can be narrowed to. It all stands in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import DateField, DateTimeField, F, Func
from django.db.models.functions import Cast
from django.forms import DateInput
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from volunteers.models import Program, Qualification, Shift, Site, VolunteerRole
from volunteers.models.shifts import ShiftQuerySet

ANY = _("Any")
SKILLS = (Qualification.Kind.LANGUAGE, Qualification.Kind.SUBJECT)
# further than any zone is from any other
A_DAY = timedelta(hours=26)
# outside of them there is no shift, and sums of days run over the calendar's end
YEARS = range(2000, 2200)


def districts() -> list[tuple[str, str]]:
    """Return the districts in which there are places."""
    named = Site.objects.filter(is_open=True).exclude(district="").order_by("district")
    return [(name, name) for name in named.values_list("district", flat=True).distinct()]


class ShiftFilter(django_filters.FilterSet):
    """Filters of the shifts that a volunteer could take."""

    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.filter(is_open=True),
        field_name="role__program",
        empty_label=ANY,
        label=_("Program"),
    )
    role = django_filters.ModelChoiceFilter(
        queryset=VolunteerRole.objects.filter(is_open=True).order_by("name", "pk"),
        empty_label=ANY,
        label=_("Role"),
    )
    skill = django_filters.ModelChoiceFilter(
        queryset=Qualification.objects.filter(is_open=True, kind__in=SKILLS),
        method="needing",
        empty_label=ANY,
        label=_("Language or subject"),
    )
    place = django_filters.ChoiceFilter(
        choices=Site.Kind.choices, field_name="site__kind", empty_label=ANY, label=_("Kind of place")
    )
    district = django_filters.ChoiceFilter(
        choices=districts, field_name="site__district", empty_label=ANY, label=_("District")
    )
    day = django_filters.DateFilter(method="on_day", widget=DateInput(attrs={"type": "date"}), label=_("Day"))

    class Meta:
        model = Shift
        fields = ("program",)

    def needing(self, shifts: ShiftQuerySet, _name: str, skill: Qualification) -> ShiftQuerySet:
        """Shifts of roles that ask for a language or subject."""
        return shifts.filter(role__in=skill.roles.values("pk"))

    def on_day(self, shifts: ShiftQuerySet, _name: str, day: date) -> ShiftQuerySet:
        """Shifts that begin on a day of their own wall."""
        if day.year not in YEARS:
            return shifts.none()
        midnight = make_aware(datetime.combine(day, time()))
        wall: Any = Func(F("zone"), F("starts_at"), function="timezone", output_field=DateTimeField())
        # the span lets the index find them; the wall says which
        return (
            shifts.filter(starts_at__gt=midnight - A_DAY, starts_at__lt=midnight + timedelta(days=1) + A_DAY)
            .alias(wall_day=Cast(wall, DateField()))
            .filter(wall_day=day)
        )
