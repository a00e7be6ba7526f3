"""Controls of what is delivered, when, in which order and how signed."""

from typing import Any

from stripe_standin.outbox import RETRY_SECONDS
from stripe_standin.store import Obj
from stripe_standin.world import World

Data = dict[str, Any]
ORDERS = ("made", "shuffled", "reversed")


def chosen(data: Data) -> list[str] | None:
    """Ids of events or deliveries, as a list or with commas; None for all."""
    only = data.get("only") or data.get("events")
    if only is None:
        return None
    return only.split(",") if isinstance(only, str) else list(only)


def yes(value: Any) -> bool:
    return value in (True, "true", "1", "yes")


def delivery(world: World, _: str, data: Data) -> Obj:
    """Reads how deliveries go, or changes it."""
    outbox = world.outbox
    if "mode" in data:
        if data["mode"] not in ("auto", "hold"):
            raise ValueError("mode is auto or hold")
        outbox.mode = data["mode"]
    if "sign_with" in data:
        if data["sign_with"] not in ("current", "old", "both", "wrong"):
            raise ValueError("sign_with is current, old, both or wrong")
        outbox.sign_with = data["sign_with"]
    outbox.delay = float(data.get("delay", outbox.delay))
    outbox.skew = int(data.get("skew", outbox.skew))
    outbox.parallel = int(data.get("parallel", outbox.parallel))
    outbox.thin = yes(data["thin"]) if "thin" in data else outbox.thin
    if "retry_seconds" in data:
        given = data["retry_seconds"]
        pauses = given.split(",") if isinstance(given, str) else given
        outbox.retry_seconds = [float(p) for p in pauses if p != ""] if pauses else list(RETRY_SECONDS)
    states = [d["state"] for d in outbox.dump()]
    return {
        "mode": outbox.mode, "delay": outbox.delay, "skew": outbox.skew, "thin": outbox.thin,
        "sign_with": outbox.sign_with, "parallel": outbox.parallel, "retry_seconds": outbox.retry_seconds,
        **{state: states.count(state) for state in ("held", "waiting", "sending", "failed")},
    }  # fmt: skip


def list_deliveries(world: World, _: str, data: Data) -> Obj:
    """What is held, waiting or given up, in the order it was made, with each event's type and object."""
    lines = []
    for one in world.outbox.dump():
        event = world.store.by_id.get(one["event"])
        about = {"type": event["type"], "object": event["data"]["object"].get("id")} if event else {}
        if data.get("state") in (None, one["state"]):
            lines.append({**one, **about})
    return {"deliveries": lines}


def release(world: World, _: str, data: Data) -> Obj:
    order = data.get("order", "made")
    if order not in ORDERS:
        raise ValueError(f"order is one of {', '.join(ORDERS)}")
    sent = world.outbox.release(
        order=order, seed=int(data.get("seed", 0)), only=chosen(data), copies=int(data.get("copies", 1))
    )
    return {"released": sent}


def drop(world: World, _: str, data: Data) -> Obj:
    return {"dropped": world.outbox.drop(chosen(data))}


def resend(world: World, _: str, data: Data) -> Obj:
    """Sends events again, whether or not they ever arrived: `only`, or all there ever were."""
    only = chosen(data)
    events = list(world.store.all("event")) if only is None else [world.store.get("event", e) for e in only]
    for event in events:
        for endpoint in world.store.all("webhook_endpoint"):
            for _copy in range(int(data.get("copies", 1))):
                world.outbox.add(event["id"], endpoint["id"], delay=float(data.get("delay", 0)))
    return {"sent": len(events)}


def drain(world: World, _: str, data: Data) -> Obj:
    """Waits until nothing is on its way; `done` says whether that came about within `seconds`."""
    return {"done": world.outbox.drain(float(data.get("seconds", 30)))}


def secrets(world: World, identifier: str, data: Data) -> Obj:
    """Rolls an endpoint's secret: `secret` becomes the current one, the one before stays as the old."""
    known = world.store.secret(identifier)["secrets"]
    known.insert(0, str(data["secret"]))
    return {"secrets": known}


CONTROLS = [
    ("*", "/_test/delivery", delivery),
    ("GET", "/_test/deliveries", list_deliveries),
    ("POST", "/_test/delivery/release", release),
    ("POST", "/_test/delivery/drop", drop),
    ("POST", "/_test/delivery/resend", resend),
    ("POST", "/_test/delivery/drain", drain),
    ("POST", "/_test/endpoint/<id>/secret", secrets),
]
