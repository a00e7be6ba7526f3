"""A team's leader signs it up, and sees where it comes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.actions.teams import TeamSignedUp, sign_up_team
from volunteers.models import Shift, Team
from volunteers.reports.open_shifts import programs_cleared_for, shifts_shown_to
from volunteers.reports.team_shifts import rows_of, shifts_to_come
from volunteers.views.mine import the_volunteer

AT_ONCE = 25


@signed_in
@require_safe
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """The shifts to which a team comes. Another leader's team answers 404."""
    led = get_object_or_404(Team, pk=team_id, leader=the_volunteer(request), is_open=True)
    organisation, now = the_organisation(), timezone.now()
    page = Paginator(shifts_to_come(led, now), AT_ONCE).get_page(request.GET.get("page"))
    rows = rows_of(led, list(page), home=organisation.zone, now=now)
    context = {"organisation": organisation, "team": led, "page": page, "rows": rows}
    return render(request, "volunteers/team.html", context)


@signed_in
@require_POST
def team_sign_up(request: HttpRequest, shift_id: int, team_id: int) -> HttpResponse:
    """Give seats to those who were ticked. Another leader's team answers 404."""
    leader = the_volunteer(request)
    team = get_object_or_404(Team, pk=team_id, leader=leader, is_open=True)
    now = timezone.now()
    shown = shifts_shown_to(programs_cleared_for(leader, now=now))
    shift: Shift = get_object_or_404(shown, pk=shift_id)
    chosen = [int(key) for key in request.POST.getlist("volunteers") if key.isdecimal() and len(key) < 19]
    members = {leader.pk, *team.members.values_list("pk", flat=True)}
    coming = [key for key in chosen if key in members]
    if not coming:
        messages.error(request, _("Choose who comes."))
        return redirect("volunteers:shift", shift_id=shift.pk)
    try:
        done = sign_up_team(
            team_id=team.pk,
            shift_id=shift.pk,
            volunteer_ids=coming,
            is_all_or_none=bool(request.POST.get("all_or_none")),
            actor=person(request),
            now=now,
        )
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _say(request, done)
    return redirect("volunteers:shift", shift_id=shift.pk)


def _say(request: HttpRequest, done: TeamSignedUp) -> None:
    number = len(done.sign_ups)
    if number:
        words = ngettext("%(number)d of you is signed up.", "%(number)d of you are signed up.", number)
        messages.success(request, words % {"number": number})
    if done.refused:
        left = ngettext(
            "%(number)d could not be signed up: no seat is left, or something stands against it.",
            "%(number)d could not be signed up: no seat is left, or something stands against it.",
            len(done.refused),
        )
        messages.warning(request, left % {"number": len(done.refused)})
