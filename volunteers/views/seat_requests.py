"""All seats that were asked for and wait for an answer, over all weeks."""

from datetime import timedelta
from typing import cast

import django_filters
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from volunteers.models import Program, SignUp, Site, Volunteer
from volunteers.models.sign_ups import SignUpQuerySet
from volunteers.reports.seat_requests import requests_to_decide, rows_of

AT_ONCE = 50
ANY = _("Any")
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


class RequestFilter(django_filters.FilterSet):
    """What the list can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name, e-mail or phone"))
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.all(),
        field_name="shift__role__program",
        empty_label=ANY,
        label=_("Program"),
    )
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.all(), field_name="shift__site", empty_label=ANY, label=_("Place")
    )
    within = django_filters.ChoiceFilter(
        choices=[("2", _("Two days")), ("7", _("Seven days")), ("28", _("Four weeks"))],
        method="begins_within",
        empty_label=ANY,
        label=pgettext_lazy("a shift", "Begins within"),
    )

    class Meta:
        model = SignUp
        fields = ("q",)

    def search(self, rows: SignUpQuerySet, _name: str, words: str) -> SignUpQuerySet:
        """By who asks; typing errors in a name are allowed."""
        found = Volunteer.objects.matching(words.strip()[:100])
        return rows.filter(volunteer__in=found.values("pk"))

    def begins_within(self, rows: SignUpQuerySet, _name: str, days: str) -> SignUpQuerySet:
        """For shifts that begin in so many days, or have begun."""
        return rows.filter(shift__starts_at__lte=timezone.now() + timedelta(days=int(days)))


@staff(*READERS)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Whoever asked first stands first."""
    now, user = timezone.now(), person(request)
    rows = cast("SignUpQuerySet", requests_to_decide(now)).visible_to(user)
    chosen = RequestFilter(request.GET, queryset=rows)
    shown = chosen.qs.select_related("volunteer", "team", "shift__role__program", "shift__site")
    page = Paginator(shown, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": rows_of(page, now),
        "may_write": bool(user.roles & WRITERS),
    }
    return render(request, "volunteers/desk/requests.html", context)
