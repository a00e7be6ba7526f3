"""One request to Stripe's API: checked, carried out once, answered, kept for repetitions."""

import json
import sys
import time
import traceback
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from stripe_standin.agenda import ROUTES
from stripe_standin.contract import Operation
from stripe_standin.errors import ContractBroken, StripeError
from stripe_standin.faults import Fault
from stripe_standin.forms import parse
from stripe_standin.ids import letters
from stripe_standin.listing import expanded
from stripe_standin.objects.common import Params
from stripe_standin.world import World

LIVE = ("sk_live_", "rk_live_")
PRETENDED = {
    "conflict": (409, "invalid_request_error", "lock_timeout",
    "This object cannot be accessed right now because "
                 "another API request or Stripe process is currently accessing it."),
    "rate_limit": (429, "invalid_request_error", "rate_limit", "Too many requests hit the API too quickly."),
    "error_before": (500, "api_error", "", "An unknown error occurred."),
    "error_after": (500, "api_error", "", "An unknown error occurred."),
}  # fmt: skip


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False  # the connection breaks instead of answering


def refusal(error: StripeError) -> Response:
    headers = {"Stripe-Should-Retry": "true"} if error.code == "lock_timeout" else {}
    return Response(error.status, json.dumps(error.body, indent=2).encode(), headers)


def pretended(kind: str) -> StripeError:
    status, error, code, message = PRETENDED[kind]
    return StripeError(message, status=status, kind=error, code=code)


def authenticate(headers: dict[str, str]) -> None:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise StripeError("You did not provide an API key.", status=401)
    if key.startswith(LIVE):
        raise StripeError(
            "This is a stand-in: it refuses live keys. Use a test key (sk_test_...).", status=401
        )
    if not key.startswith(("sk_test_", "rk_test_")):
        raise StripeError(f"Invalid API Key provided: {key[:8]}***", status=401)


def read(world: World, request: Request) -> tuple[Operation, str, Params]:
    """The operation, the id in the path, the typed parameters. Raises StripeError for what Stripe refuses."""
    authenticate(request.headers)
    parts = urlsplit(request.target)
    operation, identifier = world.contract.find(request.method, parts.path)
    version = request.headers.get("stripe-version", world.contract.version)
    if version != world.contract.version:
        raise StripeError(
            f"Invalid Stripe API version: {version}; the stand-in speaks {world.contract.version}"
        )
    text = request.body.decode() if request.method == "POST" else parts.query
    params = world.contract.reader.read(parse(text), operation.request)
    world.contract.check_expand(params.get("expand", []), operation.response)
    if len(request.headers.get("idempotency-key", "")) > 255:
        raise StripeError("Idempotency-Key must be at most 255 characters.", kind="idempotency_error")
    return operation, identifier, params


def perform(world: World, operation: Operation, identifier: str, params: Params) -> Response:
    """Carries the operation out under the lock; the answer is written out before the lock is let go."""
    handler = ROUTES.get((operation.method, operation.path))
    if handler is None:
        message = f"The stand-in does not know {operation.method} {operation.path}"
        raise StripeError(message, status=501, kind="api_error")
    world.run_due()
    expand = params.pop("expand", [])
    answer = expanded(world, handler(world, identifier, params), expand)
    if not answer.get("deleted"):
        problem = operation.check(answer, answer["object"])
        if problem:
            raise ContractBroken(problem)
    body = json.dumps(answer, indent=2).encode()
    if operation.method != "GET":
        world.changes += 1
        world.run_due()
    return Response(200, body)


def guarded(world: World, operation: Operation, identifier: str, params: Params) -> Response:
    """`perform` with every failure as an answer; a fault of the stand-in itself is a 500 it remembers."""
    try:
        return perform(world, operation, identifier, params)
    except StripeError as refused:
        if refused.status == 404 and f"'{identifier}'" not in str(refused):
            refused.status = 400  # what a parameter names is missing, not what the path names
        return refusal(refused)
    except ContractBroken as broken:
        world.broken.append(str(broken))
        return refusal(StripeError(f"Contract broken: {broken}", status=500, kind="api_error"))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as bug:
        world.broken.append(traceback.format_exc())
        sys.stderr.write(traceback.format_exc())
        return refusal(StripeError(f"The stand-in failed: {bug!r}", status=500, kind="api_error"))


def answer(world: World, request: Request) -> Response:
    """Answers one /v1 request, faults included."""
    path = urlsplit(request.target).path
    request_id = f"req_{letters(14)}"
    fault = world.faults.take(request.method, path)
    if fault and fault.kind == "refuse_connection":
        return Response(0, b"", lost=True)
    if request.method == "GET" and world.settings["read_latency_ms"]:
        time.sleep(world.settings["read_latency_ms"] / 1000)
    try:
        if fault and fault.kind in ("conflict", "rate_limit", "error_before"):
            raise pretended(fault.kind)
        response = once(world, request, request_id, fault)
    except StripeError as refused:
        response = refusal(refused)
    response.headers |= {"Request-Id": request_id, "Stripe-Version": world.contract.version}
    return response


def once(world: World, request: Request, request_id: str, fault: Fault | None) -> Response:
    operation, identifier, params = read(world, request)
    key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
    if key:
        with world.lock:
            mark = json.dumps([urlsplit(request.target).path, params], sort_keys=True)
            kept = world.answers.begin(key, mark, world.now())
        if kept:
            return Response(kept.status, kept.body, {"Idempotency-Key": key, "Idempotent-Replayed": "true"})
    if fault and fault.kind == "slow":
        time.sleep(fault.ms / 1000)
    with world.lock:
        answers = world.answers
        world.request = {"id": request_id, "idempotency_key": key or None}
        try:
            response = guarded(world, operation, identifier, params)
        finally:
            world.request = None
        if fault and fault.kind == "error_after":
            response = refusal(pretended("error_after"))
        if key and not (fault and fault.kind == "slow_after"):
            answers.finish(key, response.status, response.body)
    if fault and fault.kind == "slow_after":
        time.sleep(fault.ms / 1000)
        if key:
            answers.finish(key, response.status, response.body)
    response.lost = bool(fault and fault.kind == "lose_answer")
    if key:
        response.headers["Idempotency-Key"] = key
    return response
