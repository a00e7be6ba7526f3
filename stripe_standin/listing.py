"""Lists, pages and expansion: how objects become answers."""

from collections.abc import Callable, Iterable
from typing import Any

from stripe_standin.errors import StripeError, invalid
from stripe_standin.store import INDEXED, Obj
from stripe_standin.world import World

DEFAULT_LIMIT, MAX_LIMIT = 10, 100
PAGING = {"limit", "starting_after", "ending_before", "expand"}
RANGES: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}

# Lists that objects carry only when asked for: (kind, field) -> (kind listed, its field, path of the list).
INCLUDED = {
    ("invoice", "payments"): ("invoice_payment", "invoice", "/v1/invoice_payments"),
    ("charge", "refunds"): ("refund", "charge", "/v1/charges/{id}/refunds"),
    ("customer", "subscriptions"): ("subscription", "customer", "/v1/customers/{id}/subscriptions"),
}


def in_range(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return value is not None and all(RANGES[name](int(value), bound) for name, bound in wanted.items())
    return bool(value == wanted)


def candidates(world: World, kind: str, filters: dict[str, Any]) -> list[Obj]:
    """Newest first. One indexed filter narrows the search, the others are compared."""
    for field in INDEXED.get(kind, ()):
        if isinstance(filters.get(field), str):
            return list(reversed(world.store.of(kind, field, filters[field])))
    return list(reversed(list(world.store.all(kind))))


def page(
    world: World,
    kind: str,
    params: dict[str, Any],
    url: str,
    special: dict[str, Callable[[Obj, Any], bool]] | None = None,
) -> Obj:
    """One page of the objects of a kind; `special` compares the filters that name no field."""
    filters = {name: value for name, value in params.items() if name not in PAGING}
    special = special or {}

    def fits(obj: Obj) -> bool:
        return all(
            special[name](obj, value) if name in special else in_range(obj.get(name), value)
            for name, value in filters.items()
        )

    return cut([obj for obj in candidates(world, kind, filters) if fits(obj)], params, url)


def cut(found: list[Obj], params: dict[str, Any], url: str) -> Obj:
    limit = int(params.get("limit", DEFAULT_LIMIT))
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid("This value must be between 1 and 100.", "limit", "parameter_invalid_integer")
    if "starting_after" in params and "ending_before" in params:
        raise invalid("You cannot parameterize both starting_after and ending_before.", "ending_before")
    if "ending_before" in params:
        found = found[: place(found, params["ending_before"], "ending_before")]
        return listed(found[-limit:], url, more=len(found) > limit)
    if "starting_after" in params:
        found = found[place(found, params["starting_after"], "starting_after") + 1 :]
    return listed(found[:limit], url, more=len(found) > limit)


def place(found: list[Obj], identifier: str, param: str) -> int:
    for n, obj in enumerate(found):
        if obj["id"] == identifier:
            return n
    raise StripeError(f"No such object: '{identifier}'", code="resource_missing", param=param)


def listed(objects: Iterable[Obj], url: str, more: bool = False) -> Obj:
    return {"object": "list", "data": list(objects), "has_more": more, "url": url}


def expanded(world: World, value: Any, paths: list[str]) -> Any:
    """A copy of the value, as deep as the paths go, with what they name put in place of ids."""
    heads: dict[str, list[str]] = {}
    for path in paths:
        head, _, rest = path.partition(".")
        heads.setdefault(head, []).extend([rest] if rest else [])
    if isinstance(value, list):
        return [expanded(world, part, paths) for part in value]
    if not isinstance(value, dict) or not heads:
        return value
    copy = dict(value)
    for head, below in heads.items():
        copy[head] = expanded(world, whole(world, value, head), below)
        if copy[head] is None and head not in value:
            del copy[head]
    return copy


def whole(world: World, obj: Obj, field: str) -> Any:
    value = obj.get(field)
    if isinstance(value, str):
        return world.store.by_id.get(value, value)
    if isinstance(value, list):
        return [world.store.by_id.get(part, part) if isinstance(part, str) else part for part in value]
    if value is None and (obj.get("object"), field) in INCLUDED:
        kind, key, url = INCLUDED[str(obj["object"]), field]
        found = list(reversed(world.store.of(kind, key, obj["id"])))
        return listed(found[:DEFAULT_LIMIT], url.format(id=obj["id"]), more=len(found) > DEFAULT_LIMIT)
    if value is None and (obj.get("object"), field) == ("checkout.session", "line_items"):
        return listed(world.store.secret(obj["id"])["lines"], f"/v1/checkout/sessions/{obj['id']}/line_items")
    return value
