"""Series on the desk: written, opened, edited with the impact shown before."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from volunteers.actions.impact import Decision, ImpactChanged
from volunteers.actions.planning import SeriesEdit, plan_edit
from volunteers.actions.series import SeriesRefused, create_series, edit_series, open_series
from volunteers.forms.series import SeriesForm, first_choices
from volunteers.forms.series_edit import SeriesEditForm, coming_days, initial_of
from volunteers.models import Series
from volunteers.reports.series_page import preview_of
from volunteers.views.impact import Question, ask, decision_of


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: HttpRequest) -> HttpResponse:
    """Write a series; `look` shows its sentence and its next days and saves nothing."""
    now = timezone.now()
    form = SeriesForm(request.POST or None, initial=first_choices(now, the_zone()), now=now)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        is_open = "draft" not in request.POST
        made = create_series(facts=form.facts(), is_open=is_open, actor=person(request), now=now)
        said = _("The series is open, and its shifts are made.") if is_open else _("The draft is saved.")
        messages.success(request, said)
        return redirect("volunteers:series_page", made.pk)
    return _show(request, form, None, now)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: HttpRequest, series_id: int) -> HttpResponse:
    """Change a series for all that comes, or from a day on; first see what that does."""
    now = timezone.now()
    series = get_object_or_404(Series.objects.select_related("role__program", "site"), pk=series_id)
    form = SeriesEditForm(
        request.POST or None,
        series=series,
        days=list(coming_days(series, now)),
        initial=_chosen(request, series),
        now=now,
    )
    is_asked = request.method == "POST" and not {"look", "back"} & request.POST.keys()
    if not (request.method == "POST" and form.is_valid() and is_asked):
        return _show(request, form, series, now)
    return _change(request, series, form, now)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def series_open(request: HttpRequest, series_id: int) -> HttpResponse:
    """Open a draft: its shifts are made."""
    series = get_object_or_404(Series, pk=series_id)
    open_series(series_id=series.pk, actor=person(request), now=timezone.now())
    messages.success(request, _("The series is open, and its shifts are made."))
    return redirect("volunteers:series_page", series.pk)


def _change(request: HttpRequest, series: Series, form: SeriesEditForm, now: datetime) -> HttpResponse:
    """Show the impact until it was seen as it is; then do it."""
    edit, decision = form.edit(series), decision_of(request.POST)
    try:
        if decision is None:
            impact = plan_edit(edit, now=now)
            if impact.moved or impact.removed:
                return ask(request, impact, _question(series, edit), now)
            decision = Decision(impact.digest)
        changed = edit_series(edit=edit, decision=decision, actor=person(request), now=now)
    except SeriesRefused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _show(request, form, series, now)
    except ImpactChanged as news:
        return ask(request, news.impact, _question(series, edit, news.sentence), now)
    messages.success(request, _("Saved. Whoever is concerned gets a letter."))
    return redirect("volunteers:series_page", changed.pk)


def _question(series: Series, edit: SeriesEdit, said: str = "") -> Question:
    page = reverse("volunteers:series_page", args=[series.pk])
    return Question(
        title=_("What this change does"),
        back=page,
        button=_("Make the change"),
        can_leave=True,
        can_go_back=True,
        said=said,
        crumbs=[(reverse("volunteers:series_list"), _("Series")), (page, str(series.role))],
    )


def _chosen(request: HttpRequest, series: Series) -> dict[str, object]:
    """Return the series' own facts; an address can name the day from which on."""
    from_on = request.GET.get("from", "")
    return initial_of(series) | ({"applies": "following", "from_on": from_on} if from_on else {})


def _show(request: HttpRequest, form: SeriesForm, series: Series | None, now: datetime) -> HttpResponse:
    described = form.described if form.is_bound else series
    preview = preview_of(described, now) if described else None
    context = {"form": form, "series": series, "preview": preview}
    return render(request, "volunteers/desk/series_edit.html", context)
