"""When I can, when not, and how I am reached."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from core.clock import legal_day
from volunteers.actions.availability import (
    AvailabilityRefused,
    add_hours,
    change_reach,
    drop_hours,
    go_away,
)
from volunteers.actions.standing import end_away
from volunteers.forms.availability import AwayForm, HoursForm, ReachForm
from volunteers.models import Availability, Away, Volunteer
from volunteers.reports.availability import week_of
from volunteers.views.mine import the_volunteer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest) -> HttpResponse:
    """The hours of a week that suit, days away, reminders. Each part is saved by itself."""
    volunteer = the_volunteer(request)
    organisation, now = the_organisation(), timezone.now()
    today = legal_day(now, organisation.zone)
    part = request.POST.get("part", "")
    given = request.POST if request.method == "POST" else None
    hours = HoursForm(given if part == "hours" else None, auto_id="hours_%s")
    away = AwayForm(given if part == "away" else None, today=today, auto_id="away_%s")
    reach = ReachForm(given) if part == "reach" else ReachForm.of(volunteer)
    is_kept = (
        (hours.is_valid() and _keep_hours(request, hours, volunteer))
        or (away.is_valid() and _keep_away(request, away, volunteer, now))
        or (reach.is_valid() and _keep_reach(request, reach, volunteer))
    )
    if is_kept:
        return redirect("volunteers:availability")
    context = {
        "organisation": organisation,
        "hours": hours,
        "away": away,
        "reach": reach,
        "week": week_of(volunteer),
        "away_days": volunteer.away.filter(until_on__gte=today),
    }
    return render(request, "volunteers/availability.html", context)


@signed_in
@require_POST
def drop(request: HttpRequest, availability_id: int) -> HttpResponse:
    """Take hours out of the week. Another's answer 404."""
    row = get_object_or_404(Availability, pk=availability_id, volunteer=the_volunteer(request))
    drop_hours(availability_id=row.pk)
    messages.success(request, _("Taken out."))
    return redirect("volunteers:availability")


@signed_in
@require_POST
def back(request: HttpRequest, away_id: int) -> HttpResponse:
    """Take days away out again. Another's answer 404."""
    row = get_object_or_404(Away, pk=away_id, volunteer=the_volunteer(request))
    taken = end_away(away_id=row.pk, last_on=None, now=timezone.now())
    messages.success(request, _("Taken out. Welcome back."))
    if taken:
        words = ngettext(
            "%(number)d seat of your standing place was free and is yours again.",
            "%(number)d seats of your standing places were free and are yours again.",
            len(taken),
        )
        messages.success(request, words % {"number": len(taken)})
    return redirect("volunteers:availability")


def _keep_hours(request: HttpRequest, form: HoursForm, volunteer: Volunteer) -> bool:
    try:
        add_hours(volunteer_id=volunteer.pk, **form.cleaned_data)
    except AvailabilityRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Your week is saved."))
    return True


def _keep_away(request: HttpRequest, form: AwayForm, volunteer: Volunteer, now: datetime) -> bool:
    try:
        left = go_away(volunteer_id=volunteer.pk, actor=person(request), now=now, **form.cleaned_data)
    except AvailabilityRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved. You are asked for nothing in these days."))
    given_up, kept = len(left.given_up), len(left.kept)
    if given_up:
        words = ngettext(
            "%(number)d shift of yours in these days was given back.",
            "%(number)d shifts of yours in these days were given back.",
            given_up,
        )
        messages.success(request, words % {"number": given_up})
    if kept:
        words = ngettext(
            "%(number)d shift in these days stays yours: it is too late to give it back here, or nobody"
            " else could lead it. Please ask for a stand-in, or call the coordinator.",
            "%(number)d shifts in these days stay yours: it is too late to give them back here, or nobody"
            " else could lead them. Please ask for stand-ins, or call the coordinator.",
            kept,
        )
        messages.warning(request, words % {"number": kept})
    return True


def _keep_reach(request: HttpRequest, form: ReachForm, volunteer: Volunteer) -> bool:
    change_reach(volunteer_id=volunteer.pk, reach=form.reach())
    messages.success(request, _("Saved."))
    return True
