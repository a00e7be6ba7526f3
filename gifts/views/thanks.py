"""The page after the payment page. It only re-reads: what the books say counts, not the address."""

from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.organisation import the_organisation
from core.money import ZERO
from gifts.actions.challenges import settle_recent
from gifts.actions.defence import take
from gifts.actions.sync_checkout import sync_checkout
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.models import Checkout, Frequency, Gift
from gifts.proofs import THANKS, read_mark
from gifts.reports.matching import matched

READINGS = 4  # of Stripe's books by one visit; the webhook brings the rest
KEPT = timedelta(days=30)
ON_ITS_WAY = (Gift.State.PROCESSING,)
GONE = (Gift.State.FAILED, Gift.State.LOST)


class Standing(StrEnum):
    """What the page says."""

    ARRIVED = "arrived"
    CONFIRMING = "confirming"  # paid on Stripe's page, the books do not say so yet, or a bank takes days
    FAILED = "failed"
    UNPAID = "unpaid"


@public
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say thank you, and what happens next."""
    checkout = _checkout(token)
    now = timezone.now()
    standing, gift = _standing(checkout)
    if standing in {Standing.UNPAID, Standing.CONFIRMING} and checkout.session_id:
        _read_again(checkout, now)
        checkout.refresh_from_db()
        standing, gift = _standing(checkout)
    if standing == Standing.ARRIVED:
        settle_recent(now=now)  # so that the page can say what a sponsor added
    context = {
        "organisation": the_organisation(),
        "matched": matched(gift) if gift else ZERO,
        "checkout": checkout,
        "campaign": checkout.campaign,
        "first_name": checkout.name.split()[0] if checkout.name.split() else "",
        "total": checkout.amount + checkout.fee_cover,
        "standing": standing.value,
        "takes_days": gift is not None and gift.state in ON_ITS_WAY,
        "repeats": checkout.frequency != Frequency.ONCE,
        "token": token,
    }
    response = render(request, "gifts/thanks.html", context)
    add_never_cache_headers(response)
    return response


@public
@require_safe
def thanks_state(request: HttpRequest, token: str) -> HttpResponse:
    """The standing alone, for the page that waits. Reads our own rows only."""
    standing, _gift = _standing(_checkout(token))
    return JsonResponse({"standing": standing.value}, headers={"Cache-Control": "no-store"})


def _checkout(token: str) -> Checkout:
    """Raises: Http404 for a mark that is not ours or very old."""
    try:
        key, asked_at = read_mark(THANKS, token)
    except BadSignature:
        raise Http404 from None
    if timezone.now() - asked_at > KEPT:
        raise Http404
    return get_object_or_404(Checkout.objects.select_related("campaign", "fund"), pk=key)


def _standing(checkout: Checkout) -> tuple[Standing, Gift | None]:
    gift = Gift.objects.filter(checkout=checkout).order_by("created_at").first()
    if gift is None:
        completed = checkout.state == Checkout.State.COMPLETED
        return (Standing.CONFIRMING if completed else Standing.UNPAID), None
    if gift.state in ON_ITS_WAY:
        return Standing.CONFIRMING, gift
    return (Standing.FAILED if gift.state in GONE else Standing.ARRIVED), gift


def _read_again(checkout: Checkout, now: datetime) -> None:
    """Let our rows follow Stripe's books, a few times at most: whoever reloads must not wear Stripe out."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if take(scope="thanks", source=checkout.pk.hex, limit=READINGS, window=day):
        with suppress(DoorShut, NotAtStripe, StripeRefused):  # then the page says that it waits
            sync_checkout(session_id=checkout.session_id or "", now=now)
