"""Subscriptions: from the first payment to the end."""

from typing import Any

from stripe_standin.dates import DAY, next_on_anchor
from stripe_standin.errors import invalid
from stripe_standin.ids import new_id
from stripe_standin.objects import invoices
from stripe_standin.objects.catalog import plan_of
from stripe_standin.objects.common import merged
from stripe_standin.store import Obj
from stripe_standin.world import World

LIVE = ("active", "trialing", "past_due", "unpaid", "incomplete")


def item_list(identifier: str, item: Obj) -> Obj:
    return {"object": "list", "data": [dict(item)], "has_more": False, "total_count": 1,
            "url": f"/v1/subscription_items?subscription={identifier}"}  # fmt: skip


def period_end(price: Obj, anchor: int, start: int) -> int:
    recurring = price["recurring"]
    return next_on_anchor(anchor, start, recurring["interval"], recurring["interval_count"])


def dates_of(price: Obj, data: dict[str, Any], now: int) -> tuple[int | None, int, int, bool]:
    """(trial end, anchor, end of the first period, whether the first period costs nothing)."""
    trial_end = data.get("trial_end")
    if not trial_end and data.get("trial_period_days"):
        trial_end = now + int(data["trial_period_days"]) * DAY
    later_anchor = data.get("billing_cycle_anchor")
    anchor = trial_end or later_anchor or now
    free = bool(trial_end) or bool(later_anchor and data.get("proration_behavior") == "none")
    return trial_end, anchor, anchor if free else period_end(price, anchor, now), free


def create(world: World, customer: Obj, method: Obj, line: Obj, data: dict[str, Any]) -> Obj:
    price, now, identifier = line["price"], world.now(), new_id("subscription")
    trial_end, anchor, ends, _ = dates_of(price, data, now)
    item = world.store.add("subscription_item", {
        "created": now, "current_period_start": now, "current_period_end": ends, "metadata": {},
        "plan": plan_of(world, price), "price": price, "quantity": line["quantity"],
        "subscription": identifier,
        "tax_rates": [],
    })  # fmt: skip
    subscription = world.store.add("subscription", {
        "id": identifier, "automatic_tax": {"enabled": False}, "billing_cycle_anchor": anchor,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "cancel_at_period_end": False, "cancellation_details": {}, "created": now,
        "currency": price["currency"],
        "collection_method": "charge_automatically", "customer": customer["id"],
        "default_payment_method": method["id"], "description": data.get("description"),
        "invoice_settings": {"issuer": {"type": "self"}}, "items": item_list(identifier, item),
        "metadata": merged({}, data.get("metadata")), "start_date": now,
        "payment_settings": {"save_default_payment_method": "off"},
        "status": "trialing" if trial_end else "incomplete", "trial_start": now if trial_end else None,
        "trial_end": trial_end,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    })  # fmt: skip
    world.emit("customer.subscription.created", subscription)
    world.later(ends, "renew", subscription)
    return subscription


def start(
    world: World, customer: Obj, method: Obj, line: Obj, data: dict[str, Any], *, authenticated: bool = False
) -> tuple[Obj, Obj]:
    """A new subscription and its first invoice, paid at once unless a trial or an anchor says otherwise."""
    subscription = create(world, customer, method, line, data)
    now = world.now()
    _, _, ends, free = dates_of(line["price"], data, now)
    amount = 0 if free else line["price"]["unit_amount"] * line["quantity"]
    invoice = invoices.draft(
        world, subscription, reason="subscription_create", amount=amount, start=now, end=ends
    )
    invoices.finalize(world, invoice)
    if amount:
        status = invoices.attempt(world, invoice, off_session=False, authenticated=authenticated)
        if status == "succeeded":
            invoices.mark_paid(world, invoice)
        elif status != "processing":
            invoices.mark_failed(world, invoice)
            return subscription, invoice
    if subscription["status"] != "trialing":
        become(world, subscription, "active")
    return subscription, invoice


def become(world: World, subscription: Obj, status: str, **more: Any) -> None:
    """Changes the status and whatever goes with it, and tells of it."""
    old = world.store.set(subscription, status=status, **more)
    if old:
        world.emit("customer.subscription.updated", subscription, old)


def set_period(world: World, subscription: Obj, start_at: int, ends: int) -> None:
    """The period lives on the item; the subscription's list holds the same item."""
    item = invoices.item_of(world, subscription)
    world.store.set(item, current_period_start=start_at, current_period_end=ends)
    world.store.set(subscription, items=item_list(subscription["id"], item))
    world.later(ends, "renew", subscription)


def end_at(world: World, subscription: Obj, at: int | None) -> dict[str, Any]:
    """An end inside the period ends the period; where it is taken back, the grid begins anew there."""
    item, now = invoices.item_of(world, subscription), world.now()
    start, ends = item["current_period_start"], item["current_period_end"]
    if at is not None and at <= now:
        raise invalid("cancel_at must be a timestamp in the future.", "cancel_at")
    changes: dict[str, Any] = {"cancel_at": at, "canceled_at": now if at else None}
    is_cut = period_end(item["price"], subscription["billing_cycle_anchor"], start) != ends
    if is_cut and subscription["cancel_at"] == ends and (at is None or at > ends):
        changes["billing_cycle_anchor"] = ends
    if at is not None and at < ends:
        set_period(world, subscription, start, at)
    if at is not None:
        world.later(at, "cancel_subscription", subscription)
    return changes


def part_until_end(subscription: Obj, amount: int, begins: int, ends: int) -> tuple[int, int]:
    """What a new period costs, and its end: one in which the subscription ends is charged in part."""
    at = subscription["cancel_at"]
    if not at or at >= ends:
        return amount, ends
    return round(amount * (at - begins) / (ends - begins)), at


def cancel(world: World, subscription: Obj, reason: str, details: dict[str, Any] | None = None) -> Obj:
    """Ends it now. Open invoices stay open but are not tried again."""
    now = world.now()
    kept = {**subscription["cancellation_details"], **(details or {}), "reason": reason}
    world.store.set(subscription, status="canceled", canceled_at=subscription["canceled_at"] or now,
    ended_at=now,
                    cancellation_details=kept, pause_collection=None)  # fmt: skip
    for invoice in world.store.of("invoice", "customer", subscription["customer"]):
        if (
            invoice["status"] in ("draft", "open")
            and invoices.subscription_of(world, invoice) is subscription
        ):
            world.store.set(invoice, auto_advance=False, next_payment_attempt=None)
    world.emit("customer.subscription.deleted", subscription)
    return subscription
