"""Giving a gift back: the row first, the call second, never in one transaction."""

from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.money import CENT, ZERO, format_money
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.client import DoorShut, NotAtStripe, StripeRefused
from gifts.gateway.refunds import create_refund, find_refund
from gifts.models import Gift, Refund
from jobs.actions import enqueue

SEND = "gifts.send_refund"
# the page sends at once; the job is for a page that died on the way
LATER = timedelta(seconds=30)
REFUNDABLE = {Gift.State.PAID, Gift.State.PARTLY_REFUNDED}
NEVER_COMES_BACK = [Refund.State.FAILED, Refund.State.CANCELED]


class RefundRefused(Exception):
    """A sentence for the person who asked."""


def request_refund(
    *, gift_id: UUID, amount: Decimal, reason: str, form_key: UUID, by: User, now: datetime
) -> Refund:
    """Write a refund down, then ask Stripe for it; return its row. The same form twice is one refund.

    Where Stripe cannot be reached now, the row stays requested and a job asks again with the same key.

    Raises: RefundRefused when the gift cannot be refunded by that much, or Stripe says no.
    """
    refund = _write_down(gift_id=gift_id, amount=amount, reason=reason, form_key=form_key, by=by, now=now)
    with suppress(DoorShut):  # then the row waits, and its job tries again
        send_refund(refund_id=refund.pk, now=now)
    refund.refresh_from_db()
    if refund.state == Refund.State.FAILED and refund.refund_id is None:
        raise RefundRefused(
            _("Stripe refuses this refund (%(code)s). Nothing was sent back.") % {"code": refund.error}
        )
    return refund


def send_refund(*, refund_id: UUID, now: datetime) -> None:
    """Ask Stripe for a refund that was written down and not sent, then re-read its payment. Twice is once.

    It is looked up first: an earlier answer may have been lost on the way or been a 500, whose key Stripe
    would answer with the same 500 for ever; so after one the next attempt has its own key.

    Raises: DoorShut; the row stays requested.
    """
    refund = Refund.objects.select_related("gift").get(pk=refund_id)
    payment_id = refund.gift.payment_id or ""
    if refund.state != Refund.State.REQUESTED:
        return
    try:
        if not find_refund(our_id=refund.pk, payment_id=payment_id):
            create_refund(
                our_id=refund.pk,
                attempt=refund.attempt,
                payment_id=payment_id,
                amount=refund.amount,
                currency=refund.currency,
                reason=refund.reason,
            )
    except DoorShut as shut:
        if shut.is_open_question:
            same = Refund.objects.filter(pk=refund.pk, attempt=refund.attempt)
            same.update(attempt=F("attempt") + 1)
        raise
    except (StripeRefused, NotAtStripe) as error:
        code = error.code if isinstance(error, StripeRefused) else "not_at_stripe"
        asked = Refund.objects.filter(pk=refund.pk, state=Refund.State.REQUESTED)
        asked.update(state=Refund.State.FAILED, error=code[:60])
        return
    sync_payment(payment_id=payment_id, now=now)


def _write_down(
    *, gift_id: UUID, amount: Decimal, reason: str, form_key: UUID, by: User, now: datetime
) -> Refund:
    with transaction.atomic():
        gift = Gift.objects.select_for_update().get(pk=gift_id)
        before = Refund.objects.filter(form_key=form_key).first()
        if before is not None:
            return before
        _check(gift, amount)
        refund = Refund.objects.create(
            form_key=form_key,
            gift=gift,
            amount=amount,
            currency=gift.currency,
            reason=reason,
            requested_by=by,
            requested_at=now,
        )
        record(
            actor=by,
            verb="gift.refund_requested",
            about=("gift", str(gift.pk)),
            now=now,
            after={"refund": str(refund.pk), "amount": str(amount), "reason": reason},
        )
        enqueue(kind=SEND, about=str(refund.pk), key=f"{SEND}:{refund.pk}", now=now, run_at=now + LATER)
    return refund


def _check(gift: Gift, amount: Decimal) -> None:
    if gift.source != Gift.Source.STRIPE:
        raise RefundRefused(_("This gift did not come through Stripe, so it cannot go back through it."))
    if gift.state not in REFUNDABLE:
        raise RefundRefused(
            _("A gift that is %(state)s cannot be refunded.")
            % {"state": str(gift.get_state_display()).lower()}
        )
    if amount <= ZERO or amount != amount.quantize(CENT):
        raise RefundRefused(_("Please choose an amount above zero, in whole cents."))
    others = Refund.objects.filter(gift=gift).exclude(state__in=NEVER_COMES_BACK)
    left = gift.amount - (others.aggregate(total=Sum("amount"))["total"] or ZERO)
    if amount > left:
        raise RefundRefused(
            _("Only %(left)s of this gift can still be refunded.")
            % {"left": format_money(left, gift.currency)}
        )
