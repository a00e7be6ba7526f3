"""Webhook endpoints, and events to read."""

from stripe_standin.errors import invalid
from stripe_standin.ids import letters
from stripe_standin.listing import page
from stripe_standin.objects.common import Params, Routes, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]")


def add(world: World, url: str, secrets: list[str], events: list[str], params: Params | None = None) -> Obj:
    """`secrets` newest first. Only this machine is ever called."""
    if not url.startswith(LOCAL):
        raise invalid(
            "The stand-in sends webhooks to this machine only: http://127.0.0.1 or http://localhost", "url"
        )
    given = params or {}
    return world.store.add("webhook_endpoint", {
        "api_version": given.get("api_version"), "created": world.now(), "enabled_events": events, "url": url,
        "description": given.get("description") or None, "metadata": merged({}, given.get("metadata")),
        "status": "enabled",
    }, private={"secrets": secrets})  # fmt: skip


def create(world: World, _: str, params: Params) -> Obj:
    secret = f"whsec_{letters(32)}"
    endpoint = add(world, params["url"], [secret], params["enabled_events"], params)
    return {**endpoint, "secret": secret}  # shown this once, as at Stripe


def update(world: World, identifier: str, params: Params) -> Obj:
    endpoint = world.store.get("webhook_endpoint", identifier)
    changes = plain_updates(params, endpoint, ("url", "enabled_events", "description"))
    if "disabled" in params:
        changes["status"] = "disabled" if params["disabled"] else "enabled"
    world.store.set(endpoint, **changes)
    return endpoint


def delete(world: World, identifier: str, _: Params) -> Obj:
    world.store.remove(world.store.get("webhook_endpoint", identifier))
    return {"id": identifier, "object": "webhook_endpoint", "deleted": True}


def list_events(world: World, _: str, params: Params) -> Obj:
    def of_type(event: Obj, wanted: str) -> bool:
        kind = str(event["type"])
        return kind == wanted or (wanted.endswith("*") and kind.startswith(wanted[:-1]))

    return page(world, "event", params, "/v1/events", {
        "type": of_type,
        "types": lambda event, wanted: any(of_type(event, one) for one in wanted),
        "delivery_success": lambda event, wanted: (event["pending_webhooks"] == 0) is wanted,
    })  # fmt: skip


ROUTES: Routes = {
    ("POST", "/v1/webhook_endpoints"): create,
    ("GET", "/v1/webhook_endpoints"): lambda world, _, params: page(
        world, "webhook_endpoint", params, "/v1/webhook_endpoints"
    ),
    ("GET", "/v1/webhook_endpoints/{webhook_endpoint}"): lambda world, identifier, _: world.store.get(
        "webhook_endpoint", identifier
    ),
    ("POST", "/v1/webhook_endpoints/{webhook_endpoint}"): update,
    ("DELETE", "/v1/webhook_endpoints/{webhook_endpoint}"): delete,
    ("GET", "/v1/events"): list_events,
    ("GET", "/v1/events/{id}"): lambda world, identifier, _: world.store.get("event", identifier),
}
