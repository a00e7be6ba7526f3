"""Refunds: whole, partial, pending, and failing after they had succeeded."""

from stripe_standin.errors import StripeError, invalid, missing
from stripe_standin.listing import page
from stripe_standin.objects import charges, money
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World


def charge_of(world: World, params: Params) -> Obj:
    if "charge" in params:
        charge = world.store.get("charge", params["charge"], "charge")
    elif "payment_intent" in params:
        intent = world.store.get("payment_intent", params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise invalid(message, "payment_intent")
        charge = world.store.get("charge", intent["latest_charge"])
    else:
        raise missing("payment_intent")
    return charge


def amount_of(charge: Obj, params: Params) -> int:
    left = int(charge["amount"] - charge["amount_refunded"])
    if left <= 0:
        raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = int(params.get("amount", left))
    if amount <= 0:
        raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
    if amount > left:
        most = f"unrefunded amount on charge (${left / 100:,.2f})"
        message = f"Refund amount (${amount / 100:,.2f}) is greater than {most}"
        raise invalid(message, "amount")
    return amount


def create(world: World, _: str, params: Params) -> Obj:
    charge = charge_of(world, params)
    return refund(world, charge, params)


def refund(world: World, charge: Obj, params: Params) -> Obj:
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not succeeded and cannot be refunded.", "charge")
    frozen = any(not d["is_charge_refundable"] for d in world.store.of("dispute", "charge", charge["id"]))
    if frozen:
        raise StripeError(f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                          code="charge_disputed")  # fmt: skip
    amount = amount_of(charge, params)
    charges.book(world, charge)  # money that is to go back must have come in
    card = charge["payment_method_details"]["type"] == "card"
    behaviour = world.store.secret(charge["payment_method"]).get("behaviour", "ok")
    waits = behaviour == "refund_pending"
    made = world.store.add("refund", {
        "amount": amount, "charge": charge["id"], "created": world.now(), "currency": charge["currency"],
        "customer": charge["customer"], "metadata": merged({}, params.get("metadata")),
        "payment_intent": charge["payment_intent"], "payment_method": charge["payment_method"],
        "reason": params.get("reason"), "status": "pending" if waits else "succeeded",
        "destination_details": {"card": {"type": "refund", "reference_status": "pending"}, "type": "card"}
        if card else {"us_bank_transfer": {}, "type": "us_bank_transfer"},
        **({"pending_reason": "processing"} if waits else {}),
    })  # fmt: skip
    txn = money.post(
        world,
        move="refund",
        kind="refund" if card else "payment_refund",
        amount=-amount,
        source=made,
        payment=charge["payment_intent"],
        description="REFUND FOR CHARGE",
    )
    world.store.set(made, balance_transaction=txn["id"])
    total = charge["amount_refunded"] + amount
    old = world.store.set(charge, amount_refunded=total, refunded=total == charge["amount"])
    world.emit("refund.created", made)
    world.emit("charge.refunded", charge, old)
    if behaviour in ("refund_pending", "refund_fails"):
        world.later(world.now() + int(world.settings["refund_seconds"]), "refund_settles", made)
    return made


def settle_due(world: World, identifier: str) -> None:
    made = world.store.get("refund", identifier)
    charge = world.store.get("charge", made["charge"])
    if made["status"] in ("failed", "canceled"):
        return
    if world.store.secret(charge["payment_method"]).get("behaviour") == "refund_fails":
        fail(world, made, "unknown")
    elif made["status"] == "pending":
        succeed(world, made)


def succeed(world: World, made: Obj) -> None:
    if made["status"] not in ("pending", "requires_action"):
        raise invalid(f"Refund {made['id']} is {made['status']}, not pending.")
    made.pop("pending_reason", None)
    old = world.store.set(made, status="succeeded")
    world.emit("refund.updated", made, old)
    world.emit("charge.refund.updated", made, old)


def fail(world: World, made: Obj, reason: str) -> None:
    """The bank sends the money back; it returns to the balance and the charge counts as not refunded."""
    if made["status"] in ("failed", "canceled"):
        raise invalid(f"Refund {made['id']} is already {made['status']}.")
    charge = world.store.get("charge", made["charge"])
    back = money.post(
        world,
        move="refund_failed",
        kind="refund_failure",
        amount=made["amount"],
        source=made,
        payment=charge["payment_intent"],
        description="REFUND FAILURE",
    )
    made.pop("pending_reason", None)
    made["failure_reason"] = reason
    old = world.store.set(made, status="failed", failure_balance_transaction=back["id"])
    world.store.set(charge, amount_refunded=charge["amount_refunded"] - made["amount"], refunded=False)
    world.emit("refund.updated", made, old)
    world.emit("refund.failed", made)
    world.emit("charge.refund.updated", made, old)


def update(world: World, identifier: str, params: Params) -> Obj:
    made = world.store.get("refund", identifier)
    return change(world, made, "refund.updated", **plain_updates(params, made, ()))


def cancel(world: World, identifier: str, _: Params) -> Obj:
    made = world.store.get("refund", identifier)
    message = f"Refund {made['id']} cannot be canceled: only refunds that require action can."
    raise invalid(message)


ROUTES: Routes = {
    ("POST", "/v1/refunds"): create,
    ("GET", "/v1/refunds"): lambda world, _, params: page(world, "refund", params, "/v1/refunds"),
    ("GET", "/v1/refunds/{refund}"): lambda world, identifier, _: world.store.get("refund", identifier),
    ("POST", "/v1/refunds/{refund}"): update,
    ("POST", "/v1/refunds/{refund}/cancel"): cancel,
}
