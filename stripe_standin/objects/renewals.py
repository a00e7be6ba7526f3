"""What the calendar does to subscriptions: the next invoice, its payment, retries, the end."""

from stripe_standin.objects import invoices, subscriptions
from stripe_standin.store import Obj
from stripe_standin.world import World


def renew_due(world: World, identifier: str) -> None:
    """A period ends: the next begins with a draft invoice, which is collected an hour later."""
    subscription = world.store.get("subscription", identifier)
    item = invoices.item_of(world, subscription)
    now = world.now()
    if subscription["status"] not in subscriptions.LIVE or item["current_period_end"] > now:
        return
    if subscription["cancel_at_period_end"] or (subscription["cancel_at"] or now + 1) <= now:
        subscriptions.cancel(world, subscription, "cancellation_requested")
        return
    begins = item["current_period_end"]
    ends = subscriptions.period_end(item["price"], subscription["billing_cycle_anchor"], begins)
    old_items = subscription["items"]
    whole = item["price"]["unit_amount"] * item["quantity"]
    amount, ends = subscriptions.part_until_end(subscription, whole, begins, ends)
    subscriptions.set_period(world, subscription, begins, ends)
    invoice = invoices.draft(
        world, subscription, reason="subscription_cycle", amount=amount, start=begins, end=ends
    )
    trial_over = subscription["status"] == "trialing"
    old = world.store.set(subscription, status="active") if trial_over else {}
    world.emit("customer.subscription.updated", subscription, {**old, "items": old_items})
    pause = subscription["pause_collection"]
    if pause:
        hold_back(world, invoice, pause["behavior"])
    elif subscription["status"] == "unpaid":
        world.store.set(invoice, auto_advance=False)  # stays a draft, nobody is charged
    else:
        hold = int(world.settings["invoice_hold_seconds"])
        world.store.set(invoice, automatically_finalizes_at=now + hold)
        world.later(now + hold, "finalize_invoice", invoice)


def hold_back(world: World, invoice: Obj, behaviour: str) -> None:
    """While collection is paused each invoice is voided, kept as a draft or written off."""
    if behaviour == "keep_as_draft":
        world.store.set(invoice, auto_advance=False)
        return
    invoices.finalize(world, invoice)
    if invoice["status"] == "open":
        end(world, invoice, "void" if behaviour == "void" else "uncollectible")


def end(world: World, invoice: Obj, status: str) -> Obj:
    """Void or uncollectible; a subscription that waited for it is no longer past due.

    Its status is then that of the newest invoice which is not void.
    """
    invoices.end(world, invoice, status)
    subscription = invoices.subscription_of(world, invoice)
    if subscription["status"] in ("past_due", "unpaid"):
        others = [one for one in world.store.of("invoice", "customer", subscription["customer"])
                  if invoices.subscription_of(world, one) is subscription
                  and one["status"] not in ("void", "draft")]  # fmt: skip
        newest = max(others, key=lambda one: one["status_transitions"]["finalized_at"], default=None)
        if newest is None or newest["status"] != "open":
            subscriptions.become(world, subscription, "active")
    return invoice


def finalize_due(world: World, identifier: str) -> None:
    invoice = world.store.get("invoice", identifier)
    if invoice["status"] == "draft" and invoice["auto_advance"]:
        invoices.finalize(world, invoice)
        if invoice["status"] == "open":
            collect(world, invoice)


def collect_due(world: World, identifier: str) -> None:
    """An invoice that was opened by hand is collected as any other."""
    invoice = world.store.get("invoice", identifier)
    if invoice["status"] == "open" and invoice["auto_advance"] and not invoice["attempted"]:
        collect(world, invoice)


def retry_due(world: World, identifier: str) -> None:
    invoice = world.store.get("invoice", identifier)
    if invoice["status"] == "open" and invoice["auto_advance"] and invoice["next_payment_attempt"]:
        collect(world, invoice)


def collect(world: World, invoice: Obj) -> None:
    outcome(world, invoice, invoices.attempt(world, invoice))


def collect_by_hand(world: World, invoice: Obj) -> None:
    """A refusal of a later try by hand changes no plan: the retries come as they would have come."""
    is_first = not invoice["attempted"]
    status = invoices.attempt(world, invoice, by_hand=True)
    if status in ("succeeded", "processing") or is_first:
        outcome(world, invoice, status)
    else:
        world.emit("invoice.payment_failed", invoice)


def outcome(world: World, invoice: Obj, status: str) -> None:
    """What an attempt's result means for invoice and subscription."""
    subscription = invoices.subscription_of(world, invoice)
    if status == "processing":
        return
    if status == "succeeded":
        invoices.mark_paid(world, invoice)
        if subscription["status"] in ("past_due", "unpaid", "incomplete"):
            subscriptions.become(world, subscription, "active")
        return
    again = invoices.mark_failed(world, invoice)
    if subscription["status"] not in subscriptions.LIVE:
        return
    if again or world.settings["retries_end"] == "past_due":
        subscriptions.become(world, subscription, "past_due")
    elif world.settings["retries_end"] == "unpaid":
        subscriptions.become(world, subscription, "unpaid")
    else:
        subscriptions.cancel(world, subscription, "payment_failed")


def resume_due(world: World, identifier: str) -> None:
    """A pause that named its end is over."""
    subscription = world.store.get("subscription", identifier)
    pause = subscription["pause_collection"]
    if pause and pause["resumes_at"] and pause["resumes_at"] <= world.now():
        subscriptions.become(world, subscription, subscription["status"], pause_collection=None)


def cancel_due(world: World, identifier: str) -> None:
    subscription = world.store.get("subscription", identifier)
    at = subscription["cancel_at"]
    if subscription["status"] in subscriptions.LIVE and at and at <= world.now():
        subscriptions.cancel(world, subscription, "cancellation_requested")
