"""`/_test/...`: what a test may do that no API call can. Each is described in README.md with an example."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from stripe_standin import control_events, control_money, control_time
from stripe_standin.api import Request, Response
from stripe_standin.errors import ContractBroken, StripeError
from stripe_standin.world import World

Data = dict[str, Any]
Control = Callable[[World, str, Data], Any]

# (method or "*", path) -> control. Those in UNLOCKED wait for something and so hold no lock.
CONTROLS: list[tuple[str, re.Pattern[str], Control]] = [
    (method, re.compile(path.replace("<id>", "([A-Za-z0-9_]+)")), control)
    for method, path, control in [
        *control_time.CONTROLS,
        *control_money.CONTROLS,
        *control_events.CONTROLS,
    ]
]
UNLOCKED = {control_events.drain}


def data_of(request: Request) -> Data:
    """JSON or a form in the body, and the query."""
    query = dict(parse_qsl(urlsplit(request.target).query))
    if not request.body:
        return query
    if "json" in request.headers.get("content-type", "") or request.body[:1] == b"{":
        return {**query, **json.loads(request.body)}
    return {**query, **dict(parse_qsl(request.body.decode()))}


def answer(world: World, request: Request) -> Response:
    path = urlsplit(request.target).path
    for method, pattern, control in CONTROLS:
        match = pattern.fullmatch(path)
        if match and method in ("*", request.method):
            identifier = match[1] if match.groups() else ""
            return run(world, control, identifier, request)
    return Response(404, json.dumps({"error": f"no control {request.method} {path}"}).encode())


def run(world: World, control: Control, identifier: str, request: Request) -> Response:
    try:
        data = data_of(request)
        if control in UNLOCKED:
            return Response(200, json.dumps(control(world, identifier, data)).encode())
        with world.lock:
            world.run_due()
            result = control(world, identifier, data)
            world.run_due()
            world.changes += 1
            return Response(200, json.dumps(result).encode())
    except StripeError as refused:
        return Response(refused.status, json.dumps({"error": str(refused)}).encode())
    except ContractBroken as broken:
        world.broken.append(str(broken))
        return Response(500, json.dumps({"error": f"Contract broken: {broken}"}).encode())
    except (KeyError, TypeError, ValueError) as wrong:
        return Response(400, json.dumps({"error": repr(wrong)}).encode())
