"""How a request is told to Stripe: by what was frozen in its row, under the key of its row and attempt."""

from contextlib import suppress
from typing import Any

from gifts.gateway.client import NotAtStripe, StripeRefused
from gifts.gateway.facts import SubscriptionFacts
from gifts.gateway.invoices import close_invoices, give_up_invoice, pay_invoice
from gifts.gateway.subscriptions import cancel_subscription, read_subscription, update_subscription
from gifts.models import RecurringGift, RecurringRequest

CHANGED = "changed_meanwhile"


def send(request: RecurringRequest) -> None:
    """Tell Stripe. Nothing new may come first; only then what is open is ended.

    Raises: DoorShut, NotAtStripe, StripeRefused.
    """
    sent, subscription_id = request.sent, request.recurring.subscription_id
    key = f"recurring:{request.pk}:{request.attempt}"
    if "given" in sent:
        _check_given(subscription_id, sent)
    if sent.get("cancel"):
        # an answer lost on the way may have ended it already: Stripe does not find what has ended
        with suppress(NotAtStripe):
            cancel_subscription(subscription_id)
    if "update" in sent:
        update_subscription(subscription_id, sent["update"], key=key)
    if sent.get("close"):
        close_invoices(subscription_id, key=key)
    if "void" in sent:
        with suppress(NotAtStripe):
            give_up_invoice(sent["void"], key=key)
    if "pay" in sent:
        _pay(request, key)


def _pay(request: RecurringRequest, key: str) -> None:
    """A new card stays the new card, also where the bank says no to it."""
    try:
        pay_invoice(request.sent["pay"], key=f"{key}:pay")
    except StripeRefused:
        if request.kind != RecurringRequest.Kind.CARD:
            raise


def in_this_period(row: RecurringGift) -> dict[str, Any]:
    """What is sent only while the period runs in which it was planned.

    A date moved after the charge that it was to move would bring a second one.
    """
    return {"given": {"period": row.period_began_at.isoformat() if row.period_began_at else ""}}


def _check_given(subscription_id: str, sent: dict[str, Any]) -> None:
    """What was planned rests on what stood then: it is looked at once more.

    A price holds amount, fund and rhythm: one of them changes, the others must be as they were planned.
    Somebody at Stripe's own desk may have changed them, and another rhythm would be charged at once.
    """
    facts = read_subscription(subscription_id)
    given, update = sent["given"], sent["update"]
    stands = {"amount": str(facts.amount), "frequency": facts.frequency, "product": facts.product_id}
    if not _is_there(facts, update):
        stands["period"] = facts.period_began_at.isoformat()
    if any(stands.get(name, value) != value for name, value in given.items()):
        raise StripeRefused(CHANGED)


def _is_there(facts: SubscriptionFacts, update: dict[str, Any]) -> bool:
    """Whether it was done already, and only its answer was lost: moving a date begins another period."""
    paused_until = facts.paused_until.timestamp() if facts.paused_until else None
    is_moved = update.get("trial_end") == facts.anchor_at.timestamp()
    return is_moved or (update.get("pause_collection") or {}).get("resumes_at", 0) == paused_until
