"""Payment intents: from created through confirmed to succeeded, processing or refused."""

import json
from typing import Any

from stripe_standin.errors import StripeError, invalid
from stripe_standin.ids import letters, new_id
from stripe_standin.listing import page
from stripe_standin.objects import charges, methods
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

TYPES = ["card", "us_bank_account"]
PLAIN = (
    "description",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "setup_future_usage",
)


def open_intent(
    world: World, *, amount: int, currency: str, customer: str | None, data: Params, owner: dict[str, str]
) -> Obj:
    """A new intent. `owner` says what it pays for: a session, an invoice, or nothing we know."""
    identifier = new_id("payment_intent")
    given = {name: data[name] for name in PLAIN if data.get(name)}
    intent = world.store.add("payment_intent", {
        "id": identifier, "amount": amount, "amount_capturable": 0, "amount_received": 0,
        "capture_method": "automatic_async", "client_secret": f"{identifier}_secret_{letters(24)}",
        "confirmation_method": "automatic", "created": world.now(), "currency": currency,
        "customer": customer,
        "metadata": merged({}, data.get("metadata")), "payment_method_types": list(TYPES),
        "status": "requires_payment_method", **given,
    }, private={"owner": owner})  # fmt: skip
    world.books.opened(identifier, amount=amount, currency=currency, owner=owner, customer=customer)
    world.emit("payment_intent.created", intent)
    return intent


def owner_of(world: World, intent: Obj) -> dict[str, str]:
    found: dict[str, str] = world.store.secret(intent["id"]).get("owner", {})
    return found


def confirm(
    world: World, intent: Obj, method: Obj, *, off_session: bool = False, authenticated: bool = False
) -> str:
    """Tries to take the money; returns the intent's new status."""
    behaviour = world.store.secret(method["id"])["behaviour"]
    world.store.set(intent, payment_method=method["id"])
    if method["type"] == "us_bank_account":
        return process(world, intent, method)
    if behaviour == "ask" and not authenticated and not off_session:
        action = {"type": "redirect_to_url", "redirect_to_url": {"url": world.base, "return_url": None}}
        change(world, intent, "payment_intent.requires_action", status="requires_action", next_action=action)
    elif behaviour in charges.DECLINES and not (behaviour == "ask" and authenticated):
        refuse(world, intent, method, *charges.DECLINES[behaviour])
    else:
        succeed(world, intent, charges.add(world, intent, method, status="succeeded"))
        aftermath(world, intent, behaviour)
    return str(intent["status"])


def succeed(world: World, intent: Obj, charge: Obj) -> None:
    world.emit("charge.succeeded", charge)
    world.store.set(intent, status="succeeded", amount_received=intent["amount"], next_action=None,
                    last_payment_error=None)  # fmt: skip
    world.books.opened(intent["id"], paid=True, charge=charge["id"], paid_at=world.now())
    world.emit("payment_intent.succeeded", intent)
    world.later(world.now() + int(world.settings["capture_seconds"]), "capture", charge)


def aftermath(world: World, intent: Obj, behaviour: str) -> None:
    """What some test cards do later on their own."""
    charge = world.store.get("charge", intent["latest_charge"])
    soon = world.now() + int(world.settings["dispute_seconds"])
    if behaviour == "dispute":
        world.later(soon, "dispute_opens", charge)
    elif behaviour == "early_fraud_warning":
        world.later(soon, "fraud_warning", charge)


def refuse(world: World, intent: Obj, method: Obj, code: str, decline: str, message: str) -> None:
    charge = charges.add_failed(world, intent, method, code, decline, message)
    world.store.set(intent, status="requires_payment_method", payment_method=None, next_action=None,
                    last_payment_error={
        "type": "card_error", "code": code, "decline_code": decline, "message": message,
        "charge": charge["id"], "payment_method": json.loads(json.dumps(method)),
    })  # fmt: skip
    world.emit("payment_intent.payment_failed", intent)


