"""The list of series."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from volunteers.models import Program, Series, Site
from volunteers.reports.series_page import rows_of

AT_ONCE = 50
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)
ANY = _l("Any")


class SeriesFilter(django_filters.FilterSet):
    """What the list of series can be narrowed to. Without a state, those that ended are left out."""

    q = django_filters.CharFilter(method="search", label=_l("Role, program or place"))
    program = django_filters.ModelChoiceFilter(
        queryset=Program.objects.all(), field_name="role__program", empty_label=ANY, label=_l("Program")
    )
    site = django_filters.ModelChoiceFilter(queryset=Site.objects.all(), empty_label=ANY, label=_l("Place"))
    state = django_filters.ChoiceFilter(
        choices=Series.State.choices, method="in_state", empty_label=_l("Open and drafts"), label=_l("State")
    )

    class Meta:
        model = Series
        fields = ("q",)

    def search(self, rows: QuerySet[Series], _name: str, words: str) -> QuerySet[Series]:
        """By a part of the name of what is done, or of where."""
        word = words.strip()
        named = Q(role__name__icontains=word) | Q(role__name_es__icontains=word)
        program = Q(role__program__name__icontains=word) | Q(role__program__name_es__icontains=word)
        return rows.filter(named | program | Q(site__label__icontains=word))

    def in_state(self, rows: QuerySet[Series], _name: str, state: str) -> QuerySet[Series]:
        """Those of one state."""
        return rows.filter(state=state)


@staff(*READERS)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """Series that go on, drafts among them; others are one filter away."""
    chosen = SeriesFilter(request.GET, queryset=Series.objects.all())
    rows = chosen.qs if request.GET.get("state") else chosen.qs.exclude(state=Series.State.ENDED)
    rows = rows.select_related("role__program", "site").order_by("-starts_on", "-pk")
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "rows": rows_of(list(page), timezone.now()),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/series_list.html", context)
