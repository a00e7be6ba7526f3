"""One visit to Stripe's page: how it ended."""

from datetime import datetime

from django.db.models import Q

from gifts.actions.roots import root_locked
from gifts.actions.sync_payment import sync_payment
from gifts.actions.sync_subscription import sync_subscription
from gifts.gateway.facts import SessionFacts
from gifts.gateway.visits import read_session
from gifts.models import Checkout


def sync_checkout(*, session_id: str, now: datetime) -> None:
    """Re-read a session and make our checkout follow, then what came of it. Twice is once.

    Raises: DoorShut, NotAtStripe, StripeRefused.
    """
    with root_locked(session_id, now=now):
        facts = read_session(session_id)
        _write(facts)
    if facts.subscription_id:
        sync_subscription(subscription_id=facts.subscription_id, now=now)
    elif facts.payment_id and facts.state != Checkout.State.OPEN:
        sync_payment(payment_id=facts.payment_id, now=now)


def _write(facts: SessionFacts) -> None:
    """The row is found by its own id too: the answer that told its session's id may have been lost.

    A second session of the same checkout may end after the first one was paid: completed stays completed.
    """
    named = Q(session_id=facts.session_id)
    if facts.checkout_id:
        named |= Q(pk=facts.checkout_id, session_id=None)
        if facts.state == Checkout.State.COMPLETED:
            named |= Q(pk=facts.checkout_id)
    rows = Checkout.objects.filter(named).exclude(state=Checkout.State.COMPLETED)
    for row in rows.select_for_update():
        new = (facts.state, row.session_id or facts.session_id)
        if (row.state, row.session_id) != new:
            row.state, row.session_id = new
            row.save(update_fields=["state", "session_id"])
