"""Stand-ins and swaps: ask, answer, take back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from volunteers.actions.handovers import (
    ask_stand_in,
    offer_swap,
    refuse_handover,
    take_handover,
    withdraw_handover,
)
from volunteers.actions.sign_ups import SignUpRefused
from volunteers.forms.handovers import SwapForm
from volunteers.models import Handover, SignUp
from volunteers.reports.handovers import handover_page, swap_choices
from volunteers.reports.own_seats import seats_of
from volunteers.views.mine import own_sign_up, the_volunteer


@signed_in
@require_POST
def stand_in(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Ask all who could come for a stand-in. The seat stays one's own until somebody takes it."""
    sign_up = own_sign_up(request, sign_up_id)
    try:
        ask_stand_in(sign_up_id=sign_up.pk, actor=person(request), now=timezone.now())
    except SignUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("We ask everybody who could come. Until somebody takes it, the shift stays yours.")
        )
    return redirect("volunteers:mine")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Choose a shift to have for one's own, and offer the swap."""
    sign_up, organisation, now = own_sign_up(request, sign_up_id), the_organisation(), timezone.now()
    if sign_up.state != SignUp.State.CONFIRMED or sign_up.shift.starts_at <= now:
        raise Http404
    seat = seats_of([sign_up], home=organisation.zone, now=now)[0]
    choices = swap_choices(sign_up, home=organisation.zone, now=now)
    form = SwapForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_valid():
        in_return = form.asked[form.cleaned_data["shift"]]
        try:
            offer_swap(sign_up_id=sign_up.pk, in_return_id=in_return.pk, actor=person(request), now=now)
        except SignUpRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Offered. We write to you as soon as there is an answer; until then all stays.")
            )
            return redirect("volunteers:mine")
    context = {"organisation": organisation, "seat": seat, "form": form, "choices": choices}
    return render(request, "volunteers/swap.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """A stand-in or a swap that I asked for, or that I am asked for: take it, refuse it, take it back."""
    volunteer, organisation, now = the_volunteer(request), the_organisation(), timezone.now()
    try:
        page = handover_page(volunteer, handover_id, home=organisation.zone, now=now)
    except Handover.DoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        try:
            words = _answered(request, page.handover, is_asker=page.is_asker)
        except SignUpRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("volunteers:handover", handover_id=handover_id)
        messages.success(request, words)
        return redirect("volunteers:mine")
    return render(request, "volunteers/handover.html", {"organisation": organisation, "page": page})


def _answered(request: HttpRequest, found: Handover, *, is_asker: bool) -> str:
    """Do what was answered, return the words for it. Raises: SignUpRefused; Http404 for no answer of ours."""
    answer, actor, now = request.POST.get("answer"), person(request), timezone.now()
    if answer == "withdraw" and is_asker:
        withdraw_handover(handover_id=found.pk, actor=actor, now=now)
        return _("Taken back. The shift stays yours.")
    if answer == "refuse" and not is_asker and found.in_return_id:
        refuse_handover(handover_id=found.pk, actor=actor, now=now)
        return _("Refused. All stays as it was.")
    if answer == "take" and not is_asker:
        volunteer = the_volunteer(request)
        taken = take_handover(handover_id=found.pk, volunteer_id=volunteer.pk, actor=actor, now=now)
        if taken.state == SignUp.State.REQUESTED:
            return _("Asked for. A coordinator answers by mail; the seat is kept for you until then.")
        return _("Done. The shift is yours; thank you.")
    raise Http404
