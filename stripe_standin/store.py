"""The objects of the one Stripe account this stand-in is, and the ways to find them."""

from collections.abc import Iterable
from typing import Any

from stripe_standin.contract import Contract
from stripe_standin.errors import not_found
from stripe_standin.ids import new_id

Obj = dict[str, Any]

# Fields that lists are asked for by; kept as an index so that a list stays quick in a full account.
INDEXED = {
    "balance_transaction": ("source",),
    "charge": ("payment_intent", "customer"),
    "checkout.session": ("payment_intent", "subscription", "customer"),
    "dispute": ("charge", "payment_intent"),
    "invoice": ("customer",),
    "invoice_payment": ("invoice",),
    "payment_intent": ("customer",),
    "payment_method": ("customer",),
    "radar.early_fraud_warning": ("charge", "payment_intent"),
    "refund": ("charge", "payment_intent"),
    "subscription": ("customer",),
    "subscription_item": ("subscription",),
}


class Store:
    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.kinds: dict[str, dict[str, Obj]] = {}
        self.by_id: dict[str, Obj] = {}
        self.index: dict[tuple[str, str, str], dict[str, Obj]] = {}
        # What Stripe knows of an object and does not show: how a test card behaves, an endpoint's secrets.
        self.private: dict[str, dict[str, Any]] = {}

    def add(self, kind: str, given: Obj, private: dict[str, Any] | None = None) -> Obj:
        obj = self.contract.fill(kind, {"id": new_id(kind), **given})
        self.put(kind, obj)
        if private is not None:
            self.private[obj["id"]] = private
        return obj

    def put(self, kind: str, obj: Obj) -> None:
        self.kinds.setdefault(kind, {})[obj["id"]] = obj
        self.by_id[obj["id"]] = obj
        for field in INDEXED.get(kind, ()):
            if obj.get(field) is not None:
                self.index.setdefault((kind, field, str(obj[field])), {})[obj["id"]] = obj

    def set(self, obj: Obj, **changes: Any) -> Obj:
        """Changes fields; returns those that did change with their old values, as an event tells them."""
        kind, old = obj["object"], {}
        for field, value in changes.items():
            if obj.get(field) == value:
                continue
            if field in INDEXED.get(kind, ()):
                self.index.get((kind, field, str(obj.get(field))), {}).pop(obj["id"], None)
                self.index.setdefault((kind, field, str(value)), {})[obj["id"]] = obj
            old[field] = obj.get(field)
            obj[field] = value
        return old

    def get(self, kind: str, identifier: str, param: str = "id") -> Obj:
        found = self.kinds.get(kind, {}).get(identifier)
        if found is None:
            raise not_found(kind, identifier, param)
        return found

    def all(self, kind: str) -> Iterable[Obj]:
        return self.kinds.get(kind, {}).values()

    def of(self, kind: str, field: str, value: str) -> list[Obj]:
        return list(self.index.get((kind, field, value), {}).values())

    def remove(self, obj: Obj) -> None:
        kind = obj["object"]
        self.kinds[kind].pop(obj["id"])
        self.by_id.pop(obj["id"])
        for field in INDEXED.get(kind, ()):
            self.index.get((kind, field, str(obj.get(field))), {}).pop(obj["id"], None)

    def secret(self, identifier: str) -> dict[str, Any]:
        return self.private.setdefault(identifier, {})
