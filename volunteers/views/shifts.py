"""Shifts that somebody could take, and the few presses that take one."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from accounts.paths import own_path
from volunteers.actions.sign_ups import SignUpRefused, join_waitlist, sign_up
from volunteers.forms.shifts import ShiftFilter
from volunteers.models import Shift, SignUp, Volunteer
from volunteers.models.shifts import ShiftQuerySet
from volunteers.reports.one_shift import shift_page
from volunteers.reports.open_shifts import programs_cleared_for, shelf, shifts_ahead, shifts_shown_to
from volunteers.views.mine import the_volunteer

MAY, ALL = "may", "all"


@signed_in
@require_safe
def shifts(request: HttpRequest) -> HttpResponse:
    """The shifts ahead, by day, each with what one can do about it."""
    organisation, now = the_organisation(), timezone.now()
    volunteer = Volunteer.objects.active().filter(user=person(request)).first()
    if volunteer is None:
        return render(request, "volunteers/not_yet.html", {"organisation": organisation})
    programs = programs_cleared_for(volunteer, now=now)
    show = request.GET.get("show") or (MAY if programs else ALL)
    chosen = ShiftFilter(request.GET, queryset=shifts_ahead(programs, now=now))
    found = cast("ShiftQuerySet", chosen.qs)
    context = {
        "organisation": organisation,
        "filter": chosen,
        "is_narrowed": any(request.GET.get(name) for name in chosen.filters),
        "show": show,
        "is_cleared": bool(programs),
        "shelf": shelf(
            volunteer,
            found.filter(role__program__in=programs) if show == MAY else found,
            only_may=show == MAY,
            after=request.GET.get("after", ""),
            home=organisation.zone,
            now=now,
        ),
    }
    return render(request, "volunteers/shifts.html", context)


@signed_in
@require_safe
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """One shift: what it is, its rules, who else is there. One that is not shown to them answers 404."""
    organisation, now = the_organisation(), timezone.now()
    volunteer = the_volunteer(request)
    try:
        page = shift_page(volunteer, shift_id, home=organisation.zone, now=now)
    except Shift.DoesNotExist:
        raise Http404 from None
    return render(request, "volunteers/shift.html", {"organisation": organisation, "page": page})


@signed_in
@require_POST
def take(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Sign up. A second press changes nothing."""
    volunteer = the_volunteer(request)
    _shown(volunteer, shift_id)
    try:
        made = sign_up(
            shift_id=shift_id, volunteer_id=volunteer.pk, actor=person(request), now=timezone.now()
        )
    except SignUpRefused as refusal:
        _say(request, refusal, volunteer, shift_id)
    else:
        messages.success(request, _taken(made))
    return _back(request)


@signed_in
@require_POST
def wait(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Join the waitlist of a full shift."""
    volunteer = the_volunteer(request)
    _shown(volunteer, shift_id)
    try:
        join_waitlist(shift_id=shift_id, volunteer_id=volunteer.pk, actor=person(request), now=timezone.now())
    except SignUpRefused as refusal:
        _say(request, refusal, volunteer, shift_id)
    else:
        messages.success(
            request, _("You are on the waitlist. As soon as a seat is free for you, we write to you.")
        )
    return _back(request)


def _say(request: HttpRequest, refusal: SignUpRefused, volunteer: Volunteer, shift_id: int) -> None:
    """Say why not; to somebody who pressed twice, that it stands."""
    own = SignUp.objects.active().filter(volunteer=volunteer, shift=shift_id).first()
    if own:
        messages.info(request, _("This stands already: %(state)s.") % {"state": own.get_state_display()})
    else:
        messages.error(request, str(refusal))


def _taken(made: SignUp) -> str:
    if made.state == SignUp.State.CONFIRMED:
        return _("You are on. It stands under your shifts, and a reminder comes before it.")
    return _("Asked for. A coordinator answers by mail; the seat is kept for you until then.")


def _shown(volunteer: Volunteer, shift_id: int) -> None:
    """Raises: Http404 for a shift that this volunteer is not shown."""
    programs = programs_cleared_for(volunteer, now=timezone.now())
    get_object_or_404(shifts_shown_to(programs), pk=shift_id)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the list as it was narrowed, or to one's own shifts."""
    path = own_path(request.POST.get("back"))
    return redirect(path if path.startswith(reverse("volunteers:shifts")) else "volunteers:mine")
