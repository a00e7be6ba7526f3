"""What the staff change about a volunteer: details, qualifications, courses, clearances, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from volunteers.actions import people
from volunteers.actions.applications import ApplicationRefused
from volunteers.actions.clearance import ClearanceRefused, revoke_clearance
from volunteers.actions.decisions import renew_clearance
from volunteers.actions.training import record_course
from volunteers.forms.people import DetailsForm, DoneElsewhereForm, HeldForm
from volunteers.forms.screening import RenewForm, RevokeForm
from volunteers.models import Clearance, HeldQualification, Volunteer
from volunteers.views.applications import HANDS, SCREENERS
from volunteers.views.people_desk import person_page, the_person


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Name, phone, language."""
    volunteer = the_person(request, volunteer_id)
    stands = {"name": volunteer.name, "phone": volunteer.phone, "language": volunteer.language}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=stands)
    if request.method == "POST" and form.is_valid():
        people.edit_details(
            volunteer_id=volunteer.pk, details=form.details(), actor=person(request), now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("volunteers:person", volunteer.pk)
    return render(request, "volunteers/desk/person_edit.html", {"form": form, "volunteer": volunteer})


@staff(*HANDS)
@require_POST
def confirm(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that somebody showed a qualification."""
    volunteer = the_person(request, volunteer_id)
    form = HeldForm(request.POST)
    if not form.is_valid():
        return person_page(request, volunteer, held_form=form)
    people.confirm_qualification(
        volunteer=volunteer, actor=person(request), now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Confirmed. Roles that need it are open to them."))
    return redirect("volunteers:person", volunteer.pk)


@staff(*HANDS)
@require_POST
def drop(request: HttpRequest, held_id: int) -> HttpResponse:
    """Take a qualification away."""
    mine = HeldQualification.objects.filter(volunteer__in=Volunteer.objects.visible_to(person(request)))
    held = get_object_or_404(mine, pk=held_id)
    people.drop_qualification(held_id=held.pk, actor=person(request), now=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("volunteers:person", held.volunteer_id)


@staff(*HANDS)
@require_POST
def course_done(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note a course that was done elsewhere."""
    volunteer = the_person(request, volunteer_id)
    form = DoneElsewhereForm(request.POST)
    if not form.is_valid():
        return person_page(request, volunteer, course_form=form)
    record_course(volunteer=volunteer, actor=person(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Noted."))
    return redirect("volunteers:person", volunteer.pk)


@staff(*HANDS, recent=True)
@require_POST
def revoke(request: HttpRequest, clearance_id: int) -> HttpResponse:
    """End a clearance at once; its seats go to others."""
    mine = Clearance.objects.filter(volunteer__in=Volunteer.objects.visible_to(person(request)))
    clearance = get_object_or_404(mine.select_related("volunteer"), pk=clearance_id)
    form = RevokeForm(request.POST, auto_id=f"revoke_{clearance.pk}_%s")
    if not form.is_valid():
        return person_page(request, clearance.volunteer, **{f"revoke_{clearance.pk}": form})
    try:
        released = revoke_clearance(
            clearance=clearance,
            reason=form.cleaned_data["revoked_for"],
            actor=person(request),
            now=timezone.now(),
        )
    except ClearanceRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = {"count": len(released)}
        messages.success(request, _("Revoked. Sign-ups that were released: %(count)s.") % said)
    return redirect("volunteers:person", clearance.volunteer_id)


@staff(*SCREENERS, recent=True)
@require_POST
def renew(request: HttpRequest, clearance_id: int) -> HttpResponse:
    """Let a clearance go on from today."""
    mine = Clearance.objects.filter(volunteer__in=Volunteer.objects.visible_to(person(request)))
    clearance = get_object_or_404(mine.select_related("volunteer"), pk=clearance_id)
    form = RenewForm(request.POST, auto_id=f"renew_{clearance.pk}_%s")
    if form.is_valid():
        try:
            renew_clearance(
                clearance_id=clearance.pk, actor=person(request), now=timezone.now(), **form.cleaned_data
            )
        except (ApplicationRefused, ClearanceRefused) as refusal:
            form.add_error("until_on", str(refusal))
        else:
            messages.success(request, _("Renewed. They read of it by mail."))
            return redirect("volunteers:person", clearance.volunteer_id)
    return person_page(request, clearance.volunteer, **{f"renew_{clearance.pk}": form})


@staff(*HANDS, recent=True)
@require_POST
def leave(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that somebody has left."""
    volunteer = the_person(request, volunteer_id)
    try:
        people.leave_for_good(volunteer_id=volunteer.pk, actor=person(request), now=timezone.now())
    except people.PersonRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. Their clearances ended, and their seats go to others."))
    return redirect("volunteers:person", volunteer.pk)


@staff(*HANDS)
@require_POST
def come_back(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that somebody is back."""
    volunteer = the_person(request, volunteer_id)
    try:
        people.welcome_back(volunteer_id=volunteer.pk, actor=person(request), now=timezone.now())
    except people.PersonRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Welcome back. What they are cleared for is decided anew."))
    return redirect("volunteers:person", volunteer.pk)
