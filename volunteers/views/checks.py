"""Checks of a volunteer, as screening orders them and notes their results."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.organisation import the_zone
from core.clock import legal_day
from volunteers.actions.checks import CheckRefused, order_check, record_result
from volunteers.forms.screening import OrderForm, ResultForm
from volunteers.models import Application, Check, Volunteer
from volunteers.reports.failed_checks import cleared_in_spite
from volunteers.views.applications import SCREENERS
from volunteers.views.people_desk import person_page, the_person


@staff(*SCREENERS)
@require_POST
def check_order(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that a check was ordered."""
    volunteer = the_person(request, volunteer_id)
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


def _back_to(volunteer: Volunteer) -> HttpResponse:
    """The application that is on its way, else the person's page."""
    application = volunteer.applications.filter(state__in=Application.UNDER_WAY).first()
    if application is not None:
        return redirect("volunteers:application_desk", application.pk)
    return redirect("volunteers:person", volunteer.pk)
