"""Invoices of subscriptions: draft, open, paid, or given up after some retries."""

from typing import Any

from stripe_standin.dates import DAY
from stripe_standin.errors import StripeError, invalid
from stripe_standin.ids import new_id
from stripe_standin.listing import page
from stripe_standin.objects import payments
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World


def item_of(world: World, subscription: Obj) -> Obj:
    """The one item: a recurring gift has one price."""
    return world.store.of("subscription_item", "subscription", subscription["id"])[0]


def draft(world: World, subscription: Obj, *, reason: str, amount: int, start: int, end: int) -> Obj:
    item, customer = item_of(world, subscription), world.store.get("customer", subscription["customer"])
    identifier = new_id("invoice")
    line = world.contract.fill("line_item", {
        "id": new_id("line_item"), "amount": amount, "currency": subscription["currency"],
        "discountable": True,
        "description": f"1 x {world.store.get('product', item['price']['product'])['name']}",
        "invoice": identifier,
        "metadata": dict(subscription["metadata"]), "period": {"start": start, "end": end},
        "subtotal": amount,
        "parent": {"type": "subscription_item_details", "subscription_item_details": {
            "proration": False, "subscription": subscription["id"], "subscription_item": item["id"]}},
        "pricing": {"type": "price_details", "unit_amount_decimal": str(amount), "price_details": {
            "price": item["price"]["id"], "product": item["price"]["product"]}},
        "quantity": item["quantity"], "quantity_decimal": str(item["quantity"]),
        "subscription": subscription["id"],
    })  # fmt: skip
    invoice = world.store.add("invoice", {
        "id": identifier, "amount_due": amount, "amount_overpaid": 0, "amount_paid": 0,
        "amount_remaining": amount,
        "amount_shipping": 0, "attempt_count": 0, "attempted": False, "auto_advance": True,
        "account_country": "US", "account_name": "Safe Harbor (stand-in)",
        "automatic_tax": {"enabled": False},
        "billing_reason": reason, "collection_method": "charge_automatically", "created": world.now(),
        "currency": subscription["currency"], "customer": customer["id"], "customer_email": customer["email"],
        "customer_name": customer["name"], "issuer": {"type": "self"}, "metadata": {},
        "lines": {"object": "list", "data": [line], "has_more": False,
        "url": f"/v1/invoices/{identifier}/lines",
                  "total_count": 1},
        "parent": {"type": "subscription_details", "subscription_details": {
            "metadata": dict(subscription["metadata"]), "subscription": subscription["id"]}},
        "payment_settings": {}, "period_start": start, "period_end": world.now(), "starting_balance": 0,
        "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0, "status": "draft",
        "status_transitions": {}, "subtotal": amount, "subtotal_excluding_tax": amount, "total": amount,
        "total_excluding_tax": amount, "total_discount_amounts": [], "total_taxes": [],
    })  # fmt: skip
    world.store.set(subscription, latest_invoice=invoice["id"])
    world.emit("invoice.created", invoice)
    return invoice


def stamped(invoice: Obj, name: str, at: int) -> dict[str, Any]:
    return {**invoice["status_transitions"], name: at}


def finalize(world: World, invoice: Obj) -> None:
    now = world.now()
    account = world.store.secret("account")
    account["invoices"] = count = account.get("invoices", 0) + 1
    world.store.set(invoice, status="open", number=f"STANDIN-{count:04d}", effective_at=now,
    ending_balance=0,
                    status_transitions=stamped(invoice, "finalized_at", now))  # fmt: skip
    world.emit("invoice.finalized", invoice)
    if invoice["amount_due"] == 0:
        mark_paid(world, invoice)


def subscription_of(world: World, invoice: Obj) -> Obj:
    return world.store.get("subscription", invoice["parent"]["subscription_details"]["subscription"])


def payment_of(world: World, invoice: Obj) -> Obj | None:
    """The link between the invoice and its payment intent, if a payment was ever tried."""
    found = world.store.of("invoice_payment", "invoice", invoice["id"])
    return found[0] if found else None


def intent_of(world: World, invoice: Obj) -> Obj:
    link = payment_of(world, invoice)
    if link:
        return world.store.get("payment_intent", link["payment"]["payment_intent"])
    intent = payments.open_intent(
        world, amount=invoice["amount_due"], currency=invoice["currency"], customer=invoice["customer"],
        data={"description": "Subscription creation" if invoice["billing_reason"] == "subscription_create"
              else "Subscription update", "setup_future_usage": "off_session"},
        owner={"invoice": invoice["id"], "subscription": subscription_of(world, invoice)["id"]},
    )  # fmt: skip
    world.store.add("invoice_payment", {
        "amount_requested": invoice["amount_due"], "created": world.now(), "currency": invoice["currency"],
        "invoice": invoice["id"], "is_default": True, "status": "open",
        "payment": {"type": "payment_intent", "payment_intent": intent["id"]}, "status_transitions": {},
    })  # fmt: skip
    return intent


def method_for(world: World, subscription: Obj) -> Obj | None:
    """The subscription's own payment method comes before the customer's default."""
    customer = world.store.get("customer", subscription["customer"])
    found = subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    return world.store.get("payment_method", found) if found else None


