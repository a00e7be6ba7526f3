"""Where my application stands, and what I can do about it."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from core.clock import legal_day
from volunteers.actions.application_steps import step_to_go_on
from volunteers.actions.applications import ApplicationRefused, withdraw_application
from volunteers.actions.guardians import ConsentRefused, name_guardian
from volunteers.actions.references import ReferenceRefused, replace_reference
from volunteers.forms.vouching import GuardianForm, ReferenceForm
from volunteers.models import Application, Volunteer
from volunteers.reports.own_application import Standing, standing_of


@signed_in
@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """The newest application of whoever is signed in."""
    return _drawn(request)


@signed_in
@require_POST
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Take it back. Another's answers 404."""
    mine = Application.objects.filter(volunteer__user=person(request))
    found = get_object_or_404(mine, pk=application_id)
    try:
        withdraw_application(application_id=found.pk, actor=person(request), now=timezone.now())
    except ApplicationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Thank you for having thought of it."))
    return redirect("volunteers:application")


@signed_in
@require_POST
def name_reference(request: HttpRequest) -> HttpResponse:
    """Name one more person, where one is wanted."""
    found, standing = _standing(request)
    if standing.application is None or not standing.references_wanted:
        return redirect("volunteers:application")
    form = ReferenceForm(request.POST, taken={found.email}, prefix="more")
    if not form.is_valid():
        return _drawn(request, reference=form)
    try:
        replace_reference(
            application_id=standing.application.pk,
            named=form.named(),
            actor=person(request),
            now=timezone.now(),
        )
    except ReferenceRefused as refusal:
        form.add_error("email", str(refusal))
        return _drawn(request, reference=form)
    messages.success(request, _("Thank you. We have written to them."))
    return redirect("volunteers:application")


@signed_in
@require_POST
def ask_guardian(request: HttpRequest) -> HttpResponse:
    """Ask a guardian, or another one."""
    found, standing = _standing(request)
    if standing.guardian not in {"needed", "asked"}:
        return redirect("volunteers:application")
    form = GuardianForm(request.POST, taken={found.email}, prefix="guardian")
    if not form.is_valid():
        return _drawn(request, guardian=form)
    try:
        name_guardian(
            volunteer_id=found.pk,
            name=form.cleaned_data["guardian_name"],
            email=form.cleaned_data["guardian_email"],
            actor=person(request),
            now=timezone.now(),
        )
    except ConsentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. We have written to them."))
    return redirect("volunteers:application")


def _standing(request: HttpRequest) -> tuple[Volunteer, Standing]:
    found, now = get_object_or_404(Volunteer, user=person(request)), timezone.now()
    return found, standing_of(found, today=_today(now), now=now)


def _today(now: datetime) -> date:
    return legal_day(now, the_organisation().zone)


def _drawn(
    request: HttpRequest, *, reference: ReferenceForm | None = None, guardian: GuardianForm | None = None
) -> HttpResponse:
    now = timezone.now()
    found = Volunteer.objects.filter(user=person(request)).first()
    standing = standing_of(found, today=_today(now), now=now)
    draft = standing.application if standing.state == Application.State.DRAFT else None
    context = {
        "organisation": the_organisation(),
        "standing": standing,
        "go_on": step_to_go_on(draft, _today(now)) if draft else "",
        "reference": reference or ReferenceForm(prefix="more"),
        "guardian": guardian or GuardianForm(prefix="guardian"),
    }
    return render(request, "volunteers/application.html", context)
