"""Another card: to the payment service's own page, and back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, own, person
from gifts.actions.recurring.cards import open_card_page, take_up_card
from gifts.actions.recurring.requests import RequestRefused
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.models import RecurringGift
from gifts.views.my.own import own_recurring


@own(own_recurring, "POST")
def my_recurring_card(request: HttpRequest, gift: RecurringGift) -> HttpResponse:
    """Send the donor to the page on which a card is given; no card data ever comes to us."""
    back = settings.SITE_URL + reverse("gifts:my_recurring_card_done", args=[gift.pk])
    try:
        page = open_card_page(recurring_id=gift.pk, return_url=back, by=person(request), now=timezone.now())
    except RequestRefused as refused:
        messages.error(request, str(refused))
        return redirect("gifts:my_recurring", gift.pk)
    answer = HttpResponseRedirect(page)
    answer.status_code = 303
    return answer


@own(own_recurring, *READ)
def my_recurring_card_done(request: HttpRequest, gift: RecurringGift) -> HttpResponse:
    """Back from there: use the new card, if one was given. Coming back twice is coming back once."""
    try:
        is_new = take_up_card(recurring_id=gift.pk, now=timezone.now())
    except (DoorShut, NotAtStripe, StripeRefused):
        messages.warning(
            request,
            _("We cannot reach the payment service now. A new card is used as soon as it answers."),
        )
    else:
        _tell(request, gift, is_new=is_new)
    return redirect("gifts:my_recurring", gift.pk)


def _tell(request: HttpRequest, gift: RecurringGift, *, is_new: bool) -> None:
    was_failing = gift.failed_attempts > 0
    gift.refresh_from_db()
    if not is_new:
        messages.info(request, _("No new card was given. The one before stays."))
    elif gift.failed_attempts:
        messages.warning(request, _("Your new card is noted, but the bank said no to the open charge."))
    elif was_failing:
        messages.success(request, _("Thank you. Your new card is used, and the open charge is paid with it."))
    else:
        messages.success(request, _("Thank you. Your new card is used from the next charge on."))