def process(world: World, intent: Obj, method: Obj) -> str:
    """A bank debit: accepted now, known to have worked or not in some days."""
    lasting = intent["setup_future_usage"] == "off_session"
    mandate = world.store.secret(method["id"]).get("mandate")
    if mandate is None:
        made = methods.new_mandate(world, method, intent["currency"], intent["amount"], lasting=lasting)
        mandate = world.store.secret(method["id"])["mandate"] = made["id"]
    charge = charges.add(world, intent, method, status="pending", mandate=mandate)
    world.store.set(intent, status="processing")
    world.emit("charge.pending", charge)
    world.emit("payment_intent.processing", intent)
    if world.settings["ach_books"] == "on_processing":
        charges.book(world, charge)
    world.later(charges.settles_at(world), "ach_settles", intent)
    return "processing"


def debit_succeeds(world: World, intent: Obj) -> None:
    charge = world.store.get("charge", intent["latest_charge"])
    world.store.set(charge, status="succeeded", paid=True)
    succeed(world, intent, charge)


def debit_fails(world: World, intent: Obj, reason: str) -> None:
    """The bank says no: while processing, or (rarely) after it had said yes."""
    charge = world.store.get("charge", intent["latest_charge"])
    message = "The customer's account has insufficient funds to cover this payment."
    charges.fail_after_booking(world, charge)
    world.store.set(charge, status="failed", paid=False, failure_code=reason, failure_message=message)
    world.books.opened(intent["id"], paid=False)
    world.emit("charge.failed", charge)
    error: dict[str, Any] = {"type": "card_error", "code": "payment_intent_payment_attempt_failed",
                             "decline_code": reason, "message": message, "charge": charge["id"]}  # fmt: skip
    world.store.set(intent, status="requires_payment_method", payment_method=None, amount_received=0,
                    last_payment_error=error)  # fmt: skip
    world.emit("payment_intent.payment_failed", intent)


def authentication_failed(world: World, intent: Obj) -> None:
    error = {"type": "invalid_request_error", "code": "payment_intent_authentication_failure",
             "message": "The provided PaymentMethod has failed authentication."}  # fmt: skip
    world.store.set(intent, status="requires_payment_method", payment_method=None, next_action=None,
                    last_payment_error=error)  # fmt: skip
    world.emit("payment_intent.payment_failed", intent)


def cancel_intent(world: World, intent: Obj, reason: str) -> None:
    if intent["status"] in ("succeeded", "canceled", "processing"):
        return
    world.store.set(
        intent, status="canceled", canceled_at=world.now(), cancellation_reason=reason, next_action=None
    )
    world.emit("payment_intent.canceled", intent)


def update(world: World, identifier: str, params: Params) -> Obj:
    intent = world.store.get("payment_intent", identifier, "intent")
    world.store.set(intent, **plain_updates(params, intent, ("description", "receipt_email")))
    return intent


def cancel(world: World, identifier: str, params: Params) -> Obj:
    intent = world.store.get("payment_intent", identifier, "intent")
    if intent["status"] in ("succeeded", "canceled", "processing"):
        message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
        raise invalid(message, code="payment_intent_unexpected_state")
    cancel_intent(world, intent, params.get("cancellation_reason", "requested_by_customer"))
    return intent


def create(world: World, _: str, __: Params) -> Obj:
    message = "The stand-in takes payments through Checkout and invoices only"
    raise StripeError(message, status=501, kind="api_error")


ROUTES: Routes = {
    ("POST", "/v1/payment_intents"): create,
    ("GET", "/v1/payment_intents"): lambda world, _, params: page(
        world, "payment_intent", params, "/v1/payment_intents"
    ),
    ("GET", "/v1/payment_intents/{intent}"): lambda world, identifier, _: world.store.get(
        "payment_intent", identifier, "intent"
    ),
    ("POST", "/v1/payment_intents/{intent}"): update,
    ("POST", "/v1/payment_intents/{intent}/cancel"): cancel,
}
