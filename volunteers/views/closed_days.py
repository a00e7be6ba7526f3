"""Days on which the house is closed."""

from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.closed_days import close_days, open_day, plan_close, proposed
from volunteers.actions.impact import ImpactChanged
from volunteers.forms.closed_days import ClosedDayFilter, ClosedDayForm, ProposalForm, ProposedDays
from volunteers.models import ClosedDay
from volunteers.views.impact import Question, ask, decision_of

AT_ONCE = 50
WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


@staff(*READERS)
@require_safe
def closed_days(request: HttpRequest) -> HttpResponse:
    """The closed days that come; `?past=yes` shows those that are over."""
    return _show(request, ClosedDayForm())


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def closed_day_add(request: HttpRequest) -> HttpResponse:
    """Close on one day; first see who has a seat then."""
    form = ClosedDayForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    return _close(request, [(form.cleaned_data["on"], form.cleaned_data["name"])], timezone.now())


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def closed_days_propose(request: HttpRequest) -> HttpResponse:
    """Propose the public holidays of a year; people take what they keep, and name it."""
    now = timezone.now()
    choice = ProposalForm(request.GET if "year" in request.GET else None, now=now)
    lines = ProposedDays(request.POST or None, initial=_initial(choice), prefix="days")
    if request.method == "POST" and lines.is_valid():
        taken = [line.cleaned_data for line in lines if line.cleaned_data.get("is_taken")]
        if taken:
            return _close(request, [(line["on"], line["name"]) for line in taken], now)
        messages.error(request, _("Please tick the days that are closed."))
    context = {"choice": choice, "lines": lines}
    return render(request, "volunteers/desk/closed_days_propose.html", context)


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def closed_day_drop(request: HttpRequest, closed_day_id: int) -> HttpResponse:
    """Take a closed day back."""
    closed = get_object_or_404(ClosedDay, pk=closed_day_id)
    open_day(day=closed.on, actor=person(request), now=timezone.now())
    messages.success(request, _("The day is open again. Series have their shifts of that day."))
    return redirect("volunteers:closed_days")


def _close(request: HttpRequest, days: list[tuple[date, str]], now: datetime) -> HttpResponse:
    decision = decision_of(request.POST)
    impact = plan_close([day for day, _name in days], now=now)
    if decision is None and any(line.seats for line in impact.lines):
        return ask(request, impact, _question(), now)
    digest = decision.digest if decision else impact.digest
    try:
        close_days(days=days, digest=digest, actor=person(request), now=now)
    except ImpactChanged as news:
        return ask(request, news.impact, _question(news.sentence), now)
    messages.success(request, _("Closed. Whoever had a seat is told."))
    return redirect("volunteers:closed_days")


def _initial(choice: ProposalForm) -> list[dict[str, object]]:
    if not choice.is_bound or not choice.is_valid():
        return []
    found = proposed(choice.cleaned_data["year"], choice.cleaned_data["subdivision"])
    return [{"is_taken": True, "on": day, "name": name} for day, name in found]


def _show(request: HttpRequest, form: ClosedDayForm) -> HttpResponse:
    is_past = request.GET.get("past") == "yes"
    chosen = ClosedDayFilter(request.GET, queryset=ClosedDay.objects.all())
    rows = chosen.qs if is_past else chosen.qs.filter(on__gte=legal_day(timezone.now(), the_zone()))
    page = Paginator(rows.order_by("-on" if is_past else "on"), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "form": form,
        "is_past": is_past,
        "may_write": bool(person(request).roles & WRITERS),
    }
    return render(request, "volunteers/desk/closed_days.html", context)


def _question(said: str = "") -> Question:
    page = reverse("volunteers:closed_days")
    return Question(
        title=_("What closing does"),
        back=page,
        button=_("Close"),
        said=said,
        crumbs=[(reverse("volunteers:series_list"), _("Series")), (page, _("Closed days"))],
    )
