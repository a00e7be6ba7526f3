"""Charges: one per attempt to take money."""

from typing import Any

from stripe_standin.dates import business_days_later
from stripe_standin.listing import page
from stripe_standin.objects import money
from stripe_standin.objects.common import Params, Routes, change, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

# behaviour of a payment method -> (error code, decline code, message)
DECLINES = {
    "generic_decline": ("card_declined", "generic_decline", "Your card was declined."),
    "charge_fails": ("card_declined", "generic_decline", "Your card was declined."),
    "insufficient_funds": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "expired_card": ("expired_card", "expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
    "ask": ("card_declined", "authentication_required", "This transaction requires authentication."),
}


def details_of(method: Obj, mandate: str | None) -> dict[str, Any]:
    """What a charge says of how it was paid."""
    if method["type"] == "us_bank_account":
        bank = method["us_bank_account"]
        kept = {
            k: bank[k] for k in ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4")
        }
        more = {"mandate": mandate} if mandate else {}
        return {"type": "us_bank_account",
                "us_bank_account": {**kept, "routing_number": bank["routing_number"], **more}}  # fmt: skip
    card = method["card"]
    kept = {
        k: card[k] for k in ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    }
    return {"type": "card", "card": {**kept, "last4": card["last4"], "network": card["brand"]}}


def add(
    world: World, intent: Obj, method: Obj, *, status: str, mandate: str | None = None, **more: Any
) -> Obj:
    paid = status == "succeeded"
    charge = world.store.add("charge", {
        "amount": intent["amount"], "amount_captured": intent["amount"] if status != "failed" else 0,
        "amount_refunded": 0, "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"] or "STAND-IN",
        "captured": status != "failed",
        "created": world.now(), "currency": intent["currency"], "customer": intent["customer"],
        "description": intent["description"], "disputed": False, "fraud_details": {}, "paid": paid,
        "metadata": dict(intent["metadata"]), "payment_intent": intent["id"], "payment_method": method["id"],
        "payment_method_details": details_of(method, mandate), "receipt_email": intent["receipt_email"],
        "refunded": False, "status": status, "statement_descriptor": intent["statement_descriptor"],
        "outcome": {"type": "authorized", "network_status": "approved_by_network", "risk_level": "normal",
                    "seller_message": "Payment complete."}, **more,
    })  # fmt: skip
    world.store.set(intent, latest_charge=charge["id"])
    return charge


def add_failed(world: World, intent: Obj, method: Obj, code: str, decline: str, message: str) -> Obj:
    charge = add(
        world, intent, method, status="failed", failure_code=code, failure_message=message,
        outcome={"type": "issuer_declined", "network_status": "declined_by_network", "reason": decline,
                 "risk_level": "normal", "seller_message": "The bank did not return any further details.",
                 "network_decline_code": "51" if decline == "insufficient_funds" else "05"},
    )  # fmt: skip
    world.emit("charge.failed", charge)
    return charge


def book(world: World, charge: Obj) -> None:
    """Writes the charge's balance transaction, once."""
    if charge["balance_transaction"] is not None:
        return
    card = charge["payment_method_details"]["type"] == "card"
    amount = charge["amount"]
    txn = money.post(
        world, move="charge", kind="charge" if card else "payment", amount=amount, source=charge,
        fee=money.card_fee(amount) if card else money.ach_fee(amount), payment=charge["payment_intent"],
        wait_days=money.CARD_DAYS if card else money.ACH_DAYS, description=charge["description"],
    )  # fmt: skip
    change(world, charge, "charge.updated", balance_transaction=txn["id"])


def capture_due(world: World, identifier: str) -> None:
    """Asynchronous capture: the balance transaction appears some time after the success."""
    charge = world.store.get("charge", identifier)
    if charge["status"] == "succeeded":  # a debit may have failed since
        book(world, charge)


def fail_after_booking(world: World, charge: Obj) -> None:
    """Takes the money of a bank debit back out of the balance."""
    if charge["balance_transaction"] is None:
        return
    txn = world.store.get("balance_transaction", charge["balance_transaction"])
    back = money.post(
        world,
        move="returned",
        kind="payment_failure_refund",
        amount=-charge["amount"],
        source=charge,
        payment=charge["payment_intent"],
        wait_days=0,
        fee=-txn["fee"],
    )
    world.store.set(charge, failure_balance_transaction=back["id"])


def settles_at(world: World) -> int:
    return business_days_later(world.now(), int(world.settings["ach_days"]))


def update(world: World, identifier: str, params: Params) -> Obj:
    charge = world.store.get("charge", identifier, "charge")
    changes = plain_updates(params, charge, ("description", "receipt_email"))
    return change(world, charge, "charge.updated", **changes)


ROUTES: Routes = {
    ("GET", "/v1/charges"): lambda world, _, params: page(world, "charge", params, "/v1/charges"),
    ("GET", "/v1/charges/{charge}"): lambda world, identifier, _: world.store.get(
        "charge", identifier, "charge"
    ),
    ("POST", "/v1/charges/{charge}"): update,
}
