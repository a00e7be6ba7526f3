"""The one button for the day on which a place may have become known."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.lockdowns import LockdownRefused, lift_lockdown, lock_down
from volunteers.models import CalendarFeed, Lockdown, ShiftKiosk, Volunteer


@staff(Role.PRIVACY, Role.ADMINISTRATOR, recent=True)
@require_http_methods(["GET", "HEAD", "POST"])
def lockdown(request: HttpRequest) -> HttpResponse:
    """Say what a lockdown ends; begin it on POST."""
    if request.method == "POST":
        try:
            lock_down(actor=person(request), now=timezone.now())
        except LockdownRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Locked. No address is shown to anybody until you lift it."))
        return redirect("volunteers:lockdown")
    context = {
        "open": Lockdown.objects.open().select_related("started_by").first(),
        "past": Lockdown.objects.exclude(lifted_at=None).order_by("-started_at")[:10],
        "feeds": CalendarFeed.objects.filter(revoked_at=None).count(),
        "people": Volunteer.objects.exclude(user=None).count(),
        "kiosks": ShiftKiosk.objects.filter(closed_at=None, closes_at__gt=timezone.now()).count(),
    }
    return render(request, "volunteers/desk/lockdown.html", context)


@staff(Role.PRIVACY, Role.ADMINISTRATOR, recent=True)
@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """End it."""
    try:
        lift_lockdown(actor=person(request), now=timezone.now())
    except LockdownRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lifted. Whoever is due is shown the address again."))
    return redirect("volunteers:lockdown")
