"""Controls of the clock, the settings, the faults and the account as a whole."""

from dataclasses import asdict
from typing import Any

from stripe_standin.faults import Fault
from stripe_standin.objects import endpoints, payouts
from stripe_standin.store import Obj
from stripe_standin.world import SETTINGS, World

Data = dict[str, Any]


def clock(world: World, _: str, data: Data) -> Obj:
    """Reads the clock, or moves it by `advance` seconds or `to` a timestamp and does all work due by then."""
    done = 0
    if "advance" in data or "to" in data:
        target = int(data["to"]) if "to" in data else world.now() + int(data["advance"])
        world.clock.move_to(target)
        done = world.run_due()
    return {"now": world.now(), "done": done, "waiting": len(world.clock.agenda),
            "next": world.clock.agenda[0][0] if world.clock.agenda else None}  # fmt: skip


def reset(world: World, _: str, data: Data) -> Obj:
    """Empties the account; only the endpoint named on the command line is there again.

    `now` sets the time at which the empty account begins, also in the past.
    """
    world.reset()
    if "now" in data:
        world.clock.begin_at(int(data["now"]))
    for url, secrets in world.configured:
        endpoints.add(world, url, list(secrets), ["*"])
    payouts.schedule(world)
    return {"now": world.now()}


def settings(world: World, _: str, data: Data) -> Obj:
    """Reads the settings, or changes those named."""
    for name, value in data.items():
        if name not in SETTINGS:
            raise ValueError(f"no setting {name}; there are {', '.join(SETTINGS)}")
        old = SETTINGS[name]
        if isinstance(old, list):
            world.settings[name] = [float(v) for v in (value.split(",") if isinstance(value, str) else value)]
        else:
            world.settings[name] = type(old)(value)
    return dict(world.settings)


def faults(world: World, _: str, data: Data) -> Obj:
    """Adds a fault for the next `times` requests that match."""
    if data:
        fault = Fault(
            kind=str(data["kind"]), method=str(data.get("method", "*")).upper(), path=str(data.get("path",
            "")),
            times=int(data.get("times", 1)), ms=int(data.get("ms", 0)),
        )  # fmt: skip
        world.faults.add(fault)
        return {"added": asdict(fault), **world.faults.dump()}
    return world.faults.dump()


def clear_faults(world: World, _: str, __: Data) -> Obj:
    world.faults.clear()
    return world.faults.dump()


def broken(world: World, _: str, __: Data) -> Obj:
    """Each time the stand-in itself failed or was about to break the contract."""
    return {"broken": list(world.broken)}


def health(world: World, _: str, __: Data) -> Obj:
    contract = world.contract
    return {
        "ok": True,
        "api_version": contract.version,
        "stripe": contract.package_version,
        "now": world.now(),
    }


CONTROLS = [
    ("*", "/_test/health", health),
    ("*", "/_test/clock", clock),
    ("POST", "/_test/reset", reset),
    ("*", "/_test/settings", settings),
    ("GET", "/_test/faults", faults),
    ("POST", "/_test/faults", faults),
    ("POST", "/_test/faults/clear", clear_faults),
    ("DELETE", "/_test/faults", clear_faults),
    ("GET", "/_test/broken", broken),
]
