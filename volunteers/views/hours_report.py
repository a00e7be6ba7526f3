"""Hours by program and month, what an hour is worth, and papers about one volunteer's."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_organisation, the_zone
from core.clock import legal_day
from volunteers.actions.hour_values import ValueRefused, add_hour_value
from volunteers.forms.hours import PaperForm, SpanForm, ValueForm
from volunteers.models import HourValue, Volunteer
from volunteers.reports.hours_report import Span, hours_report
from volunteers.reports.own_hours import own_hours
from volunteers.views.own_hours import paper_answer, this_year

WRITERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
READERS = (Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR, Role.READ_ONLY)


@staff(*READERS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Hours by program and month with their worth; every figure opens its rows."""
    form = SpanForm(request.GET or None)
    chosen: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = legal_day(timezone.now(), the_zone())
    until = chosen.get("until") or today
    since = min(chosen.get("since") or date(until.year, 1, 1), until)
    context = {
        "form": form if form.is_bound else SpanForm(initial={"since": since, "until": until}),
        "report": hours_report(Span(since, until, chosen.get("program"))),
        "currency": the_organisation().currency,
    }
    return render(request, "volunteers/desk/hours_report.html", context)


@staff(*READERS)
@require_safe
def hour_values(request: HttpRequest) -> HttpResponse:
    """What an hour is worth from which day on."""
    return _values(request, ValueForm())


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def hour_value_add(request: HttpRequest) -> HttpResponse:
    """Add a row, with its source."""
    form = ValueForm(request.POST)
    if not form.is_valid():
        return _values(request, form)
    try:
        add_hour_value(actor=person(request), now=timezone.now(), **form.cleaned_data)
    except ValueRefused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _values(request, form)
    messages.success(request, _("Saved."))
    return redirect("volunteers:hour_values")


@staff(*READERS)
@require_safe
def person_hours(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """One volunteer's hours, and a form for papers about them."""
    now = timezone.now()
    volunteer = get_object_or_404(Volunteer.objects.visible_to(person(request)), pk=volunteer_id)
    context = {
        "volunteer": volunteer,
        "own": own_hours(volunteer, now),
        "paper_form": PaperForm(initial=this_year(now)),
        "paper_address": reverse("volunteers:person_paper", args=[volunteer.pk]),
    }
    return render(request, "volunteers/desk/person_hours.html", context)


@staff(*READERS)
@require_safe
def person_paper(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """A letter or a certificate about a volunteer's hours, in their language, as a file."""
    volunteer = get_object_or_404(Volunteer.objects.visible_to(person(request)), pk=volunteer_id)
    answer = paper_answer(request, volunteer, volunteer.language)
    return answer or redirect("volunteers:person_hours", volunteer.pk)


def _values(request: HttpRequest, form: ValueForm) -> HttpResponse:
    may_write = bool(person(request).roles & WRITERS)
    context = {"form": form, "values": HourValue.objects.all(), "may_write": may_write}
    return render(request, "volunteers/desk/hour_values.html", context)
