"""Donors on the desk: the list."""

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from donors.models import Donor, DonorQuerySet

AT_MOST = 1_000_000
EXPORTERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class DonorFilter(django_filters.FilterSet):
    """What the list can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_("Name, e-mail or phone"))
    kind = django_filters.ChoiceFilter(choices=Donor.Kind.choices, empty_label=_("Any"), label=_("Kind"))
    news = django_filters.ChoiceFilter(
        choices=YES_NO, method="with_news", empty_label=_("Any"), label=_("Wants news")
    )

    class Meta:
        model = Donor
        fields = ("q",)

    def search(self, donors: DonorQuerySet, _name: str, words: str) -> DonorQuerySet:
        """Typing errors in a name are allowed.

        The limit holds the search together: without it the database may walk the whole list by its order.
        """
        return donors.filter(pk__in=Donor.objects.matching(words.strip()[:100]).values("pk")[:AT_MOST])

    def with_news(self, donors: DonorQuerySet, _name: str, answer: str) -> DonorQuerySet:
        """Those who asked for news, or who did not."""
        return donors.filter(wants_news=answer == "yes")


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def donor_list(request: HttpRequest) -> HttpResponse:
    """Donors, the newest first."""
    chosen = DonorFilter(request.GET, queryset=Donor.objects.visible_to(person(request)))
    context = {
        "filter": chosen,
        "page": keyset_page(request, chosen.qs, field="created_at"),
        "count": chosen.qs.count(),
        "may_export": bool(person(request).roles & set(EXPORTERS)),
    }
    return render(request, "donors/list.html", context)
