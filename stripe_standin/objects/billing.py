"""The operations on subscriptions, their items and invoices that a product calls."""

from typing import Any

from stripe_standin.errors import StripeError, invalid, missing
from stripe_standin.listing import page
from stripe_standin.objects import invoices, renewals, subscriptions
from stripe_standin.objects.catalog import plan_of, price_of
from stripe_standin.objects.common import Params, Routes, merged
from stripe_standin.store import Obj
from stripe_standin.world import World


def find(world: World, identifier: str) -> Obj:
    return world.store.get("subscription", identifier, "subscription")


def create(world: World, _: str, params: Params) -> Obj:
    customer = world.store.get("customer", params.get("customer", ""), "customer")
    if not params.get("items"):
        raise missing("items")
    first = params["items"][0]
    price = price_of(world, first, "items[0]")
    chosen = params.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
    if not chosen:
        raise invalid("This customer has no attached payment source or default payment method.",
                      code="resource_missing")  # fmt: skip
    method = world.store.get("payment_method", chosen, "default_payment_method")
    line = {"price": price, "quantity": first.get("quantity", 1)}
    data = {**params, **({"trial_end": None} if params.get("trial_end") == "now" else {})}
    return subscriptions.start(world, customer, method, line, data)[0]


def refuse_proration(params: Params) -> None:
    if params.get("proration_behavior", "create_prorations") != "none":
        message = "The stand-in does no prorations: pass proration_behavior=none"
        raise StripeError(message, status=501, kind="api_error")


def change_item(
    world: World, subscription: Obj, item: Obj, asked: Params, path: str, *, on_trial: bool
) -> None:
    """Another price or quantity from the next invoice on. Another interval starts a new period at once.

    With a trial, going on or set by the same update, it does not: the trial's end is the next date.
    """
    price, quantity = item["price"], asked.get("quantity", item["quantity"])
    if "price" in asked or "price_data" in asked:
        price = price_of(world, asked, path)
        if not price["recurring"]:
            raise invalid("The price specified is not recurring.", f"{path}[price]")
    before = item["price"]["recurring"]
    moved = any(before[name] != price["recurring"][name] for name in ("interval", "interval_count"))
    metadata = merged(item["metadata"], asked.get("metadata"))
    world.store.set(item, price=price, plan=plan_of(world, price), quantity=quantity, metadata=metadata)
    if moved and not on_trial:
        now = world.now()
        world.store.set(subscription, billing_cycle_anchor=now)
        ends = subscriptions.period_end(price, now, now)
        subscriptions.set_period(world, subscription, now, ends)
        invoice = invoices.draft(world, subscription, reason="subscription_update",
                                 amount=price["unit_amount"] * quantity, start=now, end=ends)  # fmt: skip
        invoices.finalize(world, invoice)
        if invoice["status"] == "open":
            renewals.collect(world, invoice)
    world.store.set(subscription, items=subscriptions.item_list(subscription["id"], item))


def move_date(world: World, subscription: Obj, trial_end: int | str) -> dict[str, Any]:
    """A trial moves the next payment: nothing is taken until then, and the anchor moves along."""
    now = world.now()
    if trial_end == "now" or int(trial_end) <= now:
        if trial_end != "now":
            raise invalid("Invalid trial_end must be a timestamp in the future", "trial_end")
        subscriptions.set_period(world, subscription, now, now)
        return {"trial_end": now, "billing_cycle_anchor": now}
    ends = int(trial_end)
    subscriptions.set_period(world, subscription, now, ends)
    invoice = invoices.draft(world, subscription, reason="subscription_update", amount=0, start=now, end=ends)
    invoices.finalize(world, invoice)
    return {"status": "trialing", "trial_start": now, "trial_end": ends, "billing_cycle_anchor": ends}


def update(world: World, identifier: str, params: Params) -> Obj:
    subscription = find(world, identifier)
    if subscription["status"] == "canceled":
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.",
                      code="resource_missing")  # fmt: skip
    before = {
        **subscription,
        "items": {**subscription["items"], "data": [dict(i) for i in subscription["items"]["data"]]},
    }
    for n, asked in enumerate(params.get("items", [])):
        refuse_proration(params)
        if "id" not in asked:
            raise StripeError(
                "The stand-in's subscriptions have one item: pass its id", status=501, kind="api_error"
            )
        item = world.store.get("subscription_item", asked["id"], f"items[{n}][id]")
        on_trial = subscription["status"] == "trialing" or params.get("trial_end", "now") != "now"
        change_item(world, subscription, item, asked, f"items[{n}]", on_trial=on_trial)
    if "trial_end" in params:
        refuse_proration(params)
        world.store.set(subscription, **move_date(world, subscription, params["trial_end"]))
    apply_plain(world, subscription, params)
    old = {k: v for k, v in before.items() if subscription.get(k) != v}
    if old:
        world.emit("customer.subscription.updated", subscription, old)
    return subscription


