"""Builds `contract.json` from the installed `stripe` wheel: `python -m stripe_standin.build_contract`.

stripe-python is generated from Stripe's OpenAPI document: every request is a TypedDict, every resource an
annotated class, every path a literal in a service module. So the pinned wheel is a machine-readable copy of
the contract for exactly the API version it speaks. `required_overlay.json` (from the type declarations of
npm stripe, same API version) adds which response fields are always present and which may be null.

This is the only module here that imports the wheel; the running stand-in reads the result.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from stripe._api_version import _ApiVersion
from stripe._version import VERSION

from stripe_standin.build_schema import ROOT, Builder, evaluate, without_none

HERE = Path(__file__).parent

# The operations whose schemas are kept. Each must exist in the wheel; any other of Stripe's is a 501.
ENDPOINTS = [
    "/v1/balance",
    "/v1/balance_transactions",
    "/v1/balance_transactions/{id}",
    "/v1/billing_portal/configurations",
    "/v1/billing_portal/configurations/{configuration}",
    "/v1/billing_portal/sessions",
    "/v1/charges",
    "/v1/charges/{charge}",
    "/v1/checkout/sessions",
    "/v1/checkout/sessions/{session}",
    "/v1/checkout/sessions/{session}/expire",
    "/v1/checkout/sessions/{session}/line_items",
    "/v1/customers",
    "/v1/customers/{customer}",
    "/v1/customers/{customer}/payment_methods",
    "/v1/disputes",
    "/v1/disputes/{dispute}",
    "/v1/disputes/{dispute}/close",
    "/v1/events",
    "/v1/events/{id}",
    "/v1/invoice_payments",
    "/v1/invoice_payments/{invoice_payment}",
    "/v1/invoices",
    "/v1/invoices/{invoice}",
    "/v1/invoices/{invoice}/finalize",
    "/v1/invoices/{invoice}/pay",
    "/v1/invoices/{invoice}/void",
    "/v1/invoices/{invoice}/mark_uncollectible",
    "/v1/mandates/{mandate}",
    "/v1/payment_intents",
    "/v1/payment_intents/{intent}",
    "/v1/payment_intents/{intent}/cancel",
    "/v1/payment_methods",
    "/v1/payment_methods/{payment_method}",
    "/v1/payment_methods/{payment_method}/attach",
    "/v1/payment_methods/{payment_method}/detach",
    "/v1/payouts",
    "/v1/payouts/{payout}",
    "/v1/prices",
    "/v1/prices/{price}",
    "/v1/products",
    "/v1/products/{id}",
    "/v1/radar/early_fraud_warnings",
    "/v1/radar/early_fraud_warnings/{early_fraud_warning}",
    "/v1/refunds",
    "/v1/refunds/{refund}",
    "/v1/refunds/{refund}/cancel",
    "/v1/setup_intents",
    "/v1/setup_intents/{intent}",
    "/v1/subscription_items",
    "/v1/subscription_items/{item}",
    "/v1/subscriptions",
    "/v1/subscriptions/{subscription_exposed_id}",
    "/v1/webhook_endpoints",
    "/v1/webhook_endpoints/{webhook_endpoint}",
]


class Operation(NamedTuple):
    module: str
    name: str
    verb: str
    path: str
    params: str | None
    returns: str


def shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def request_call(function: ast.FunctionDef) -> tuple[str, str] | None:
    """(verb, path) of the call to `_request` in a service method."""
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "_request"):
            continue
        verb, path = call.args[0], call.args[1]
        if isinstance(path, ast.Call) and isinstance(path.func, ast.Attribute):  # "...".format(...)
            path = path.func.value
        if isinstance(verb, ast.Constant) and isinstance(path, ast.Constant):
            return str(verb.value).upper(), str(path.value)
    return None


def operations() -> Iterator[Operation]:
    """Every v1 operation in the wheel."""
    for file in sorted(ROOT.rglob("*_service.py")):
        module = "stripe." + ".".join(file.relative_to(ROOT).with_suffix("").parts)
        if ".v2." in module:
            continue
        for cls in ast.parse(file.read_text()).body:
            if not isinstance(cls, ast.ClassDef):
                continue
            for function in cls.body:
                if not isinstance(function, ast.FunctionDef) or function.name.endswith("_async"):
                    continue
                found = request_call(function)
                if found is None or function.returns is None:
                    continue
                params = [a.annotation for a in function.args.args if a.arg == "params" and a.annotation]
                yield Operation(
                    module,
                    f"{cls.name}.{function.name}",
                    *found,
                    ast.unparse(params[0]) if params else None,
                    ast.unparse(function.returns),
                )


def describe(builder: Builder, operation: Operation) -> dict[str, Any]:
    request = None
    if operation.params:
        annotation = evaluate(operation.params.strip("'\""), operation.module)
        request = builder.convert(without_none(annotation), operation.module)
    response = builder.convert(operation.returns.strip("'\""), operation.module)
    return {"operationId": operation.name, "request": request, "response": response}


def overlay(schema: Any, extra: Any) -> None:
    """Copies what is required and what may be null from the overlay into a schema, in place."""
    if not extra or not isinstance(schema, dict):
        return
    if "properties" in schema and "props" in extra:
        properties = schema["properties"]
        required = [k for k, v in extra["props"].items() if not v.get("opt") and k in properties]
        if required:
            schema["required"] = required
        for key, facts in extra["props"].items():
            if key not in properties:
                continue
            options = properties[key].get("anyOf")
            if options and not facts.get("null"):  # Optional[...] meant "may be absent", not "may be null"
                rest = [option for option in options if option != {"type": "null"}]
                properties[key] = rest[0] if len(rest) == 1 else {"anyOf": rest}
            if "props" in facts or "item" in facts:
                overlay(properties[key], facts)
        return
    for option in schema.get("anyOf", ()):
        overlay(option, extra)
    if schema.get("type") == "array" and "item" in extra:
        overlay(schema["items"], extra["item"])


def build() -> dict[str, Any]:
    """The whole contract, as it is kept in `contract.json`."""
    builder = Builder()
    every = list(operations())
    wanted = {shape(path) for path in ENDPOINTS}
    missing = wanted - {shape(operation.path) for operation in every}
    if missing:
        sys.exit(f"not in stripe {VERSION}: {sorted(missing)}")
    paths: dict[str, dict[str, Any]] = {}
    for operation in every:
        if shape(operation.path) in wanted:
            paths.setdefault(operation.path, {})[operation.verb.lower()] = describe(builder, operation)
    builder.convert("Event", "stripe._event")
    facts = json.loads((HERE / "required_overlay.json").read_text())
    for name, schema in builder.schemas.items():
        overlay(schema, facts["schemas"].get(name))
    return {
        "x-origin": {
            "package": "stripe (PyPI, MIT)",
            "version": VERSION,
            "api_version": _ApiVersion.CURRENT,
            "required_overlay": facts["x-origin"],
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "params": dict(sorted(builder.params.items())),
            "schemas": dict(sorted(builder.schemas.items())),
        },
        "x-all-operations": sorted({f"{o.verb} {o.path}" for o in every}),
        "x-event-objects": facts["events"],
    }


def dump(contract: dict[str, Any]) -> str:
    return json.dumps(contract, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    (HERE / "contract.json").write_text(dump(build()))