def attempt(
    world: World,
    invoice: Obj,
    *,
    off_session: bool = True,
    authenticated: bool = False,
    by_hand: bool = False,
) -> str:
    """Tries to collect an open invoice; returns the payment intent's status.

    A try by hand counts only as the first one: the retries are planned apart from it.
    """
    subscription = subscription_of(world, invoice)
    intent, method = intent_of(world, invoice), method_for(world, subscription)
    count = invoice["attempt_count"] + (0 if by_hand and invoice["attempted"] else 1)
    world.store.set(invoice, attempted=True, attempt_count=count)
    if method is None:
        return "requires_payment_method"
    return payments.confirm(world, intent, method, off_session=off_session, authenticated=authenticated)


def mark_paid(world: World, invoice: Obj) -> None:
    now, amount = world.now(), invoice["amount_due"]
    world.store.set(invoice, status="paid", amount_paid=amount, amount_remaining=0, attempted=True,
                    auto_advance=False, next_payment_attempt=None,
                    status_transitions=stamped(invoice, "paid_at", now))  # fmt: skip
    link = payment_of(world, invoice)
    if link:
        world.store.set(link, status="paid", amount_paid=amount,
                        status_transitions={**link["status_transitions"], "paid_at": now})  # fmt: skip
        world.emit("invoice_payment.paid", link)
    world.emit("invoice.paid", invoice)
    world.emit("invoice.payment_succeeded", invoice)


def mark_failed(world: World, invoice: Obj) -> bool:
    """Tells of a failed attempt and plans the next; returns whether there will be one."""
    pauses = list(world.settings["retry_days"])
    tries = invoice["attempt_count"]
    again: bool = tries <= len(pauses)
    at = world.now() + int(pauses[tries - 1] * DAY) if again else None
    world.store.set(invoice, next_payment_attempt=at, auto_advance=again)
    world.emit("invoice.payment_failed", invoice)
    if at:
        world.later(at, "retry_invoice", invoice)
    return again


def end(world: World, invoice: Obj, status: str) -> Obj:
    """Void or uncollectible. What a bank confirms at this moment cannot be ended."""
    link = payment_of(world, invoice)
    intent = world.store.get("payment_intent", link["payment"]["payment_intent"]) if link else None
    if invoice["status"] not in ("open", "uncollectible") or invoice["status"] == status:
        raise StripeError("You can only pass in open invoices. This invoice isn't open.")
    if intent and intent["status"] == "processing":
        raise StripeError("You cannot end an invoice whose payment is processing.")
    name = "voided_at" if status == "void" else "marked_uncollectible_at"
    world.store.set(invoice, status=status, auto_advance=False, next_payment_attempt=None,
                    status_transitions=stamped(invoice, name, world.now()))  # fmt: skip
    if link and intent and status == "void":
        payments.cancel_intent(world, intent, "void_invoice")
        world.store.set(link, status="canceled")
    world.emit("invoice.voided" if status == "void" else "invoice.marked_uncollectible", invoice)
    return invoice


def finalize_by_hand(world: World, identifier: str, params: Params) -> Obj:
    """Opens a draft; it is collected by itself only where it shall advance."""
    invoice = world.store.get("invoice", identifier, "invoice")
    if invoice["status"] != "draft":
        raise StripeError("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
    world.store.set(invoice, auto_advance=params.get("auto_advance", invoice["auto_advance"]),
                    automatically_finalizes_at=None)  # fmt: skip
    finalize(world, invoice)
    if invoice["status"] == "open" and invoice["auto_advance"]:
        world.later(world.now(), "collect_invoice", invoice)
    return invoice


def update(world: World, identifier: str, params: Params) -> Obj:
    invoice = world.store.get("invoice", identifier, "invoice")
    changes = plain_updates(params, invoice, ("auto_advance", "description"))
    if "metadata" in params:
        changes["metadata"] = merged(invoice["metadata"], params["metadata"])
    return change(world, invoice, "invoice.updated", **changes)


def list_all(world: World, _: str, params: Params) -> Obj:
    def of_subscription(invoice: Obj, wanted: str) -> bool:
        return bool(invoice["parent"]["subscription_details"]["subscription"] == wanted)

    return page(world, "invoice", params, "/v1/invoices", {"subscription": of_subscription})


def list_payments(world: World, _: str, params: Params) -> Obj:
    def for_payment(link: Obj, wanted: dict[str, str]) -> bool:
        return bool(link["payment"].get(wanted["type"]) == wanted.get(wanted["type"]))

    return page(world, "invoice_payment", params, "/v1/invoice_payments", {"payment": for_payment})


def refuse_create(_: World, __: str, ___: Params) -> Obj:
    raise invalid("The stand-in makes invoices for subscriptions only.")


ROUTES: Routes = {
    ("GET", "/v1/invoices"): list_all,
    ("GET", "/v1/invoices/{invoice}"): lambda world, identifier, _: world.store.get(
        "invoice", identifier, "invoice"
    ),
    ("POST", "/v1/invoices/{invoice}"): update,
    ("POST", "/v1/invoices/{invoice}/finalize"): finalize_by_hand,
    ("GET", "/v1/invoice_payments"): list_payments,
    ("GET", "/v1/invoice_payments/{invoice_payment}"): lambda world, identifier, _: world.store.get(
        "invoice_payment", identifier, "invoice_payment"
    ),
}