def apply_plain(world: World, subscription: Obj, params: Params) -> None:
    changes: dict[str, Any] = {}
    if "metadata" in params:
        changes["metadata"] = merged(subscription["metadata"], params["metadata"])
    if "description" in params:
        changes["description"] = params["description"] or None
    if "default_payment_method" in params:
        method = params["default_payment_method"] or None
        if method:
            world.store.get("payment_method", method, "default_payment_method")
        changes["default_payment_method"] = method
    if "cancellation_details" in params:
        changes["cancellation_details"] = {
            **subscription["cancellation_details"],
            **params["cancellation_details"],
        }
    if "pause_collection" in params:
        changes["pause_collection"] = pause(world, subscription, params["pause_collection"])
    now, ends = world.now(), invoices.item_of(world, subscription)["current_period_end"]
    if "cancel_at_period_end" in params:
        wanted = params["cancel_at_period_end"]
        details: Params = changes.get("cancellation_details") or subscription["cancellation_details"]
        changes |= {
            "cancel_at_period_end": wanted,
            "cancel_at": ends if wanted else None,
            "canceled_at": now if wanted else None,
            "cancellation_details": {**details, "reason": "cancellation_requested" if wanted else None},
        }
    elif "cancel_at" in params:
        changes |= subscriptions.end_at(world, subscription, params["cancel_at"] or None)
    world.store.set(subscription, **changes)


def pause(world: World, subscription: Obj, asked: Any) -> dict[str, Any] | None:
    if not asked:
        return None
    resumes = asked.get("resumes_at")
    if resumes:
        if resumes <= world.now():
            raise invalid(
                "Invalid pause_collection[resumes_at]: must be in the future", "pause_collection[resumes_at]"
            )
        world.later(resumes, "resume_collection", subscription)
    return {"behavior": asked["behavior"], "resumes_at": resumes}


def cancel(world: World, identifier: str, params: Params) -> Obj:
    subscription = find(world, identifier)
    if subscription["status"] == "canceled":
        raise StripeError(
            f"No such subscription: '{identifier}'", status=404, code="resource_missing", param="id"
        )
    return subscriptions.cancel(
        world, subscription, "cancellation_requested", params.get("cancellation_details")
    )


def update_item(world: World, identifier: str, params: Params) -> Obj:
    item = world.store.get("subscription_item", identifier, "item")
    asked = {k: v for k, v in params.items() if k in ("price", "price_data", "quantity", "metadata")}
    update(world, item["subscription"], {
        "items": [{"id": identifier, **asked}],
        **({"proration_behavior": params["proration_behavior"]} if "proration_behavior" in params else {}),
    })  # fmt: skip
    return item


def list_all(world: World, _: str, params: Params) -> Obj:
    def has_status(subscription: Obj, wanted: str) -> bool:
        ended = subscription["status"] in ("canceled", "incomplete_expired")
        return wanted == "all" or (wanted == "ended" and ended) or subscription["status"] == wanted

    def has_price(subscription: Obj, wanted: str) -> bool:
        return bool(subscription["items"]["data"][0]["price"]["id"] == wanted)

    if "status" not in params:  # canceled ones are left out unless asked for
        return page(world, "subscription", {**params, "status": "live"}, "/v1/subscriptions", {
            "status": lambda subscription, _: subscription["status"] != "canceled",
            "price": has_price})  # fmt: skip
    return page(
        world, "subscription", params, "/v1/subscriptions", {"status": has_status, "price": has_price}
    )


def pay_invoice(world: World, identifier: str, _: Params) -> Obj:
    invoice = world.store.get("invoice", identifier, "invoice")
    if invoice["status"] == "paid":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] == "void":
        raise invalid("This invoice has been voided and can't be paid.")
    if invoice["status"] == "draft":
        invoices.finalize(world, invoice)
    renewals.collect_by_hand(world, invoice)
    if invoice["status"] == "open":
        error = invoices.intent_of(world, invoice)["last_payment_error"] or {}
        raise StripeError(error.get("message", "No payment method."), status=402, kind="card_error",
                          code=error.get("code", "card_declined"))  # fmt: skip
    return invoice


ROUTES: Routes = {
    ("POST", "/v1/subscriptions"): create,
    ("GET", "/v1/subscriptions"): list_all,
    ("GET", "/v1/subscriptions/{subscription_exposed_id}"): lambda world, identifier, _: find(
        world, identifier
    ),
    ("POST", "/v1/subscriptions/{subscription_exposed_id}"): update,
    ("DELETE", "/v1/subscriptions/{subscription_exposed_id}"): cancel,
    ("GET", "/v1/subscription_items"): lambda world, _, params: page(
        world, "subscription_item", params, "/v1/subscription_items"
    ),
    ("GET", "/v1/subscription_items/{item}"): lambda world, identifier, _: world.store.get(
        "subscription_item", identifier, "item"
    ),
    ("POST", "/v1/subscription_items/{item}"): update_item,
    ("POST", "/v1/invoices/{invoice}/pay"): pay_invoice,
    ("POST", "/v1/invoices/{invoice}/void"): lambda world, identifier, _: renewals.end(
        world, world.store.get("invoice", identifier, "invoice"), "void"
    ),
    ("POST", "/v1/invoices/{invoice}/mark_uncollectible"): lambda world, identifier, _: renewals.end(
        world, world.store.get("invoice", identifier, "invoice"), "uncollectible"
    ),
}
