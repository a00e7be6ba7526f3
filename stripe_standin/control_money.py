"""Controls that act as the donor, the bank or somebody at the dashboard; and the books to compare with."""

from typing import Any

from stripe_standin.objects import (
    billing,
    catalog,
    customers,
    disputes,
    methods,
    outcomes,
    paying,
    payments,
    payouts,
    portal,
    refunds,
    subscriptions,
)
from stripe_standin.store import Obj
from stripe_standin.world import World

Data = dict[str, Any]


def entry_of(data: Data) -> methods.Entry:
    bank = str(data.get("method", "card")) in ("us_bank_account", "ach")
    number = str(data.get("account", "000123456789") if bank else data.get("card", "4242424242424242"))
    return methods.Entry(
        kind="us_bank_account" if bank else "card", number=number, name=str(data.get("name", "")),
        email=str(data.get("email", "")), postal=str(data.get("postal", "")),
    )  # fmt: skip


def pay(world: World, identifier: str, data: Data) -> Obj:
    """Fills the Checkout page in and submits it. `confirm` (yes or no) answers the bank of a 3155 card."""
    session = world.store.get("checkout.session", identifier)
    outcome = paying.pay(world, session, entry_of(data))
    if outcome.state == "confirm" and "confirm" in data:
        outcome = paying.answer_bank(world, session, confirmed=data["confirm"] in (True, "true", "yes", "1"))
    return {"state": outcome.state, "message": outcome.message, "payment_intent": session["payment_intent"],
            "subscription": session["subscription"], "success_url": success_url(session)}  # fmt: skip


def success_url(session: Obj) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def charge_of(world: World, identifier: str) -> Obj:
    """A charge by its own id or its payment intent's."""
    if identifier.startswith("pi_"):
        identifier = world.store.get("payment_intent", identifier)["latest_charge"]
    return world.store.get("charge", identifier)


def refund(world: World, identifier: str, data: Data) -> Obj:
    """A refund made at the dashboard."""
    charge = charge_of(world, identifier or str(data["charge"]))
    params = {name: data[name] for name in ("reason",) if name in data}
    return refunds.refund(
        world, charge, {**params, **({"amount": int(data["amount"])} if "amount" in data else {})}
    )


def end_refund(world: World, identifier: str, data: Data) -> Obj:
    made = world.store.get("refund", identifier)
    if data["result"] == "failed":
        refunds.fail(world, made, str(data.get("reason", "unknown")))
    else:
        refunds.succeed(world, made)
    return made


def dispute(world: World, identifier: str, data: Data) -> Obj:
    return disputes.open_dispute(
        world, charge_of(world, identifier), status=str(data.get("status", "needs_response")),
        reason=str(data.get("reason", "fraudulent")), amount=int(data.get("amount", 0)),
    )  # fmt: skip


def close_dispute(world: World, identifier: str, data: Data) -> Obj:
    result = str(data["result"])
    if result not in ("won", "lost"):
        raise ValueError("result is won or lost")
    return disputes.close(world, world.store.get("dispute", identifier), result)


def escalate(world: World, identifier: str, _: Data) -> Obj:
    return disputes.escalate(world, world.store.get("dispute", identifier))


def fraud_warning(world: World, identifier: str, _: Data) -> Obj:
    return disputes.warn_of_fraud(world, charge_of(world, identifier)["id"])


def payout(world: World, _: str, data: Data) -> Obj:
    """Pays out all available money now, as the automatic payout of the day would."""
    made = payouts.make(world, automatic=True)
    if data.get("arrive") in (True, "true", "yes", "1"):
        payouts.arrive(world, made["id"])
    return made


def end_payout(world: World, identifier: str, data: Data) -> Obj:
    made = world.store.get("payout", identifier)
    if data["result"] == "failed":
        return payouts.fail(world, made)
    payouts.arrive(world, identifier)
    return made


def ach(world: World, identifier: str, data: Data) -> Obj:
    """The bank answers a debit now: succeed, fail (also after a success) or return (lost dispute)."""
    intent = world.store.get("payment_intent", identifier)
    result = data["result"]
    if result == "succeed":
        outcomes.succeed(world, intent)
    elif result == "fail":
        outcomes.fail(world, intent, str(data.get("reason", "insufficient_funds")))
    elif result == "return":
        return outcomes.come_back(world, intent)
    else:
        raise ValueError("result is succeed, fail or return")
    return intent


