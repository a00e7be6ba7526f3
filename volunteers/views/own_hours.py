"""My hours: what counts, what waits, what I can report, and papers about them."""

from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation, the_zone
from core.clock import legal_day
from volunteers.actions.hours import HoursRefused, correct_hours, report_hours
from volunteers.forms.hours import CorrectionForm, PaperForm, ReportForm
from volunteers.models import Volunteer
from volunteers.papers import NoHours, Wanted, hours_paper
from volunteers.reports.own_hours import own_entries, own_hours
from volunteers.views.mine import the_volunteer

AT_ONCE = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """My hours by month, what each day counts as, and a form for hours that no check-in counted."""
    now, organisation = timezone.now(), the_organisation()
    volunteer = Volunteer.objects.active().filter(user=person(request)).first()
    if volunteer is None:
        return render(request, "volunteers/not_yet.html", {"organisation": organisation})
    form = ReportForm(request.POST or None, volunteer=volunteer)
    if request.method == "POST" and form.is_valid() and _is_reported(request, volunteer, form, now):
        return redirect("volunteers:hours")
    context = {
        "organisation": organisation,
        "own": own_hours(volunteer, now),
        "page": Paginator(own_entries(volunteer), AT_ONCE).get_page(request.GET.get("page")),
        "form": form,
        "paper_form": PaperForm(initial=this_year(now)),
        "paper_address": reverse("volunteers:hours_paper"),
    }
    return render(request, "volunteers/hours.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hours_correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Say that one of my entries should count as something else. A coordinator approves it."""
    now = timezone.now()
    entry = get_object_or_404(own_entries(the_volunteer(request)), pk=entry_id)
    form = CorrectionForm(request.POST or None, initial={"hours": entry.total, "reason": "forgot_out"})
    if request.method == "POST" and form.is_valid():
        minutes, reason = form.cleaned_data["hours"], form.cleaned_data["reason"]
        facts = {"entry_id": entry.pk, "minutes": minutes, "reason": reason, "actor": person(request)}
        try:
            correct_hours(**facts, now=now, is_claim=True)
        except HoursRefused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("Sent. It counts once a coordinator has approved it."))
            return redirect("volunteers:hours")
    context = {"organisation": the_organisation(), "entry": entry, "form": form}
    return render(request, "volunteers/hours_correct.html", context)


@signed_in
@require_safe
def hours_paper_own(request: HttpRequest) -> HttpResponse:
    """A letter or a certificate about my own hours, as a file. Nothing is kept of it."""
    answer = paper_answer(request, the_volunteer(request), (get_language() or "en")[:2])
    return answer or redirect("volunteers:hours")


def paper_answer(request: HttpRequest, volunteer: Volunteer, language: str) -> HttpResponse | None:
    """Return the paper that the address asks for; where there is none, say why and return None."""
    form = PaperForm(request.GET)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return None
    wanted = Wanted(language=language, **form.cleaned_data)
    try:
        content = hours_paper(volunteer, wanted, timezone.now())
    except NoHours as refusal:
        messages.error(request, str(refusal))
        return None
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="volunteer-service-{wanted.until_on}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def this_year(now: datetime) -> dict[str, date]:
    """Return the days that a paper is about unless somebody says otherwise."""
    today = legal_day(now, the_zone())
    return {"from_on": date(today.year, 1, 1), "until_on": today}


def _is_reported(request: HttpRequest, volunteer: Volunteer, form: ReportForm, now: datetime) -> bool:
    try:
        report_hours(
            volunteer_id=volunteer.pk,
            program_id=form.cleaned_data["program"].pk,
            on=form.cleaned_data["on"],
            minutes=form.cleaned_data["hours"],
            actor=person(request),
            now=now,
        )
    except HoursRefused as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return False
    messages.success(request, _("Thank you. They count once a coordinator has approved them."))
    return True
