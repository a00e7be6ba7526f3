"""The balance: every movement is one balance transaction here and one line in the stand-in's own books."""

from stripe_standin.dates import business_days_later
from stripe_standin.listing import page
from stripe_standin.objects.common import Params, Routes
from stripe_standin.store import Obj
from stripe_standin.world import World

CARD_DAYS, ACH_DAYS = 2, 4
DISPUTE_FEE = 1500
# balance transaction type -> reporting category
CATEGORY = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "charge_failure",
    "adjustment": "dispute",
    "payout": "payout",
    "payout_failure": "payout_reversal",
}


def card_fee(amount: int) -> int:
    """2.9 % + 30 c, to the nearest cent."""
    return (amount * 29 + 500) // 1000 + 30


def ach_fee(amount: int) -> int:
    """0.8 %, at most 5 dollars."""
    return min(500, (amount * 8 + 500) // 1000)


def post(
    world: World,
    *,
    move: str,
    kind: str,
    amount: int,
    source: Obj,
    fee: int = 0,
    payment: str = "",
    wait_days: int = 0,
    description: str | None = None,
    category: str = "",
) -> Obj:
    """Moves money. `move` names it in our own books, `kind` is the balance transaction's type."""
    now = world.now()
    ready = business_days_later(now, wait_days) if wait_days else now
    currency = source["currency"]
    details = [{"amount": fee, "currency": currency, "type": "stripe_fee",
                "description": "Dispute fee" if fee == DISPUTE_FEE else "Stripe processing fee"}]  # fmt: skip
    txn = world.store.add("balance_transaction", {
        "amount": amount, "available_on": ready, "balance_type": "payments", "created": now,
        "currency": currency,
        "description": description, "fee": fee, "fee_details": details if fee else [], "net": amount - fee,
        "reporting_category": category or CATEGORY[kind], "source": source["id"],
        "status": "pending" if ready > now else "available", "type": kind,
    })  # fmt: skip
    if ready > now:
        world.later(ready, "funds_available", txn)
    world.books.moved(
        move, txn["id"], at=now, gross=amount, fee=fee, payment=payment, about=source["id"], currency=currency
    )
    return txn


def funds_available(world: World, identifier: str) -> None:
    world.store.set(world.store.get("balance_transaction", identifier), status="available")


def unpaid(world: World) -> list[Obj]:
    """Available money that no payout has taken yet."""
    return [
        txn for txn in world.store.all("balance_transaction")
        if txn["status"] == "available" and "payout" not in world.store.private.get(txn["id"], {})
    ]  # fmt: skip


def balance(world: World, _: str, __: Params) -> Obj:
    pending = sum(t["net"] for t in world.store.all("balance_transaction") if t["status"] == "pending")
    available = sum(t["net"] for t in world.store.all("balance_transaction") if t["status"] == "available")

    def line(amount: int) -> list[Obj]:
        return [{"amount": amount, "currency": "usd", "source_types": {"card": amount}}]

    return world.contract.fill("balance", {"available": line(available), "pending": line(pending)})


def list_transactions(world: World, _: str, params: Params) -> Obj:
    def in_payout(txn: Obj, payout: str) -> bool:
        return bool(world.store.private.get(txn["id"], {}).get("payout") == payout)

    if "payout" in params:
        world.store.get("payout", params["payout"], "payout")
    return page(world, "balance_transaction", params, "/v1/balance_transactions", {"payout": in_payout})


ROUTES: Routes = {
    ("GET", "/v1/balance"): balance,
    ("GET", "/v1/balance_transactions"): list_transactions,
    ("GET", "/v1/balance_transactions/{id}"): lambda world, identifier, _: world.store.get(
        "balance_transaction", identifier
    ),
}
