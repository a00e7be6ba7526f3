"""Funds on the desk."""

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from campaigns.actions.funds import FundRefused, create_fund, edit_fund
from campaigns.forms.funds import FundForm
from campaigns.models import Fund

AT_ONCE = 50
WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}
OPEN = [("yes", _l("Yes")), ("no", _l("No"))]


class FundFilter(django_filters.FilterSet):
    """What the list of funds can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name or code"))
    open = django_filters.ChoiceFilter(
        choices=OPEN, method="is_open", empty_label=_l("Any"), label=_l("Open: donors may choose it")
    )

    class Meta:
        model = Fund
        fields = ("q",)

    def search(self, funds: QuerySet[Fund], _name: str, words: str) -> QuerySet[Fund]:
        """By a part of the name in either language, or of the code."""
        word = words.strip()
        named = Q(name__icontains=word) | Q(name_es__icontains=word)
        return funds.filter(named | Q(code__icontains=word))

    def is_open(self, funds: QuerySet[Fund], _name: str, answer: str) -> QuerySet[Fund]:
        """Those that donors may choose, or all others."""
        return funds.filter(is_open=answer == "yes")


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """Where money may go, in the order that donors see."""
    chosen = FundFilter(request.GET, queryset=Fund.objects.all())
    counted = chosen.qs.annotate(campaign_count=Count("campaigns")).order_by("position", "pk")
    page = Paginator(counted, AT_ONCE).get_page(request.GET.get("page"))
    context = {"filter": chosen, "page": page, "may_write": bool(person(request).roles & WRITERS)}
    return render(request, "campaigns/funds.html", context)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_new(request: HttpRequest) -> HttpResponse:
    """Write a new fund."""
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_fund(facts=form.facts(), by=person(request), now=timezone.now())
        except FundRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The fund is saved. Choose it in the campaigns that collect for it."))
            return redirect("campaigns:funds")
    return render(request, "campaigns/fund.html", {"form": form})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def fund_edit(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Change a fund."""
    fund = get_object_or_404(Fund, pk=fund_id)
    initial = {name: getattr(fund, name) for name in FundForm.base_fields}
    form = FundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_fund(fund_id=fund.pk, facts=form.facts(), by=person(request), now=timezone.now())
        except FundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:funds")
    return render(request, "campaigns/fund.html", {"fund": fund, "form": form})
