"""What every noun's operations share: metadata and the types of a route table."""

from collections.abc import Callable
from typing import Any

from stripe_standin.store import Obj
from stripe_standin.world import World

Params = dict[str, Any]
Handler = Callable[[World, str, Params], Obj]
Routes = dict[tuple[str, str], Handler]


def merged(old: dict[str, str] | None, new: Any) -> dict[str, str]:
    """Metadata after an update: named keys are replaced, empty ones removed, "" removes all."""
    if new == "":
        return {}
    both = {**(old or {}), **(new or {})}
    return {key: value for key, value in both.items() if value != ""}


def change(world: World, obj: Obj, event: str, **changes: Any) -> Obj:
    """Sets fields and tells of it, if anything did change."""
    old = world.store.set(obj, **changes)
    if old:
        world.emit(event, obj, old)
    return obj


def plain_updates(params: Params, obj: Obj, fields: tuple[str, ...]) -> dict[str, Any]:
    """The changes an update asks for: given fields as they are ("" unsets), metadata merged."""
    changes = {name: params[name] if params[name] != "" else None for name in fields if name in params}
    if "metadata" in params:
        changes["metadata"] = merged(obj.get("metadata"), params["metadata"])
    return changes
