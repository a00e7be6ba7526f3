"""What gifts made possible: the counts on the desk, and the page that the public reads."""

import django_filters
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, public, staff
from accounts.models import Role
from accounts.organisation import the_organisation, the_zone
from campaigns.actions.impact import ImpactRefused, remove_figure, save_figure, save_measure
from campaigns.forms.impact import FigureForm, MeasureForm
from campaigns.models import Fund, ImpactFigure, ImpactMeasure
from campaigns.reports.impact import public_figures, public_periods, shown_values
from core.clock import legal_day

AT_ONCE = 50
WRITERS = {Role.FUNDRAISER, Role.ADMINISTRATOR}
YES_NO = [("yes", _l("Yes")), ("no", _l("No"))]


class FigureFilter(django_filters.FilterSet):
    """What the list of counts can be narrowed to."""

    measure = django_filters.ModelChoiceFilter(
        queryset=ImpactMeasure.objects.all(), empty_label=_l("Any"), label=_l("What is counted")
    )
    fund = django_filters.ModelChoiceFilter(
        queryset=Fund.objects.all(),
        empty_label=_l("Any"),
        null_label=_l("All together"),
        label=_l("Kind of help"),
    )
    public = django_filters.ChoiceFilter(
        choices=YES_NO, method="is_shown", empty_label=_l("Any"), label=_l("For the public")
    )

    class Meta:
        model = ImpactFigure
        fields = ("measure",)

    def is_shown(self, figures: QuerySet[ImpactFigure], _name: str, answer: str) -> QuerySet[ImpactFigure]:
        """Those meant for the public page, or all others."""
        return figures.filter(is_public=answer == "yes")


@public
@require_safe
def impact(request: HttpRequest) -> HttpResponse:
    """Counts by period and kind of help; none below eleven, nor what would tell of one."""
    context = {"organisation": the_organisation(), "periods": public_periods(), "as_of": timezone.now()}
    return render(request, "campaigns/impact.html", context)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def impact_list(request: HttpRequest) -> HttpResponse:
    """All counts as typed, each with what the public sees of it."""
    figures = ImpactFigure.objects.select_related("measure", "fund")
    chosen = FigureFilter(request.GET, queryset=figures)
    page = Paginator(chosen.qs, AT_ONCE).get_page(request.GET.get("page"))
    values = shown_values(public_figures())
    rows = [(figure, figure.pk in values, values.get(figure.pk)) for figure in page]
    context = {
        "filter": chosen,
        "page": page,
        "rows": rows,
        "measures": ImpactMeasure.objects.all(),
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "campaigns/impact_list.html", context)


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, figure_id: int | None = None) -> HttpResponse:
    """Type a count, anew or changed."""
    found = get_object_or_404(ImpactFigure, pk=figure_id) if figure_id else None
    initial = {name: getattr(found, name) for name in FigureForm.base_fields} if found else {}
    today = legal_day(timezone.now(), the_zone())
    form = FigureForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            save_figure(figure_id=figure_id, facts=form.facts(), by=person(request), now=timezone.now())
        except ImpactRefused as refusal:
            form.add_error("since", str(refusal))
        else:
            messages.success(request, _("Saved. See below what the public reads of it."))
            return redirect("campaigns:impact_list")
    return render(request, "campaigns/impact_figure.html", {"form": form, "figure": found})


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_POST
def figure_remove(request: HttpRequest, figure_id: int) -> HttpResponse:
    """Take a count away."""
    remove_figure(figure_id=figure_id, by=person(request), now=timezone.now())
    messages.success(request, _("The count is gone; the audit trail keeps what it said."))
    return redirect("campaigns:impact_list")


@staff(Role.FUNDRAISER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, measure_id: int | None = None) -> HttpResponse:
    """Say what is counted, anew or changed."""
    found = get_object_or_404(ImpactMeasure, pk=measure_id) if measure_id else None
    initial = {name: getattr(found, name) for name in MeasureForm.base_fields} if found else {}
    form = MeasureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_measure(measure_id=measure_id, facts=form.facts(), by=person(request), now=timezone.now())
        except ImpactRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaigns:impact_list")
    return render(request, "campaigns/impact_measure.html", {"form": form, "measure": found})
