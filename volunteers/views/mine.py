"""My shifts, and what I can do about each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from volunteers.actions.sign_ups import SignUpRefused, accept_offer, cancel_sign_up, refuse_offer
from volunteers.models import SignUp, Volunteer
from volunteers.reports.own_seats import seats_of
from volunteers.reports.schedule import schedule_of


def the_volunteer(request: HttpRequest) -> Volunteer:
    """Return whoever is signed in as a volunteer. Raises: Http404 for everybody else."""
    return get_object_or_404(Volunteer.objects.active(), user=person(request))


def own_sign_up(request: HttpRequest, sign_up_id: int) -> SignUp:
    """Return a sign-up of whoever is signed in. Raises: Http404 for another's, also to staff."""
    rows = SignUp.objects.select_related("shift__role__program", "shift__site")
    return get_object_or_404(rows, pk=sign_up_id, volunteer=the_volunteer(request))


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The next shift first, then what waits for an answer, what is confirmed, what was."""
    organisation, now = the_organisation(), timezone.now()
    volunteer = Volunteer.objects.active().filter(user=person(request)).first()
    if volunteer is None:
        return render(request, "volunteers/not_yet.html", {"organisation": organisation})
    context = {
        "organisation": organisation,
        "volunteer": volunteer,
        "application": volunteer.applications.open().first(),
        "leads": volunteer.leads.filter(is_open=True),
        "schedule": schedule_of(volunteer, home=organisation.zone, now=now),
    }
    return render(request, "volunteers/mine.html", context)


@signed_in
@require_POST
def cancel(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Give a seat back, or leave a waitlist. The rule stood beside the button."""
    sign_up = own_sign_up(request, sign_up_id)
    was_waiting = sign_up.state == SignUp.State.WAITING
    try:
        cancel_sign_up(sign_up_id=sign_up.pk, actor=person(request), now=timezone.now())
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        given_back = _("Given back. Thank you for saying so: somebody else can have it now.")
        messages.success(request, _("You left the waitlist.") if was_waiting else given_back)
    return redirect("volunteers:mine")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """A seat that is held for me: yes or no."""
    sign_up, organisation, now = own_sign_up(request, sign_up_id), the_organisation(), timezone.now()
    if request.method == "POST":
        is_yes = request.POST.get("answer") == "yes"
        try:
            (accept_offer if is_yes else refuse_offer)(sign_up_id=sign_up.pk, actor=person(request), now=now)
        except SignUpRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _taken(sign_up) if is_yes else _("Thank you. The next in line has it now.")
            )
        return redirect("volunteers:mine")
    seat = seats_of([sign_up], home=organisation.zone, now=now)[0]
    return render(request, "volunteers/offer.html", {"organisation": organisation, "seat": seat})


def _taken(sign_up: SignUp) -> str:
    if sign_up.shift.role.is_instant:
        return _("The seat is yours.")
    return _("Asked for. A coordinator answers by mail; the seat is kept for you until then.")
