"""What the clock and the sweep do for all recurring gifts."""

from contextlib import suppress
from datetime import datetime

from gifts.actions.recurring.cards import forget_visits
from gifts.actions.recurring.promises import keep_promises
from gifts.actions.recurring.requests import State, carry_out
from gifts.gateway.client import DoorShut
from gifts.models import RecurringGift, RecurringRequest


def carry_out_waiting(*, now: datetime) -> None:
    """Carry out what was asked and not done; a visit to the card page has nothing to carry out."""
    waiting = RecurringRequest.objects.filter(state=State.ASKED).exclude(sent={}).order_by("asked_at")
    for request_id in waiting.values_list("pk", flat=True):
        with suppress(DoorShut):  # it stays asked, and its job goes on trying
            carry_out(request_id=request_id, now=now)


def keep_all_promises(*, now: datetime) -> None:
    """Look at every gift that goes on, and end the visits to the card page that came to nothing."""
    forget_visits(now=now)
    going = RecurringGift.objects.going_on().order_by("pk").values_list("subscription_id", flat=True)
    for subscription_id in going.iterator():
        with suppress(DoorShut):
            keep_promises(subscription_id=subscription_id, now=now)
