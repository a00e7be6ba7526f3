"""The stand-in's own books: written where money moves, never derived from what the API says.

Tests compare a product's ledger with these. Amounts are integers in minor units.
"""

from typing import Any

Move = dict[str, Any]
# Which column of a payment's line each kind of movement counts in.
COLUMN = {
    "charge": "charged",
    "refund": "refunded",
    "refund_failed": "refunded",
    "dispute": "disputed",
    "dispute_won": "disputed",
    "returned": "returned",
}


class Books:
    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.payments: dict[str, dict[str, Any]] = {}

    def opened(self, payment: str, **facts: Any) -> None:
        """A payment that Stripe knows of, whether or not money has come in yet."""
        zero = {"charged": 0, "refunded": 0, "disputed": 0, "returned": 0, "fee": 0, "net": 0}
        self.payments.setdefault(payment, {"paid": False, **zero}).update(facts)

    def moved(
        self,
        kind: str,
        txn: str,
        *,
        at: int,
        gross: int,
        fee: int,
        payment: str = "",
        about: str = "",
        currency: str,
    ) -> None:
        net = gross - fee
        self.moves.append({
            "txn": txn, "kind": kind, "at": at, "gross": gross, "fee": fee, "net": net,
            "currency": currency, "payment": payment, "about": about, "payout": None,
        })  # fmt: skip
        if payment:
            line = self.payments[payment]
            sign = 1 if kind == "charge" else -1
            line[COLUMN[kind]] += sign * gross
            line["fee"] += fee
            line["net"] += net

    def paid_out(self, txns: set[str], payout: str) -> None:
        for move in self.moves:
            if move["txn"] in txns:
                move["payout"] = payout

    def balance(self) -> int:
        return sum(int(move["net"]) for move in self.moves)

    def payouts(self) -> dict[str, dict[str, Any]]:
        lines: dict[str, dict[str, Any]] = {}
        for move in self.moves:
            if move["kind"] in ("payout", "payout_failed"):
                line = lines.setdefault(move["about"], {"amount": 0, "failed": False, "txns": []})
                if move["kind"] == "payout":
                    line["amount"] = -move["gross"]
                else:
                    line["failed"] = True
        for move in self.moves:
            if move["payout"] in lines:
                lines[move["payout"]]["txns"].append(move["txn"])
        return lines
