"""Customers."""

from stripe_standin.ids import letters
from stripe_standin.listing import page
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

PLAIN = ("email", "name", "phone", "description", "address", "shipping", "preferred_locales", "tax_exempt")


def add(world: World, params: Params) -> Obj:
    given = {name: params[name] for name in PLAIN if params.get(name) not in (None, "")}
    settings = params.get("invoice_settings") or {}
    customer = world.store.add("customer", {
        "balance": 0, "created": world.now(), "name": None, "phone": None, "address": None,
        "preferred_locales": [], "tax_exempt": "none", "delinquent": False,
        "invoice_prefix": letters(8).upper(),
        "invoice_settings": {"default_payment_method": settings.get("default_payment_method")},
        "metadata": merged({}, params.get("metadata")), **given,
    })  # fmt: skip
    world.emit("customer.created", customer)
    return customer


def create(world: World, _: str, params: Params) -> Obj:
    return add(world, params)


def retrieve(world: World, identifier: str, _: Params) -> Obj:
    if world.store.private.get(identifier, {}).get("deleted"):
        return {"id": identifier, "object": "customer", "deleted": True}
    return world.store.get("customer", identifier, "customer")


def update(world: World, identifier: str, params: Params) -> Obj:
    customer = world.store.get("customer", identifier, "customer")
    changes = plain_updates(params, customer, PLAIN)
    if "default_payment_method" in params.get("invoice_settings", {}):
        method = params["invoice_settings"]["default_payment_method"] or None
        if method:
            world.store.get("payment_method", method, "invoice_settings[default_payment_method]")
        changes["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": method}
    return change(world, customer, "customer.updated", **changes)


def delete(world: World, identifier: str, _: Params) -> Obj:
    customer = world.store.get("customer", identifier, "customer")
    world.store.remove(customer)
    world.store.secret(identifier)["deleted"] = True
    world.emit("customer.deleted", customer)
    return {"id": identifier, "object": "customer", "deleted": True}


def list_all(world: World, _: str, params: Params) -> Obj:
    return page(world, "customer", params, "/v1/customers")


def methods_of(world: World, identifier: str, params: Params) -> Obj:
    world.store.get("customer", identifier, "customer")
    return page(world, "payment_method", {**params, "customer": identifier},
                f"/v1/customers/{identifier}/payment_methods")  # fmt: skip


ROUTES: Routes = {
    ("POST", "/v1/customers"): create,
    ("GET", "/v1/customers"): list_all,
    ("GET", "/v1/customers/{customer}"): retrieve,
    ("POST", "/v1/customers/{customer}"): update,
    ("DELETE", "/v1/customers/{customer}"): delete,
    ("GET", "/v1/customers/{customer}/payment_methods"): methods_of,
}
