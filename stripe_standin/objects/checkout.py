"""Checkout sessions: what the product asks for and what it can read back."""

from typing import Any

from stripe_standin.errors import StripeError, invalid, missing
from stripe_standin.ids import letters, new_id
from stripe_standin.listing import listed, page
from stripe_standin.objects import payments
from stripe_standin.objects.catalog import price_of
from stripe_standin.objects.common import Params, Routes, merged
from stripe_standin.store import Obj
from stripe_standin.world import World

DAY, HALF_HOUR = 86_400, 1_800
MINIMUM, MAXIMUM = 50, 99_999_999
COPIED = (
    "billing_address_collection", "cancel_url", "client_reference_id", "customer", "customer_email",
    "locale", "submit_type", "success_url",
)  # fmt: skip
ONLY_IN = {
    "payment_intent_data": "payment", "customer_creation": "payment", "invoice_creation": "payment",
    "subscription_data": "subscription", "setup_intent_data": "setup",
}  # fmt: skip


def check(world: World, params: Params) -> str:
    """Refuses what Stripe refuses beyond the types; returns the mode."""
    mode = params.get("mode")
    if mode is None:
        raise missing("mode")
    if mode == "setup" or params.get("ui_mode", "hosted_page") != "hosted_page":
        message = "The stand-in has hosted pages for payment and subscription only"
        raise StripeError(message, status=501, kind="api_error")
    for name, needed in ONLY_IN.items():
        if name in params and mode != needed:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", name)
    if "success_url" not in params:
        raise missing("success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not params[name].startswith(("http://", "https://")):
            raise invalid("Not a valid URL", name, "url_invalid")
    if "customer" in params and "customer_email" in params:
        raise invalid("You may only specify one of these parameters: customer, customer_email.", "customer")
    if "customer_email" in params and "@" not in params["customer_email"]:
        raise invalid(f"Invalid email address: {params['customer_email']}", "customer_email", "email_invalid")
    if "customer" in params:
        world.store.get("customer", params["customer"], "customer")
    if not params.get("line_items"):
        raise missing("line_items")
    return str(mode)


def expiry(world: World, params: Params) -> int:
    now = world.now()
    at = int(params.get("expires_at", now + DAY))
    if at < now + HALF_HOUR - 60:
        raise invalid("The `expires_at` timestamp must be at least 30 minutes after creation.",
                      "expires_at")  # fmt: skip
    if at > now + DAY + 60:
        raise invalid("The `expires_at` timestamp must be less than 24 hours after creation.",
                      "expires_at")  # fmt: skip
    return at


def lines_of(world: World, params: Params, mode: str) -> list[Obj]:
    lines = []
    for n, asked in enumerate(params["line_items"]):
        path = f"line_items[{n}]"
        if "quantity" not in asked:
            raise missing(f"{path}[quantity]")
        price = price_of(world, asked, path)
        if mode == "payment" and price["recurring"]:
            raise invalid("You specified `payment` mode but passed a recurring price. Either switch to "
                          "`subscription` mode or use only one-time prices.", "mode")  # fmt: skip
        total = price["unit_amount"] * asked["quantity"]
        product = world.store.get("product", price["product"])
        lines.append(world.contract.fill("item", {
            "id": new_id("item"), "object": "item", "amount_discount": 0, "amount_subtotal": total,
            "amount_tax": 0, "amount_total": total, "currency": price["currency"], "metadata": {},
            "description": product["name"], "price": price, "quantity": asked["quantity"],
        }))  # fmt: skip
    if mode == "subscription" and not any(line["price"]["recurring"] for line in lines):
        raise invalid("You must provide at least one recurring price in `subscription` mode.", "mode")
    return lines


def create(world: World, _: str, params: Params) -> Obj:
    mode = check(world, params)
    expires_at = expiry(world, params)
    lines = lines_of(world, params, mode)
    total = sum(line["amount_total"] for line in lines)
    if total < MINIMUM and not (mode == "subscription" and total == 0):
        message = "The Checkout Session's total amount must convert to at least 50 cents."
        raise invalid(message, "line_items", "amount_too_small")
    if total > MAXIMUM:
        message = "The Checkout Session's total amount due must be no more than $999,999.99."
        raise invalid(message, "line_items", "amount_too_large")
    creation = params.get("customer_creation", "if_required") if mode == "payment" else "always"
    identifier = f"cs_test_a1{letters(56)}"
    session = world.store.add("checkout.session", {
        "id": identifier, "amount_subtotal": total, "amount_total": total, "created": world.now(),
        "automatic_tax": {"enabled": False}, "currency": lines[0]["currency"], "expires_at": expires_at,
        "custom_text": {}, "adaptive_pricing": {"enabled": False}, "mode": mode, "payment_status": "unpaid",
        "customer_creation": None if "customer" in params else creation,
        "metadata": merged({}, params.get("metadata")), "payment_method_types": list(payments.TYPES),
        "payment_method_collection": params.get("payment_method_collection",
        "if_required" if mode == "payment" else "always"),
        "payment_method_options": {}, "phone_number_collection": {"enabled": False}, "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{world.base}/c/pay/{identifier}", "customer_details": details(params),
        **{name: params[name] for name in COPIED if name in params},
    }, private={"params": params, "lines": lines})  # fmt: skip
    world.later(expires_at, "expire_session", session)
    return session


def details(params: Params) -> dict[str, Any] | None:
    if "customer_email" not in params:
        return None
    return {"email": params["customer_email"], "tax_exempt": "none", "tax_ids": None, "address": None}


def close(world: World, session: Obj) -> None:
    """Ends an open session and cancels the payment somebody had begun."""
    if session["payment_intent"]:
        payments.cancel_intent(world, world.store.get("payment_intent", session["payment_intent"]), "expired")
    world.store.set(session, status="expired", url=None)
    world.emit("checkout.session.expired", session)


def expire(world: World, identifier: str, _: Params) -> Obj:
    session = world.store.get("checkout.session", identifier, "session")
    if session["status"] != "open":
        raise invalid("Only Checkout Sessions with a status in [\"open\"] can be expired. "
                      f"This Checkout Session has a status of {session['status']}.", "session")  # fmt: skip
    close(world, session)
    return session


def expire_due(world: World, identifier: str) -> None:
    session = world.store.get("checkout.session", identifier)
    if session["status"] == "open":
        close(world, session)


def update(world: World, identifier: str, params: Params) -> Obj:
    session = world.store.get("checkout.session", identifier, "session")
    if "metadata" in params:
        world.store.set(session, metadata=merged(session["metadata"], params["metadata"]))
    return session


def line_items(world: World, identifier: str, _: Params) -> Obj:
    world.store.get("checkout.session", identifier, "session")
    return listed(world.store.secret(identifier)["lines"], f"/v1/checkout/sessions/{identifier}/line_items")


def list_all(world: World, _: str, params: Params) -> Obj:
    def has_email(session: Obj, wanted: dict[str, str]) -> bool:
        return bool((session["customer_details"] or {}).get("email") == wanted.get("email"))

    return page(world, "checkout.session", params, "/v1/checkout/sessions", {"customer_details": has_email})


ROUTES: Routes = {
    ("POST", "/v1/checkout/sessions"): create,
    ("GET", "/v1/checkout/sessions"): list_all,
    ("GET", "/v1/checkout/sessions/{session}"): lambda world, identifier, _: world.store.get(
        "checkout.session", identifier, "session"
    ),
    ("POST", "/v1/checkout/sessions/{session}"): update,
    ("POST", "/v1/checkout/sessions/{session}/expire"): expire,
    ("GET", "/v1/checkout/sessions/{session}/line_items"): line_items,
}
