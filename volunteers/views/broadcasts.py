"""One message to one shift: written, looked at with its readers, sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import Role
from volunteers.actions.broadcasts import BroadcastRefused, readers_of, send_broadcast
from volunteers.forms.broadcasts import BroadcastForm
from volunteers.letters.spoken import shift_words
from volunteers.models import Shift


@staff(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def broadcast(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Show the form; then the message with its readers; then send it."""
    shift = get_object_or_404(Shift, pk=shift_id)
    form = BroadcastForm(request.POST or None)
    context = {"shift": shift, "when": shift_words(shift), "form": form}
    if not form.is_valid() or "change" in request.POST:
        context["past"] = shift.broadcasts.select_related("sent_by")[:20]
        return render(request, "volunteers/desk/broadcast.html", context)
    if "send" in request.POST:
        return _send(request, shift, form)
    context["readers"] = readers_of(shift, with_waitlist=form.cleaned_data["with_waitlist"])
    return render(request, "volunteers/desk/broadcast_preview.html", context)


def _send(request: HttpRequest, shift: Shift, form: BroadcastForm) -> HttpResponse:
    try:
        sent = send_broadcast(
            shift_id=shift.pk, actor=person(request), now=timezone.now(), **form.cleaned_data
        )
    except BroadcastRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", sent.reached)
        messages.success(request, words % {"count": sent.reached})
    return redirect("volunteers:broadcast", shift.pk)
