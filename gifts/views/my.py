"""A donor's own recurring gift: what it is, and the way to stop it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in
from accounts.organisation import the_organisation
from gifts.actions.recurring.endings import cancel
from gifts.actions.recurring.requests import RequestRefused
from gifts.models import RecurringGift, RecurringRequest

STOPPED = _("Your gift is stopped. Nothing more will be charged. Thank you for all it did.")
NOTED = _("Noted. It is carried out as soon as the payment service answers.")


@signed_in
@require_safe
def my_recurring(request: HttpRequest, recurring_id: UUID) -> HttpResponse:
    """One's own recurring gift; another's answers 404, also to staff."""
    return render(
        request,
        "gifts/my_recurring.html",
        {"recurring": _own(request, recurring_id), "organisation": the_organisation()},
    )


@signed_in
@require_POST
def stop_my_recurring(request: HttpRequest, recurring_id: UUID) -> HttpResponse:
    """Stop it."""
    recurring = _own(request, recurring_id)
    try:
        asked = cancel(recurring_id=recurring.pk, by=person(request), now=timezone.now())
    except RequestRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, STOPPED if asked.state == RecurringRequest.State.DONE else NOTED)
    return redirect("gifts:my_recurring", recurring_id=recurring.pk)


def _own(request: HttpRequest, recurring_id: UUID) -> RecurringGift:
    gifts = RecurringGift.objects.select_related("campaign", "fund")
    return get_object_or_404(gifts, pk=recurring_id, donor__user=person(request))
