"""Payouts to the bank: one a day by itself, or made by hand."""

from stripe_standin.dates import business_days_later, next_midnight
from stripe_standin.errors import StripeError, invalid
from stripe_standin.listing import page
from stripe_standin.objects import money
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

BANK = "ba_standin00000000000000"


def available(world: World) -> int:
    return sum(int(txn["net"]) for txn in money.unpaid(world))


def make(world: World, *, automatic: bool, amount: int | None = None, description: str | None = None) -> Obj:
    """Pays out. An automatic payout takes every available balance transaction and is listed by them;
    a manual one takes an amount and names none.
    """
    lines = money.unpaid(world)
    total = sum(int(txn["net"]) for txn in lines) if automatic else int(amount or 0)
    if total <= 0 or total > available(world):
        raise StripeError("You have insufficient funds in your Stripe account.", code="balance_insufficient")
    payout = world.store.add("payout", {
        "amount": total, "arrival_date": business_days_later(world.now(), 1), "automatic": automatic,
        "created": world.now(), "currency": "usd", "description": description or "STRIPE PAYOUT",
        "destination": BANK, "metadata": {}, "method": "standard", "source_type": "card", "status": "pending",
        "reconciliation_status": "in_progress" if automatic else "not_applicable", "type": "bank_account",
    })  # fmt: skip
    txn = money.post(world, move="payout", kind="payout", amount=-total, source=payout,
                     description="STRIPE PAYOUT")  # fmt: skip
    world.store.set(payout, balance_transaction=txn["id"])
    world.store.secret(txn["id"])["payout"] = payout["id"]
    if automatic:
        for line in lines:
            world.store.secret(line["id"])["payout"] = payout["id"]
        world.books.paid_out({line["id"] for line in lines}, payout["id"])
    world.emit("payout.created", payout)
    change(world, payout, "payout.updated", status="in_transit")
    world.later(payout["arrival_date"], "payout_arrives", payout)
    return payout


def arrive(world: World, identifier: str) -> None:
    payout = world.store.get("payout", identifier, "payout")
    if payout["status"] not in ("pending", "in_transit"):
        return
    old = world.store.set(payout, status="paid", trace_id={"status": "supported", "value": "1234567890"})
    world.emit("payout.paid", payout, old)
    if payout["automatic"]:
        old = world.store.set(payout, reconciliation_status="completed")
        world.emit("payout.reconciliation_completed", payout, old)


def fail(world: World, payout: Obj) -> Obj:
    """The bank refuses it, also after it had been shown as paid; the amount returns to the balance."""
    if payout["status"] in ("failed", "canceled"):
        raise invalid(f"Payout {payout['id']} is already {payout['status']}.")
    back = money.post(world, move="payout_failed", kind="payout_failure", amount=payout["amount"],
    source=payout,
                      description="PAYOUT FAILURE")  # fmt: skip
    old = world.store.set(
        payout, status="failed", failure_balance_transaction=back["id"], failure_code="account_closed",
        failure_message="The bank account has been closed.",
    )  # fmt: skip
    world.emit("payout.failed", payout, old)
    return payout


def schedule(world: World) -> None:
    """Starts the daily round; called once for an empty account."""
    world.clock.later(next_midnight(world.now()), "payout_day", "")


def daily(world: World, _: str) -> None:
    if world.settings["payouts"] == "auto" and available(world) > 0:
        make(world, automatic=True)
    world.clock.later(next_midnight(world.now()), "payout_day", "")


def create(world: World, _: str, params: Params) -> Obj:
    payout = make(world, automatic=False, amount=params["amount"], description=params.get("description"))
    if params.get("metadata"):
        world.store.set(payout, metadata=merged({}, params["metadata"]))
    return payout


def update(world: World, identifier: str, params: Params) -> Obj:
    payout = world.store.get("payout", identifier, "payout")
    return change(world, payout, "payout.updated", **plain_updates(params, payout, ()))


ROUTES: Routes = {
    ("POST", "/v1/payouts"): create,
    ("GET", "/v1/payouts"): lambda world, _, params: page(world, "payout", params, "/v1/payouts"),
    ("GET", "/v1/payouts/{payout}"): lambda world, identifier, _: world.store.get(
        "payout", identifier, "payout"
    ),
    ("POST", "/v1/payouts/{payout}"): update,
}
