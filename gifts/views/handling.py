"""What staff do with one gift: give it back, say whose it is, read it again."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person, staff
from accounts.models import Role
from core.money import format_money
from gifts.actions.matching import MatchRefused, match_gift
from gifts.actions.refunds import RefundRefused, request_refund
from gifts.actions.sync_payment import sync_payment
from gifts.forms.desk import MatchForm, RefundForm
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.models import Gift, Refund


@staff(Role.FINANCE, Role.ADMINISTRATOR, recent=True)
@require_POST
def refund(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Give some or all of a gift back."""
    gift = get_object_or_404(Gift.objects.visible_to(person(request)), pk=gift_id)
    form = RefundForm(request.POST)
    if not form.is_valid():
        return _say_why(request, gift, form)
    try:
        made = request_refund(
            gift_id=gift.pk,
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
            form_key=form.cleaned_data["form_key"],
            by=person(request),
            now=timezone.now(),
        )
    except RefundRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = {"amount": format_money(made.amount, made.currency)}
        if made.state == Refund.State.REQUESTED:
            messages.warning(
                request, _("Stripe cannot be reached now. %(amount)s goes back as soon as it can.") % said
            )
        else:
            messages.success(request, _("%(amount)s goes back to the donor.") % said)
    return redirect("desk:gift", gift_id=gift.pk)


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
@require_POST
def match(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Say whose an unmatched payment is."""
    gift = get_object_or_404(Gift.objects.visible_to(person(request)), pk=gift_id)
    form = MatchForm(request.POST)
    if not form.is_valid():
        return _say_why(request, gift, form)
    try:
        match_gift(gift_id=gift.pk, by=person(request), now=timezone.now(), **form.cleaned_data)
    except MatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The gift has its donor. The thank-you and the receipt follow by themselves.")
        )
    return redirect("desk:gift", gift_id=gift.pk)


@staff(Role.FINANCE, Role.ADMINISTRATOR)
@require_POST
def read_again(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Compare the gift with Stripe's books now."""
    gift = get_object_or_404(Gift.objects.visible_to(person(request)), pk=gift_id, source=Gift.Source.STRIPE)
    try:
        sync_payment(payment_id=gift.payment_id or "", now=timezone.now())
    except DoorShut:
        messages.error(request, _("Stripe cannot be reached now. Nothing was changed; please try again."))
    except (NotAtStripe, StripeRefused):
        messages.error(request, _("Stripe does not show this payment to our key. Nothing was changed."))
    else:
        messages.success(request, _("Read again: what stands here is what Stripe's books say."))
    return redirect("desk:gift", gift_id=gift.pk)


def _say_why(request: HttpRequest, gift: Gift, form: Form) -> HttpResponse:
    """Back to the gift with a sentence for each field that needs another look."""
    for name, errors in form.errors.items():
        messages.error(request, f"{form.fields[name].label}: {errors[0]}")
    return redirect("desk:gift", gift_id=gift.pk)
