"""From what a donor asked to the payment page: the row first, the call second, never in one transaction."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, override

from gifts.actions.defence import Visitor, admit
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.sessions import MadeSession, Order, create_session, expire_session, find_session
from gifts.models import Checkout, CheckoutShare, StripeProduct
from gifts.proofs import BACK, THANKS, mark


@dataclass(frozen=True)
class Wish:
    """What a donor asked on the giving page, checked. Amounts have two places."""

    campaign_id: int
    campaign_slug: str
    fund_id: int | None
    appeal_id: int | None
    amount: Decimal
    fee_cover: Decimal
    currency: str
    frequency: str
    name: str
    email: str
    language: str
    wants_news: bool = False
    is_anonymous: bool = False
    tribute_kind: str = ""
    tribute_name: str = ""
    tribute_message: str = ""
    employer: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    split: tuple[tuple[int, Decimal], ...] = ()  # percents of funds, where no fund was chosen


def open_checkout(*, wish: Wish, form: UUID, visitor: Visitor, now: datetime) -> Checkout:
    """Return the checkout of a wish with an open payment page, or one that was completed before.

    The same form with the same wish, however often and by however many at once, is one row and one page.
    Another wish of the same form is another row; the page of the earlier one is closed.

    Raises: TooMany and WorkUsed before anything was written; DoorShut when Stripe cannot be reached and
    StripeRefused when it says no: the row stays, nothing can be charged, and the same call tries again.
    """
    key = uuid5(form, json.dumps(asdict(wish), default=str, sort_keys=True))
    of_form = list(Checkout.objects.filter(form=form))
    checkout = next((row for row in of_form if row.form_key == key), None)
    if checkout is None:
        checkout = _write_down(wish, form=form, key=key, visitor=visitor, now=now)
    if checkout.state != Checkout.State.COMPLETED and not _is_open(checkout, now):
        checkout = _give_page(checkout, slug=wish.campaign_slug, now=now)
    for row in of_form:
        if row.pk != checkout.pk and row.session_id and row.state == Checkout.State.OPEN:
            # it may have been paid this very moment: that is a gift too, and the books will say so
            with suppress(DoorShut, NotAtStripe, StripeRefused):
                expire_session(row.session_id)
                Checkout.objects.filter(pk=row.pk, session_id=row.session_id).update(session_url="")
    return checkout


def _write_down(wish: Wish, *, form: UUID, key: UUID, visitor: Visitor, now: datetime) -> Checkout:
    """The unique key makes all presses but one wait here and then find the row."""
    columns = asdict(wish)
    del columns["campaign_slug"], columns["split"]
    try:
        with transaction.atomic():
            made = Checkout.objects.create(
                form=form, form_key=key, network=visitor.network, created_at=now, **columns
            )
            CheckoutShare.objects.bulk_create(
                CheckoutShare(checkout=made, fund_id=fund_id, percent=percent)
                for fund_id, percent in wish.split
            )
            admit(visitor, now=now)
    except IntegrityError:
        return Checkout.objects.get(form_key=key)
    return made


def _is_open(checkout: Checkout, now: datetime) -> bool:
    return (
        checkout.state == Checkout.State.OPEN
        and bool(checkout.session_url)
        and (checkout.expires_at is None or checkout.expires_at > now)
    )


def _give_page(checkout: Checkout, *, slug: str, now: datetime) -> Checkout:
    """Have Stripe make the page and note where it is."""
    if checkout.session_id:  # that page has expired
        _next_attempt(checkout)
    order = _order(checkout, slug)
    try:
        made = create_session(order)
    except DoorShut as shut:
        other_press = Checkout.objects.get(pk=checkout.pk)
        if _is_open(other_press, now):
            return other_press
        if not shut.is_open_question:
            raise
        made = _look_first(checkout, order)
    # the end of an earlier attempt may have been noted meanwhile; a completed one stays as it is
    asked = Checkout.objects.filter(pk=checkout.pk, attempt=checkout.attempt)
    asked.exclude(state=Checkout.State.COMPLETED).update(
        session_id=made.session_id,
        session_url=made.url,
        expires_at=made.expires_at,
        state=Checkout.State.OPEN,
    )
    checkout.refresh_from_db()
    return checkout


def _look_first(checkout: Checkout, order: Order) -> MadeSession:
    """After a 500 Stripe may have made the page; and its key gives the same 500 for ever."""
    found = find_session(checkout.pk, since=checkout.created_at)
    if found is not None:
        return found
    _next_attempt(checkout)
    return create_session(replace(order, attempt=checkout.attempt))


def _next_attempt(checkout: Checkout) -> None:
    """Compare and swap: of several presses one counts on, and all see the same number."""
    same = Checkout.objects.filter(pk=checkout.pk, attempt=checkout.attempt)
    same.exclude(state=Checkout.State.COMPLETED).update(
        attempt=F("attempt") + 1, session_id=None, session_url="", expires_at=None, state=Checkout.State.OPEN
    )
    checkout.refresh_from_db()


def _order(checkout: Checkout, slug: str) -> Order:
    """All that depends on the moment is left out: marks are made of the row's own time."""
    live = settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
    product = StripeProduct.objects.filter(fund=checkout.fund_id, livemode=live).first()
    with override(checkout.language):
        name = gettext("Gift")
    thanks = reverse("gifts:thanks", args=[mark(THANKS, checkout.pk, checkout.created_at)])
    back = mark(BACK, checkout.pk, checkout.created_at)
    return Order(
        checkout_id=checkout.pk,
        attempt=checkout.attempt,
        amount=checkout.amount + checkout.fee_cover,
        currency=checkout.currency,
        frequency=checkout.frequency,
        product_id=product.product_id if product else "",
        product_name=name,
        email=checkout.email,
        language=checkout.language,
        success_url=f"{settings.SITE_URL}{thanks}",
        cancel_url=f"{settings.SITE_URL}{reverse('gifts:give', args=[slug])}?back={back}",
    )
