"""Soft credits of a gift, given and taken at the desk."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from gifts.actions.credits import CreditRefused, add_credit, remove_credit
from gifts.forms.credits import AddCreditForm
from gifts.models import Gift

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def credit_add(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Choose who, for what, and how much of the gift."""
    gift = _gift(request, gift_id)
    form = AddCreditForm(request.POST if request.method == "POST" else None, initial={"amount": gift.amount})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_credit(
                gift=gift,
                donor=form.donor,
                role=said["role"],
                amount=said["amount"],
                by=person(request),
                now=timezone.now(),
                is_thanked=said["is_thanked"],
            )
        except CreditRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The credit is noted on both donors' pages."))
            return redirect("desk:gift", gift_id=gift.pk)
    return render(request, "gifts/credit.html", {"gift": gift, "form": form})


@staff(*HANDS)
@require_POST
def credit_remove(request: HttpRequest, gift_id: uuid.UUID, credit_id: int) -> HttpResponse:
    """Take one away."""
    gift = _gift(request, gift_id)
    remove_credit(credit_id=credit_id, gift=gift, by=person(request), now=timezone.now())
    messages.success(request, _("The credit is taken away."))
    return redirect("desk:gift", gift_id=gift.pk)


def _gift(request: HttpRequest, gift_id: uuid.UUID) -> Gift:
    rows = Gift.objects.visible_to(person(request)).select_related("donor")
    return get_object_or_404(rows, pk=gift_id)
