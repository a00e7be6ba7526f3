"""What donors do at Stripe, and both books to lay beside each other."""

from decimal import Decimal
from typing import Any

from gifts.gateway import labels
from gifts.models import Checkout, Frequency, LedgerLine
from gifts.reports.books import gift_rows, other_books
from tests.standin.process import StandIn

INTERVALS: dict[str, Any] = {
    Frequency.MONTHLY: {"interval": "month"},
    Frequency.QUARTERLY: {"interval": "month", "interval_count": 3},
    Frequency.ANNUALLY: {"interval": "year"},
}


def open_session(standin: StandIn, checkout: Checkout) -> str:
    """A session of Stripe's for a checkout, as the giving page makes it."""
    label = {labels.CHECKOUT: str(checkout.pk)}
    total = int((checkout.amount + checkout.fee_cover) * 100)
    price: Any = {"currency": "usd", "product_data": {"name": "Gift"}, "unit_amount": total}
    params: Any = {
        "success_url": "http://127.0.0.1:9/thanks",
        "metadata": label,
        "customer_email": checkout.email,
    }
    if checkout.frequency == Frequency.ONCE:
        params |= {"mode": "payment", "payment_intent_data": {"metadata": label}}
    else:
        price["recurring"] = INTERVALS[checkout.frequency]
        params |= {"mode": "subscription", "subscription_data": {"metadata": label}}
    params["line_items"] = [{"price_data": price, "quantity": 1}]
    made = standin.client().v1.checkout.sessions.create(params)
    checkout.session_id = made.id
    checkout.save(update_fields=["session_id"])
    return made.id


def pay(standin: StandIn, checkout: Checkout, **entry: Any) -> dict[str, Any]:
    """Open the session and pay on its page. Returns the ids that came of it."""
    session = checkout.session_id or open_session(standin, checkout)
    answer: dict[str, Any] = standin.control(
        f"pay/{session}", name=checkout.name, email=checkout.email, **entry
    )
    return answer


def books() -> dict[str, Any]:
    """All of our books."""
    return {"gifts": [row for _id, row in gift_rows()], **other_books()}


def in_cents(amount: Decimal | object) -> int:
    return int(Decimal(str(amount)) * 100)


def our_side() -> dict[str, Any]:
    """Our books in the shape of the stand-in's: what each payment brought and every movement."""
    ours = books()
    return {
        "payments": {
            row["payment"]: in_cents(row["net_given"]) for row in ours["gifts"] if in_cents(row["net_given"])
        },
        "moves": sorted(
            (
                row["txn"],
                in_cents(row["amount"]),
                in_cents(row["fee"]),
                in_cents(row["net"]),
                row["payment"] or "",
            )
            for row in ours["ledger"]
        ),
        "balance": sum(in_cents(row["net"]) for row in ours["ledger"]),
        "payouts": {
            row["payout"]: sorted(
                line["txn"]
                for line in ours["ledger"]
                if line["payout"] == row["payout"]
                and not (line["kind"] == LedgerLine.Kind.PAYOUT and line["amount"].startswith("-"))
            )
            for row in ours["payouts"]
        },
    }


def stripes_side(standin: StandIn) -> dict[str, Any]:
    """The stand-in's own books, in the same shape."""
    truth = standin.truth()
    given = {
        payment: facts["charged"] - facts["refunded"] - facts["disputed"] - facts["returned"]
        for payment, facts in truth["payments"].items()
    }
    return {
        "payments": {payment: net for payment, net in given.items() if net},
        "moves": sorted(
            (move["txn"], move["gross"], move["fee"], move["net"], move["payment"]) for move in truth["moves"]
        ),
        "balance": truth["balance"],
        "payouts": {payout: sorted(facts["txns"]) for payout, facts in truth["payouts"].items()},
    }
