"""Rows of recurring gifts, as Stripe's subscriptions stand, and the history of how they changed."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from campaigns.models import Fund
from core.money import ZERO
from gifts.actions.givers import donor_of
from gifts.actions.recurring.changes import note_change
from gifts.actions.recurring.telling import tell_of_reading
from gifts.actions.roots import take_lock
from gifts.gateway.facts import SubscriptionFacts
from gifts.gateway.subscriptions import read_subscription
from gifts.models import Checkout, Gift, GivingPolicy, RecurringGift

FOLLOWING = (
    "item_id",
    "product_id",
    "customer_id",
    "amount",
    "currency",
    "frequency",
    "state",
    "is_paused",
    "paused_until",
    "started_at",
    "anchor_at",
    "period_began_at",
    "next_charge_at",
    "ends_at",
    "cancelled_at",
    "ended_for",
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
    """Make the row say what the facts say, and note how it changed; nothing is written where it does.

    The root is locked.
    """
    row = _find(facts.subscription_id)
    if row is None:
        row = _make(facts, now=now)
        note_change(row, before=None, now=now)
        return row
    values = _values(facts, row)
    values |= _overruled(values, row)
    if row.open_invoice_id not in ("", facts.invoice.invoice_id):
        values["older_invoice_id"] = row.open_invoice_id
    before = {name: getattr(row, name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
        note_change(row, before=before, now=now)
        tell_of_reading(row, before=before, now=now)
    return row


def is_current(facts: SubscriptionFacts) -> bool:
    """Whether our row says what the facts say, and its newest payment, where one is due, is known."""
    row = _find(facts.subscription_id)
    if row is None or any(getattr(row, name) != value for name, value in _values(facts, row).items()):
        return False
    is_over = facts.state == RecurringGift.State.CANCELLED
    payment_id = facts.invoice.payment_id
    return is_over or not payment_id or Gift.objects.filter(payment_id=payment_id).exists()


def _values(facts: SubscriptionFacts, row: RecurringGift | None) -> dict[str, Any]:
    """Return every column that follows Stripe. A fund is left alone where its product is not ours."""
    values: dict[str, Any] = {name: getattr(facts, name) for name in FOLLOWING}
    invoice, method = facts.invoice, facts.method
    is_open = (invoice.is_coming or invoice.is_open) and facts.state != RecurringGift.State.CANCELLED
    values |= {
        "open_invoice_id": invoice.invoice_id if is_open else "",
        "open_amount": invoice.amount if is_open else None,
        "failed_attempts": invoice.failed_attempts,
        "next_attempt_at": invoice.next_attempt_at,
        "fee_cover": _fee_cover(facts.amount, row),
    }
    # Stripe goes on knowing the card of whoever had us forget it
    if row is None or row.donor is None or row.donor.erased_at is None:
        values |= {
            "method_kind": method.kind,
            "method_brand": method.brand,
            "method_last4": method.last4,
            "method_expires_on": method.expires_on,
        }
    fund = Fund.objects.filter(products__product_id=facts.product_id).first()
    if fund is not None:
        values["fund_id"] = fund.pk
    return values


def _overruled(values: dict[str, Any], row: RecurringGift) -> dict[str, Any]:
    """Return the promises of ours that somebody at Stripe's own desk put another date or end over.

    What a request of ours that is on its way tells Stripe is our own.
    """
    if values["state"] == RecurringGift.State.CANCELLED:
        return {}
    dropped: dict[str, Any] = {}
    if row.day is not None and values["anchor_at"] != row.anchor_at:
        dropped["trial_end"] = {"day": None}
    if row.has_end and values["ends_at"] != row.ends_at:
        dropped["cancel_at"] = {"end_on": None, "instalments": None, "instalments_from": None}
    stands = {"trial_end": values["anchor_at"], "cancel_at": values["ends_at"]}
    told = _told(row) if dropped else {}
    theirs = [name for name in dropped if told.get(name, 0) != _as_told(stands[name])]
    return {column: value for name in theirs for column, value in dropped[name].items()}


def _told(row: RecurringGift) -> dict[str, Any]:
    """What a request that is on its way tells Stripe."""
    request = row.requests.under_way().first()
    return request.sent.get("update", {}) if request else {}


def _as_told(at: datetime | None) -> int | str:
    return int(at.timestamp()) if at else ""


def _fee_cover(amount: Decimal, row: RecurringGift | None) -> Decimal:
    """What of the amount covers the fee: known only while the amount is the one that we set."""
    return row.fee_cover if row is not None and row.amount == amount else ZERO


def _find(subscription_id: str) -> RecurringGift | None:
    related = ("donor", "campaign", "appeal", "fund", "checkout")
    return RecurringGift.objects.select_related(*related).filter(subscription_id=subscription_id).first()


def _make(facts: SubscriptionFacts, *, now: datetime) -> RecurringGift:
    """One made at Stripe's own desk has no checkout: its payments wait for staff to say whose they are."""
    values, checkout = _values(facts, None), _checkout(facts)
    if checkout is None:
        return RecurringGift.objects.create(subscription_id=facts.subscription_id, **values)
    is_taken = RecurringGift.objects.filter(checkout=checkout).exists()
    asked = checkout.amount + checkout.fee_cover
    policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy()
    ours = {
        "fund_id": checkout.fund_id,
        "fee_cover": checkout.fee_cover if asked == facts.amount else ZERO,
        "is_quiet": policy.is_quiet,
    }
    return RecurringGift.objects.create(
        subscription_id=facts.subscription_id,
        checkout=None if is_taken else checkout,
        donor=donor_of(checkout, customer_id=facts.customer_id, now=now),
        campaign=checkout.campaign,
        appeal=checkout.appeal,
        **{**values, **ours},
    )


def _checkout(facts: SubscriptionFacts) -> Checkout | None:
    related = Checkout.objects.select_related("campaign", "appeal", "fund").exclude(email="")
    return related.filter(pk=facts.checkout_id).first() if facts.checkout_id else None
