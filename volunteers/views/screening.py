"""What screening does about an application: conversations, references, and the decision."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from volunteers.actions import decisions
from volunteers.actions.applications import ApplicationRefused
from volunteers.actions.clearance import ClearanceRefused
from volunteers.actions.references import ReferenceRefused, remind_reference, replace_reference
from volunteers.forms.screening import (
    ClearForm,
    DeclineForm,
    InterviewForm,
    InterviewResultForm,
)
from volunteers.forms.vouching import ReferenceForm
from volunteers.models import Application, Interview, Reference
from volunteers.views.applications import SCREENERS, application_page, the_application

REFUSALS = (ApplicationRefused, ClearanceRefused, ReferenceRefused)


@dataclass(frozen=True)
class Filled:
    """A form of the application's page, its name there, and the field at which a refusal is said.

    Without a field the refusal is a message: the form is gone when the page is read anew.
    """

    name: str
    form: Form
    field: str = ""


@staff(*SCREENERS)
@require_POST
def interview(request: HttpRequest, application_id: int) -> HttpResponse:
    """Plan a conversation, or move it."""
    application = the_application(request, application_id)
    form = InterviewForm(request.POST)
    return _filled_in(
        request,
        application,
        Filled("interview_form", form, "at"),
        lambda: decisions.plan_interview(
            application_id=application.pk,
            at=form.cleaned_data["at"],
            actor=person(request),
            now=timezone.now(),
        ),
        _("Planned. The applicant reads of it by mail."),
    )


@staff(*SCREENERS)
@require_POST
def interview_result(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Note how a conversation went."""
    mine = Interview.objects.filter(application__in=Application.objects.visible_to(person(request)))
    found = get_object_or_404(mine, pk=interview_id)
    form = InterviewResultForm(request.POST)
    return _filled_in(
        request,
        the_application(request, found.application_id),
        Filled("interview_result_form", form),
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
    return _filled_in(
        request,
        application,
        Filled("clear_form", form, "programs"),
        lambda: decisions.clear_applicant(
            application_id=application.pk,
            terms=form.terms(),
            actor=person(request),
            now=timezone.now(),
        ),
        _("Cleared. They read of it by mail and can choose shifts."),
    )


@staff(*SCREENERS)
@require_POST
def decline(request: HttpRequest, application_id: int) -> HttpResponse:
    """Say no, in the words that everybody reads."""
    application = the_application(request, application_id)
    form = DeclineForm(request.POST)
    return _filled_in(
        request,
        application,
        Filled("decline_form", form),
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
    return _filled_in(
        request,
        application,
        Filled("reference_form", form, "email"),
        lambda: replace_reference(
            application_id=application.pk,
            named=form.named(),
            actor=person(request),
            now=timezone.now(),
            reference_id=reference.pk,
        ),
        _("We have written to them."),
    )


def _reference(request: HttpRequest, reference_id: int) -> Reference:
    mine = Reference.objects.filter(application__in=Application.objects.visible_to(person(request)))
    return get_object_or_404(mine, pk=reference_id)


def _filled_in(
    request: HttpRequest, application: Application, filled: Filled, act: Callable[[], object], words: str
) -> HttpResponse:
    """Do what a form of the application's page asks for; what is wrong is said there, at its field."""
    if not filled.form.is_valid():
        return application_page(request, application, **{filled.name: filled.form})
    if not filled.field:
        return _done(request, application.pk, act, words)
    try:
        act()
    except REFUSALS as refusal:
        filled.form.add_error(filled.field, str(refusal))
        return application_page(request, application, **{filled.name: filled.form})
    messages.success(request, words)
    return redirect("volunteers:application_desk", application.pk)


def _done(request: HttpRequest, application_id: int, act: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so, or say why not."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("volunteers:application_desk", application_id)
