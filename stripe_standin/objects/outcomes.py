"""A bank debit's late answer, carried on to the session or the invoice it pays for."""

from stripe_standin.errors import invalid
from stripe_standin.objects import disputes, payments, renewals
from stripe_standin.store import Obj
from stripe_standin.world import World


def settles_due(world: World, identifier: str) -> None:
    intent = world.store.get("payment_intent", identifier)
    if intent["status"] != "processing":
        return
    charge = world.store.get("charge", intent["latest_charge"])
    behaviour = world.store.secret(charge["payment_method"]).get("behaviour", "ok")
    if behaviour != "ok":
        fail(world, intent, behaviour)
    elif world.settings["ach_outcome"] == "fail":
        fail(world, intent, "insufficient_funds")
    else:
        succeed(world, intent)


def succeed(world: World, intent: Obj) -> None:
    if intent["status"] != "processing":
        raise invalid(f"{intent['id']} is {intent['status']}, not processing.")
    payments.debit_succeeds(world, intent)
    owner = payments.owner_of(world, intent)
    if "session" in owner:
        session = world.store.get("checkout.session", owner["session"])
        world.store.set(session, payment_status="paid")
        world.emit("checkout.session.async_payment_succeeded", session)
    elif "invoice" in owner:
        invoice = world.store.get("invoice", owner["invoice"])
        renewals.outcome(world, invoice, "succeeded")
        for session in world.store.of("checkout.session", "subscription", owner["subscription"]):
            if session["invoice"] == invoice["id"]:
                world.store.set(session, payment_status="paid")
                world.emit("checkout.session.async_payment_succeeded", session)


def fail(world: World, intent: Obj, reason: str = "insufficient_funds") -> None:
    """Also allowed after the success: the rare bank that says no after yes."""
    if intent["status"] not in ("processing", "succeeded"):
        raise invalid(f"{intent['id']} is {intent['status']}.")
    charge = world.store.get("charge", intent["latest_charge"])
    if charge["payment_method_details"]["type"] != "us_bank_account":
        raise invalid(f"{intent['id']} is no bank debit.")
    payments.debit_fails(world, intent, reason)
    owner = payments.owner_of(world, intent)
    if "session" in owner:
        session = world.store.get("checkout.session", owner["session"])
        world.store.set(session, payment_status="unpaid")
        world.emit("checkout.session.async_payment_failed", session)
    elif "invoice" in owner:
        invoice = world.store.get("invoice", owner["invoice"])
        if invoice["status"] == "open":
            renewals.outcome(world, invoice, "requires_payment_method")
        for session in world.store.of("checkout.session", "subscription", owner["subscription"]):
            if session["invoice"] == invoice["id"]:
                world.emit("checkout.session.async_payment_failed", session)


def come_back(world: World, intent: Obj) -> Obj:
    """A debit that succeeded is returned by the bank."""
    if intent["status"] == "processing":
        succeed(world, intent)
    charge = world.store.get("charge", intent["latest_charge"])
    if charge["payment_method_details"]["type"] != "us_bank_account":
        raise invalid(f"{intent['id']} is no bank debit.")
    return disputes.return_debit(world, charge)
