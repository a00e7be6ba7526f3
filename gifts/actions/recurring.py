"""Rows of recurring gifts, as Stripe's subscriptions stand."""

from datetime import datetime

from gifts.actions.givers import donor_of
from gifts.actions.roots import take_lock
from gifts.gateway.facts import SubscriptionFacts
from gifts.gateway.subscriptions import read_subscription
from gifts.models import Checkout, Gift, RecurringGift

FOLLOWING = (
    "customer_id",
    "amount",
    "currency",
    "frequency",
    "state",
    "is_paused",
    "paused_until",
    "cancels_at_period_end",
    "started_at",
    "next_charge_at",
    "cancelled_at",
)


def recurring_of(subscription_id: str, *, now: datetime) -> RecurringGift:
    """Return the recurring gift of a subscription; one we never heard of is read first.

    Runs in the transaction of the payment that names it. Raises: as `stripe_door`.
    """
    found = _find(subscription_id)
    if found is not None:
        return found
    take_lock(subscription_id)
    return _find(subscription_id) or write_subscription(read_subscription(subscription_id), now=now)


def write_subscription(facts: SubscriptionFacts, *, now: datetime) -> RecurringGift:
    """Make the row say what the facts say; nothing is written where it does. The root is locked."""
    values = {name: getattr(facts, name) for name in FOLLOWING}
    row = _find(facts.subscription_id)
    if row is None:
        return _make(facts, values, now=now)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row


def is_current(facts: SubscriptionFacts) -> bool:
    """Whether our row says what the facts say, and its newest payment, where one is due, is known."""
    row = _find(facts.subscription_id)
    if row is None or any(getattr(row, name) != getattr(facts, name) for name in FOLLOWING):
        return False
    is_over = facts.state == RecurringGift.State.CANCELLED
    payment_id = facts.latest_payment_id
    return is_over or not payment_id or Gift.objects.filter(payment_id=payment_id).exists()


def _find(subscription_id: str) -> RecurringGift | None:
    related = ("donor", "campaign", "appeal", "fund", "checkout")
    return RecurringGift.objects.select_related(*related).filter(subscription_id=subscription_id).first()


def _make(facts: SubscriptionFacts, values: dict[str, object], *, now: datetime) -> RecurringGift:
    """One made at Stripe's own desk has no checkout: its payments wait for staff to say whose they are."""
    checkout = _checkout(facts)
    if checkout is None:
        return RecurringGift.objects.create(subscription_id=facts.subscription_id, **values)
    is_taken = RecurringGift.objects.filter(checkout=checkout).exists()
    return RecurringGift.objects.create(
        subscription_id=facts.subscription_id,
        checkout=None if is_taken else checkout,
        donor=donor_of(checkout, customer_id=facts.customer_id, now=now),
        campaign=checkout.campaign,
        appeal=checkout.appeal,
        fund=checkout.fund,
        **values,
    )


def _checkout(facts: SubscriptionFacts) -> Checkout | None:
    related = Checkout.objects.select_related("campaign", "appeal", "fund")
    return related.filter(pk=facts.checkout_id).first() if facts.checkout_id else None
