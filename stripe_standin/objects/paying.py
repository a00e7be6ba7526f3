"""What the donor does on the Checkout page."""

from dataclasses import dataclass
from typing import Any

from stripe_standin.errors import StripeError
from stripe_standin.objects import charges, customers, methods, payments, subscriptions
from stripe_standin.objects.methods import Entry
from stripe_standin.store import Obj
from stripe_standin.world import World


@dataclass(frozen=True)
class Outcome:
    """`state` is complete, declined or confirm (the bank asks first)."""

    state: str
    message: str = ""


def asked(world: World, session: Obj) -> dict[str, Any]:
    """What the product asked for when it made the session."""
    params: dict[str, Any] = world.store.secret(session["id"])["params"]
    return params


def pay(world: World, session: Obj, entry: Entry) -> Outcome:
    """Submits the page. Raises StripeError when the session is no longer open or the number is unknown."""
    if session["status"] != "open":
        raise StripeError(f"This Checkout Session is {session['status']}.", code="checkout_session_not_open")
    if session["mode"] == "subscription":
        return subscribe(world, session, entry, authenticated=False)
    data = asked(world, session).get("payment_intent_data", {})
    customer = customer_of(world, session, entry, needed=bool(data.get("setup_future_usage")))
    method = methods.new(world, entry)
    if customer and data.get("setup_future_usage"):
        methods.attach_to(world, method, customer)
    intent = intent_of(world, session, customer, data)
    return settle(world, session, intent, entry, payments.confirm(world, intent, method))


def settle(world: World, session: Obj, intent: Obj, entry: Entry, status: str) -> Outcome:
    if status == "requires_action":
        world.store.secret(session["id"])["entry"] = vars(entry)
        return Outcome("confirm")
    if status == "requires_payment_method":
        return Outcome("declined", intent["last_payment_error"]["message"])
    complete(world, session, entry, paid=status == "succeeded")
    return Outcome("complete")


def answer_bank(world: World, session: Obj, *, confirmed: bool) -> Outcome:
    """The donor confirms or refuses on the bank's page."""
    if session["status"] != "open" or "entry" not in world.store.secret(session["id"]):
        raise StripeError("Nothing is waiting for a confirmation here.")
    entry = Entry(**world.store.secret(session["id"]).pop("entry"))
    refused = "We are unable to authenticate your payment method. Please choose a different payment method."
    if session["mode"] == "subscription":
        if not confirmed:
            return Outcome("declined", refused)
        return subscribe(world, session, entry, authenticated=True)
    intent = world.store.get("payment_intent", session["payment_intent"])
    if not confirmed:
        payments.authentication_failed(world, intent)
        return Outcome("declined", refused)
    method = world.store.get("payment_method", intent["payment_method"])
    status = payments.confirm(world, intent, method, authenticated=True)
    return settle(world, session, intent, entry, status)


def customer_of(world: World, session: Obj, entry: Entry, *, needed: bool) -> Obj | None:
    if session["customer"]:
        return world.store.get("customer", session["customer"])
    if not needed and session["customer_creation"] != "always":
        return None
    email = session["customer_email"] or entry.email
    customer = customers.add(world, {"email": email, "name": entry.name, "address": {
        "postal_code": entry.postal or None, "country": entry.country, "city": None, "line1": None,
        "line2": None, "state": None}})  # fmt: skip
    world.store.set(session, customer=customer["id"])
    return customer


def intent_of(world: World, session: Obj, customer: Obj | None, data: dict[str, Any]) -> Obj:
    """The session's payment intent: made at the first attempt, kept for the next."""
    if session["payment_intent"]:
        return world.store.get("payment_intent", session["payment_intent"])
    intent = payments.open_intent(
        world, amount=session["amount_total"], currency=session["currency"],
        customer=customer["id"] if customer else None, data=data, owner={"session": session["id"]},
    )  # fmt: skip
    world.store.set(session, payment_intent=intent["id"])
    return intent


def complete(world: World, session: Obj, entry: Entry, *, paid: bool, status: str = "") -> None:
    world.store.set(session, status="complete", url=None,
    payment_status=status or ("paid" if paid else "unpaid"),
                    customer_details={
        "address": {"city": None, "country": entry.country, "line1": None, "line2": None,
                    "postal_code": entry.postal or None, "state": None},
        "business_name": None, "individual_name": None,
        "email": session["customer_email"] or entry.email or None,
        "name": entry.name or None, "phone": None, "tax_exempt": "none", "tax_ids": [],
    })  # fmt: skip
    world.emit("checkout.session.completed", session)


def subscribe(world: World, session: Obj, entry: Entry, *, authenticated: bool) -> Outcome:
    """The first payment of a recurring gift. A refused card leaves nothing behind but the open session."""
    data = asked(world, session).get("subscription_data", {})
    method = methods.new(world, entry)
    behaviour = world.store.secret(method["id"])["behaviour"]
    if behaviour == "ask" and not authenticated:
        world.store.remove(method)
        world.store.secret(session["id"])["entry"] = vars(entry)
        return Outcome("confirm")
    if method["type"] == "card" and behaviour in charges.DECLINES and behaviour != "ask":
        world.store.remove(method)
        return Outcome("declined", charges.DECLINES[behaviour][2])
    customer = customer_of(world, session, entry, needed=True)
    assert customer is not None  # noqa: S101 # nosec B101 # needed=True makes one
    methods.attach_to(world, method, customer)
    subscription, invoice = subscriptions.start(
        world, customer, method, world.store.secret(session["id"])["lines"][0], data,
        authenticated=authenticated
    )  # fmt: skip
    world.store.set(session, subscription=subscription["id"], invoice=invoice["id"])
    paid = invoice["status"] == "paid"
    nothing_due = "no_payment_required" if invoice["amount_due"] == 0 else ""
    complete(world, session, entry, paid=paid, status=nothing_due)
    return Outcome("complete")
