"""What screening does: conversations, references, checks, and the decision."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions import decisions
from volunteers.actions.applications import ApplicationRefused
from volunteers.actions.checks import CheckRefused, order_check, record_result
from volunteers.actions.clearance import ClearanceRefused
from volunteers.actions.references import ReferenceRefused, remind_reference, replace_reference
from volunteers.forms.screening import (
    ClearForm,
    DeclineForm,
    InterviewForm,
    InterviewResultForm,
    OrderForm,
    ResultForm,
)
from volunteers.forms.vouching import ReferenceForm
from volunteers.models import Application, Check, Interview, Reference, Volunteer
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.views.applications import SCREENERS, application_page, the_application
from volunteers.views.people_desk import person_page

REFUSALS = (ApplicationRefused, ClearanceRefused, ReferenceRefused)


@staff(*SCREENERS)
@require_POST
def interview(request: HttpRequest, application_id: int) -> HttpResponse:
    """Plan a conversation, or move it."""
    application = the_application(request, application_id)
    form = InterviewForm(request.POST)
    if form.is_valid():
        try:
            decisions.plan_interview(
                application_id=application.pk,
                at=form.cleaned_data["at"],
                actor=person(request),
                now=timezone.now(),
            )
        except ApplicationRefused as refusal:
            form.add_error("at", str(refusal))
        else:
            messages.success(request, _("Planned. The applicant reads of it by mail."))
            return redirect("volunteers:application_desk", application.pk)
    return application_page(request, application, interview_form=form)


@staff(*SCREENERS)
@require_POST
def interview_result(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Note how a conversation went."""
    mine = Interview.objects.filter(application__in=Application.objects.visible_to(person(request)))
    found = get_object_or_404(mine, pk=interview_id)
    form = InterviewResultForm(request.POST)
    if not form.is_valid():
        application = the_application(request, found.application_id)
        return application_page(request, application, interview_result_form=form)
    return _done(
        request,
        found.application_id,
        lambda: decisions.record_interview(
            interview_id=found.pk,
            result=form.cleaned_data["result"],
            actor=person(request),
            now=timezone.now(),
        ),
        _("Noted."),
    )


@staff(*SCREENERS)
@require_POST
def begin_checks(request: HttpRequest, application_id: int) -> HttpResponse:
    """Go on to the checks."""
    application = the_application(request, application_id)
    return _done(
        request,
        application.pk,
        lambda: decisions.begin_checks(
            application_id=application.pk, actor=person(request), now=timezone.now()
        ),
        _("The checks have begun."),
    )


@staff(*SCREENERS)
@require_POST
def clear(request: HttpRequest, application_id: int) -> HttpResponse:
    """Say yes."""
    application = the_application(request, application_id)
    form = ClearForm(application, request.POST)
    if form.is_valid():
        try:
            decisions.clear_applicant(
                application_id=application.pk,
                terms=form.terms(),
                actor=person(request),
                now=timezone.now(),
            )
        except (ApplicationRefused, ClearanceRefused) as refusal:
            form.add_error("programs", str(refusal))
        else:
            messages.success(request, _("Cleared. They read of it by mail and can choose shifts."))
            return redirect("volunteers:application_desk", application.pk)
    return application_page(request, application, clear_form=form)


@staff(*SCREENERS)
@require_POST
def decline(request: HttpRequest, application_id: int) -> HttpResponse:
    """Say no, in the words that everybody reads."""
    application = the_application(request, application_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return application_page(request, application, decline_form=form)
    return _done(
        request,
        application.pk,
        lambda: decisions.decline_applicant(
            application_id=application.pk,
            declined_for=form.cleaned_data["declined_for"],
            actor=person(request),
            now=timezone.now(),
        ),
        _("Declined. The letter leaves on the morning of the next working day."),
    )


@staff(*SCREENERS)
@require_POST
def remind(request: HttpRequest, reference_id: int) -> HttpResponse:
    """Write to a reference once more."""
    reference = _reference(request, reference_id)
    return _done(
        request,
        reference.application_id,
        lambda: remind_reference(reference_id=reference.pk, now=timezone.now()),
        _("We have written to them once more."),
    )


@staff(*SCREENERS)
@require_POST
def replace(request: HttpRequest, reference_id: int) -> HttpResponse:
    """Ask somebody else instead."""
    reference = _reference(request, reference_id)
    application = the_application(request, reference.application_id)
    form = ReferenceForm(request.POST, taken={application.volunteer.email})
    if form.is_valid():
        try:
            replace_reference(
                application_id=application.pk,
                named=form.named(),
                actor=person(request),
                now=timezone.now(),
                reference_id=reference.pk,
            )
        except ReferenceRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("We have written to them."))
            return redirect("volunteers:application_desk", application.pk)
    return application_page(request, application, reference_form=form)


@staff(*SCREENERS)
@require_POST
def check_order(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that a check was ordered."""
    volunteer = get_object_or_404(Volunteer.objects.visible_to(person(request)), pk=volunteer_id)
    form = OrderForm(request.POST)
    if form.is_valid():
        try:
            order_check(volunteer=volunteer, actor=person(request), now=timezone.now(), **form.cleaned_data)
        except CheckRefused as refusal:
            form.add_error("kind", str(refusal))
        else:
            messages.success(request, _("Noted: it is under way."))
            return _back_to(volunteer)
    return person_page(request, volunteer, order_form=form)


@staff(*SCREENERS)
@require_POST
def check_result(request: HttpRequest, check_id: int) -> HttpResponse:
    """Note what came of a check. The report itself stays with the vendor."""
    mine = Check.objects.filter(volunteer__in=Volunteer.objects.visible_to(person(request)))
    check = get_object_or_404(mine.select_related("volunteer"), pk=check_id)
    form = ResultForm(request.POST)
    if check.result != Check.Result.PENDING:
        messages.error(request, _("Its result is noted already. Order a new check if it was wrong."))
        return _back_to(check.volunteer)
    if form.is_valid():
        try:
            record_result(check_id=check.pk, actor=person(request), now=timezone.now(), **form.cleaned_data)
        except CheckRefused as refusal:
            form.add_error("done_on", str(refusal))
        else:
            messages.success(request, _("Noted."))
            if cleared_in_spite(legal_day(timezone.now(), the_zone())).filter(volunteer=check.volunteer):
                messages.warning(request, _("They are cleared for a program that asks for this check."))
                return redirect("volunteers:person", check.volunteer_id)
            return _back_to(check.volunteer)
    return person_page(request, check.volunteer, result_form=form)


def _reference(request: HttpRequest, reference_id: int) -> Reference:
    mine = Reference.objects.filter(application__in=Application.objects.visible_to(person(request)))
    return get_object_or_404(mine, pk=reference_id)


def _done(request: HttpRequest, application_id: int, act: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("volunteers:application_desk", application_id)


def _back_to(volunteer: Volunteer) -> HttpResponse:
    """The application that is on its way, else the person's page."""
    application = volunteer.applications.filter(state__in=Application.UNDER_WAY).first()
    if application is not None:
        return redirect("volunteers:application_desk", application.pk)
    return redirect("volunteers:person", volunteer.pk)
