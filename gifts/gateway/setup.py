"""What must stand at Stripe before the first gift: products, the portal's rules, the webhook's address."""

from collections.abc import Sequence
from dataclasses import dataclass

from gifts.gateway import labels
from gifts.gateway.client import Json, NotAtStripe, read, read_all, stripe_door

CARD_ONLY = {
    "payment_method_update": {"enabled": True},
    "invoice_history": {"enabled": False},
    "customer_update": {"enabled": False},
    "subscription_cancel": {"enabled": False},
    "subscription_update": {"enabled": False},
}


@dataclass(frozen=True)
class Endpoint:
    """Where Stripe sends events. The secret is told once, when the endpoint is made; later it is empty."""

    endpoint_id: str
    secret: str


def keep_product(*, product_id: str, fund_code: str, name: str) -> str:
    """Return the id of the product that stands for a fund, made or renamed where needed.

    `product_id` is the one we know, or empty. Raises: as `stripe_door`.
    """
    found = _known(f"/v1/products/{product_id}") if product_id else None
    if found is None:
        listed = read_all("/v1/products", active=True)
        found = next((one for one in listed if one["metadata"].get(labels.FUND) == fund_code), None)
    with stripe_door() as client:
        if found is None:
            return client.v1.products.create({"name": name, "metadata": {labels.FUND: fund_code}}).id
        if found["name"] != name:
            client.v1.products.update(found["id"], {"name": name})
    return str(found["id"])


def keep_portal(*, configuration_id: str, site: str) -> str:
    """Return the id of the portal configuration that lets a donor change the card and nothing else.

    Raises: as `stripe_door`.
    """
    path = "/v1/billing_portal/configurations"
    found = _known(f"{path}/{configuration_id}") if configuration_id else None
    if found is None:
        listed = read_all(path, active=True)
        found = next((one for one in listed if one["metadata"].get(labels.SITE) == site), None)
    wanted = {"features": CARD_ONLY, "metadata": {labels.SITE: site}}
    with stripe_door() as client:
        configurations = client.v1.billing_portal.configurations
        if found is None:
            return configurations.create(wanted).id  # type: ignore[arg-type] # plain dicts are its TypedDicts
        if _features(found) != _features(wanted):
            configurations.update(found["id"], {"features": CARD_ONLY})  # type: ignore[arg-type] # plain dicts are its TypedDicts
    return str(found["id"])


def keep_endpoint(*, url: str, kinds: Sequence[str]) -> Endpoint:
    """Return the webhook endpoint of an address, made or given the right kinds. Raises: as `stripe_door`."""
    found = next((one for one in read_all("/v1/webhook_endpoints") if one["url"] == url), None)
    with stripe_door() as client:
        endpoints = client.v1.webhook_endpoints
        if found is None:
            made = endpoints.create({"url": url, "enabled_events": list(kinds)})  # type: ignore[arg-type] # plain dicts are its TypedDicts
            return Endpoint(made.id, made.secret or "")
        if sorted(found["enabled_events"]) not in (sorted(kinds), ["*"]):
            endpoints.update(found["id"], {"enabled_events": list(kinds)})  # type: ignore[arg-type] # plain dicts are its TypedDicts
    return Endpoint(found["id"], "")


def _known(path: str) -> Json | None:
    try:
        found = read(path)
    except NotAtStripe:
        return None
    return None if found.get("deleted") or not found.get("active", True) else found


def _features(configuration: Json) -> dict[str, bool]:
    return {name: configuration["features"][name]["enabled"] for name in CARD_ONLY}