def subscription(world: World, identifier: str, data: Data) -> Obj:
    """A change at the dashboard: `action` cancel, cancel_at_period_end, amount, pause, resume or card."""
    found, action = world.store.get("subscription", identifier), data["action"]
    if action == "cancel":
        return subscriptions.cancel(world, found, "cancellation_requested")
    if action == "card":
        method = methods.new(world, entry_of(data))
        methods.attach_to(world, method, world.store.get("customer", found["customer"]))
        subscriptions.become(world, found, found["status"], default_payment_method=method["id"])
        return found
    if action == "cancel_at_period_end":
        return billing.update(world, identifier, {"cancel_at_period_end": True})
    if action == "resume":
        return billing.update(world, identifier, {"pause_collection": ""})
    if action == "pause":
        return billing.update(
            world, identifier, {"pause_collection": {"behavior": data.get("behavior", "void")}}
        )
    if action == "amount":
        item = found["items"]["data"][0]
        price = {"currency": found["currency"], "product": item["price"]["product"],
                 "recurring": item["price"]["recurring"], "unit_amount": int(data["amount"])}  # fmt: skip
        asked = {"items": [{"id": item["id"], "price_data": price}], "proration_behavior": "none"}
        return billing.update(world, identifier, asked)
    raise ValueError("action is cancel, cancel_at_period_end, amount, pause, resume or card")


def new_card(world: World, identifier: str, data: Data) -> Obj:
    """What the donor does at the portal: a customer's new default card or account."""
    customer = world.store.get("customer", identifier)
    portal.use(world, customer, methods.new(world, entry_of(data)))
    return customer


def direct_payment(world: World, _: str, data: Data) -> Obj:
    """A payment somebody made at the dashboard: no session, no metadata, unknown to the product."""
    entry = entry_of({"name": "Dashboard Payment", "email": "dashboard@example.org", **data})
    customer = customers.add(world, {"name": entry.name, "email": entry.email})
    method = methods.new(world, entry)
    methods.attach_to(world, method, customer)
    intent = payments.open_intent(
        world, amount=int(data.get("amount", 5000)), currency=next(iter(catalog.CURRENCIES)),
        customer=customer["id"], owner={}, data={"description": data.get("description", "Entered by hand")},
    )  # fmt: skip
    payments.confirm(world, intent, method)
    return intent


def truth(world: World, _: str, __: Data) -> Obj:
    """The stand-in's own books. Every amount is an integer in minor units."""
    return {
        "now": world.now(),
        "payments": world.books.payments,
        "moves": world.books.moves,
        "balance": world.books.balance(),
        "payouts": world.books.payouts(),
        "subscriptions": by_subscription(world),
        "api_balance": sum(int(t["net"]) for t in world.store.all("balance_transaction")),
        "broken": list(world.broken),
    }


def by_subscription(world: World) -> dict[str, Data]:
    """Per subscription: its payments, what they brought, its state."""
    lines: dict[str, Data] = {
        s["id"]: {
            "status": s["status"],
            "customer": s["customer"],
            "payments": [],
            "charged": 0,
            "refunded": 0,
            "net": 0,
        }
        for s in world.store.all("subscription")
    }
    for payment, facts in world.books.payments.items():
        line = lines.get(facts["owner"].get("subscription", ""))
        if line is not None:
            line["payments"].append(payment)
            for name in ("charged", "refunded", "net"):
                line[name] += facts[name]
    return lines


CONTROLS = [
    ("POST", "/_test/pay/<id>", pay),
    ("POST", "/_test/refund", refund),
    ("POST", "/_test/refund/<id>", refund),
    ("POST", "/_test/refund/<id>/end", end_refund),
    ("POST", "/_test/dispute/<id>", dispute),
    ("POST", "/_test/dispute/<id>/close", close_dispute),
    ("POST", "/_test/dispute/<id>/escalate", escalate),
    ("POST", "/_test/fraud_warning/<id>", fraud_warning),
    ("POST", "/_test/payout", payout),
    ("POST", "/_test/payout/<id>", end_payout),
    ("POST", "/_test/ach/<id>", ach),
    ("POST", "/_test/subscription/<id>", subscription),
    ("POST", "/_test/customer/<id>/card", new_card),
    ("POST", "/_test/direct_payment", direct_payment),
    ("*", "/_test/truth", truth),
]
