"""One subscription: what the row of the recurring gift must be, read anew."""

from datetime import datetime

from gifts.actions.recurring.rows import write_subscription
from gifts.actions.roots import root_locked
from gifts.actions.sync_payment import sync_payment
from gifts.gateway.subscriptions import read_subscription
from gifts.models import Gift


def sync_subscription(*, subscription_id: str, now: datetime) -> None:
    """Re-read a subscription and make its row follow, then its newest payment if that is unknown here.

    The payment is a root of its own and follows in a transaction of its own. Twice is once.

    Raises: DoorShut, NotAtStripe, StripeRefused.
    """
    with root_locked(subscription_id, now=now):
        facts = read_subscription(subscription_id)
        write_subscription(facts, now=now)
    payment_id = facts.invoice.payment_id
    settled = Gift.objects.filter(payment_id=payment_id).exclude(state=Gift.State.PROCESSING)
    if payment_id and not settled.exists():
        sync_payment(payment_id=payment_id, now=now)
