"""Products and prices."""

from typing import Any

from stripe_standin.errors import StripeError, invalid, missing
from stripe_standin.listing import page
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

PRODUCT_PLAIN = ("active", "name", "description", "images", "url", "statement_descriptor", "unit_label")
CURRENCIES = {"usd"}  # the account's own; the stand-in converts nothing


def add_product(world: World, params: Params) -> Obj:
    if params.get("id") in world.store.by_id:
        raise StripeError("Product already exists.", code="resource_already_exists", param="id")
    given = {name: params[name] for name in PRODUCT_PLAIN if params.get(name) not in (None, "")}
    if params.get("id"):
        given["id"] = params["id"]
    now = world.now()
    product = world.store.add("product", {
        "active": True, "created": now, "updated": now, "default_price": None, "type": "service",
        "metadata": merged({}, params.get("metadata")), **given,
    })  # fmt: skip
    world.emit("product.created", product)
    return product


def create_product(world: World, _: str, params: Params) -> Obj:
    return add_product(world, params)


def update_product(world: World, identifier: str, params: Params) -> Obj:
    product = world.store.get("product", identifier)
    return change(world, product, "product.updated", **plain_updates(params, product, PRODUCT_PLAIN))


def delete_product(world: World, identifier: str, _: Params) -> Obj:
    product = world.store.get("product", identifier)
    if any(price["product"] == identifier for price in world.store.all("price")):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    world.store.remove(product)
    world.emit("product.deleted", product)
    return {"id": identifier, "object": "product", "deleted": True}


def unit_amount(params: Params, path: str) -> int:
    """Whole minor units; a fraction of a cent is refused, as this account sells nothing metered."""
    if "unit_amount" in params:
        amount = int(params["unit_amount"])
    elif "unit_amount_decimal" in params:
        amount_text = params["unit_amount_decimal"]
        if float(amount_text) != int(float(amount_text)):
            raise invalid(f"Invalid {path}[unit_amount_decimal]", f"{path}[unit_amount_decimal]")
        amount = int(float(amount_text))
    else:
        raise missing(f"{path}[unit_amount]" if path else "unit_amount")
    if amount < 0:
        raise invalid("Invalid non-negative integer", f"{path}[unit_amount]", "parameter_invalid_integer")
    if amount > 99_999_999:
        raise invalid("Amount must be no more than $999,999.99", f"{path}[unit_amount]", "amount_too_large")
    return amount


def add_price(world: World, params: Params, *, inline: bool = False, path: str = "") -> Obj:
    currency = str(params["currency"]).lower()
    if currency not in CURRENCIES:
        raise invalid(
            f"Invalid currency: {currency}. The stand-in's account takes only usd.", f"{path}[currency]"
        )
    product = params.get("product")
    if product:
        world.store.get("product", product, f"{path}[product]" if path else "product")
    elif params.get("product_data"):
        product = add_product(world, params["product_data"])["id"]
    else:
        raise missing(f"{path}[product]" if path else "product")
    amount = unit_amount(params, path)
    recurring: dict[str, Any] | None = None
    if params.get("recurring"):
        recurring = {"interval_count": 1, "usage_type": "licensed", **params["recurring"]}
    price = world.store.add("price", {
        "active": not inline and params.get("active", True), "billing_scheme": "per_unit",
        "currency": currency,
        "created": world.now(), "lookup_key": params.get("lookup_key"), "nickname": params.get("nickname"),
        "product": product, "recurring": recurring, "tax_behavior": params.get("tax_behavior", "unspecified"),
        "type": "recurring" if recurring else "one_time", "unit_amount": amount,
        "unit_amount_decimal": str(amount), "metadata": merged({}, params.get("metadata")),
    })  # fmt: skip
    if not inline:
        world.emit("price.created", price)
    return price


def create_price(world: World, _: str, params: Params) -> Obj:
    return add_price(world, params)


def update_price(world: World, identifier: str, params: Params) -> Obj:
    price = world.store.get("price", identifier)
    changes = plain_updates(params, price, ("active", "lookup_key", "nickname", "tax_behavior"))
    return change(world, price, "price.updated", **changes)


def price_of(world: World, line: Params, path: str) -> Obj:
    """The price a line names or describes."""
    if "price" in line:
        return world.store.get("price", line["price"], f"{path}[price]")
    if "price_data" in line:
        return add_price(world, line["price_data"], inline=True, path=f"{path}[price_data]")
    raise missing(f"{path}[price]")


def plan_of(world: World, price: Obj) -> Obj:
    """The older name of a recurring price, which subscription items still carry."""
    recurring = price["recurring"]
    return world.contract.fill("plan", {
        "id": price["id"], "active": price["active"], "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"], "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"], "interval": recurring["interval"],
        "interval_count": recurring["interval_count"], "product": price["product"], "usage_type": "licensed",
    })  # fmt: skip


ROUTES: Routes = {
    ("POST", "/v1/products"): create_product,
    ("GET", "/v1/products"): lambda world, _, params: page(world, "product", params, "/v1/products", {
        "ids": lambda obj, ids: obj["id"] in ids}),
    ("GET", "/v1/products/{id}"): lambda world, identifier, _: world.store.get("product", identifier),
    ("POST", "/v1/products/{id}"): update_product,
    ("DELETE", "/v1/products/{id}"): delete_product,
    ("POST", "/v1/prices"): create_price,
    ("GET", "/v1/prices"): lambda world, _, params: page(world, "price", params, "/v1/prices", {
        "lookup_keys": lambda obj, keys: obj["lookup_key"] in keys}),
    ("GET", "/v1/prices/{price}"): lambda world, identifier, _: world.store.get("price", identifier),
    ("POST", "/v1/prices/{price}"): update_price,
}  # fmt: skip
