"""A donor stops a recurring gift: no reason asked, nothing charged after."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from gifts.actions.sync_subscription import sync_subscription
from gifts.gateway.client import NotAtStripe
from gifts.gateway.subscriptions import cancel_subscription
from gifts.models import RecurringGift


def stop_recurring(*, recurring_id: UUID, by: User, now: datetime) -> RecurringGift:
    """Stop a recurring gift at Stripe, then read it again; return its row. Twice is once.

    Raises: DoorShut when Stripe cannot be reached: nothing was changed, and trying again is safe.
    """
    row = RecurringGift.objects.get(pk=recurring_id)
    if row.state == RecurringGift.State.CANCELLED:
        return row
    with transaction.atomic():
        record(actor=by, verb="recurring.stop_asked", about=("recurring_gift", str(row.pk)), now=now)
    # an answer lost on the way may have ended it already: Stripe does not find what has ended
    with suppress(NotAtStripe):
        cancel_subscription(row.subscription_id)
    sync_subscription(subscription_id=row.subscription_id, now=now)
    row.refresh_from_db()
    return row
