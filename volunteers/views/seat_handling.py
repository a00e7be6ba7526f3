"""What coordinators do with one person's place on a shift."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.sign_ups import SignUpRefused, decide_request, release_sign_up
from volunteers.models import SignUp, SignUpEvent


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def seat_accept(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Confirm a request."""
    actor, now = person(request), timezone.now()
    return _do(
        request,
        sign_up_id,
        lambda key: decide_request(sign_up_id=key, is_accepted=True, actor=actor, now=now),
        _("Confirmed, and told."),
    )


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def seat_decline(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Decline a request."""
    actor, now = person(request), timezone.now()
    return _do(
        request,
        sign_up_id,
        lambda key: decide_request(sign_up_id=key, is_accepted=False, actor=actor, now=now),
        _("Declined, and told. The seat is free."),
    )


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_POST
def seat_release(request: HttpRequest, sign_up_id: int) -> HttpResponse:
    """Take a place away."""
    actor, now = person(request), timezone.now()
    reason = SignUpEvent.Reason.STAFF
    return _do(
        request,
        sign_up_id,
        lambda key: release_sign_up(sign_up_id=key, reason=reason, actor=actor, now=now),
        _("Released, and told. The seat is free."),
    )


def _do(request: HttpRequest, sign_up_id: int, action: Callable[[int], object], said: str) -> HttpResponse:
    """Do it, or say why not; then back to the shift, or to the list of requests as it was narrowed."""
    sign_up = get_object_or_404(SignUp.objects.visible_to(person(request)), pk=sign_up_id)
    try:
        action(sign_up.pk)
    except SignUpRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    if request.POST.get("back") == "requests":
        query = request.GET.urlencode()
        return redirect(f"{reverse('volunteers:request_list')}{'?' if query else ''}{query}")
    return redirect("volunteers:shift_desk", sign_up.shift_id)
