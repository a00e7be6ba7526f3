"""My trainings and agreements: book a place, read, accept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from core.clock import legal_day
from volunteers.actions.agreements import AgreementRefused, accept_version
from volunteers.actions.training import TrainingRefused, book_place, give_place_back
from volunteers.models import AgreementVersion, TrainingSession, Volunteer
from volunteers.reports.own_application import courses_to_do, programs_asked_of, sessions_for


def _volunteer(request: HttpRequest) -> Volunteer:
    """Whoever is signed in, also while their application is on its way. Raises: Http404 for others."""
    return get_object_or_404(Volunteer.objects.active(), user=person(request))


@signed_in
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What is to learn, the days on which it is taught, and what is done."""
    organisation, now = the_organisation(), timezone.now()
    volunteer = Volunteer.objects.active().filter(user=person(request)).first()
    context: dict[str, object] = {"organisation": organisation, "volunteer": volunteer}
    if volunteer is not None:
        today = legal_day(now, organisation.zone)
        programs = programs_asked_of(volunteer, today)
        context |= {
            "sessions": sessions_for(volunteer, programs, now),
            "to_do": courses_to_do(volunteer, programs, today),
            "done": volunteer.trained.select_related("course"),
        }
    return render(request, "volunteers/training.html", context)


@signed_in
@require_POST
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """Take a place."""
    volunteer, now = _volunteer(request), timezone.now()
    programs = programs_asked_of(volunteer, legal_day(now, the_organisation().zone))
    sessions = TrainingSession.objects.filter(course__programs__in=programs).distinct()
    session = get_object_or_404(sessions, pk=session_id)
    try:
        book_place(session_id=session.pk, volunteer=volunteer, now=now)
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The place is yours. A letter with the time is on its way."))
    return redirect("volunteers:training")


@signed_in
@require_POST
def give_back(request: HttpRequest, session_id: int) -> HttpResponse:
    """Give a place back. Another's answers 404."""
    volunteer = _volunteer(request)
    place = get_object_or_404(volunteer.training_places, session=session_id)
    try:
        give_place_back(session_id=place.session_id, volunteer=volunteer, now=timezone.now())
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Given back. Thank you for saying so."))
    return redirect("volunteers:training")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, version_id: int) -> HttpResponse:
    """A wording to read. Opening it accepts nothing; the box and the button together do."""
    volunteer = _volunteer(request)
    versions = AgreementVersion.objects.select_related("agreement")
    version = get_object_or_404(versions, pk=version_id, agreement__is_open=True)
    is_unticked = request.method == "POST" and "read" not in request.POST
    if request.method == "POST" and not is_unticked:
        try:
            accept_version(version=version, volunteer=volunteer, now=timezone.now())
        except AgreementRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Accepted. Thank you for keeping it."))
        return redirect("volunteers:application")
    context = {
        "organisation": the_organisation(),
        "version": version,
        "accepted": volunteer.accepted.filter(version=version).first(),
        "is_unticked": is_unticked,
    }
    return render(request, "volunteers/agreement.html", context)
